"""Files on disk and members of archives: their bytes, unpacked, within limits."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# A long investigative article has some 100,000 characters; sixteen million leave room for any real one.
MAX_PIECE_BYTES = 16 * 2**20
# Text shrinks three- to tenfold under gzip; a file that grows two-hundredfold was made to fill memory or disk.
MAX_EXPANSION = 200
# What is looked at to tell a format.
HEAD_BYTES = 2**16
# A small file may hold much of one letter, and harm nobody.
_ALWAYS_UNPACKED = MAX_EXPANSION * 2**17
_BLOCK = 2**20
_GZIP_MARK = b"\x1f\x8b"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(ValueError):
    """A file or folder, or the rest of one, that cannot be read; the message says why and names the way out."""


@dataclass(frozen=True)
class Source:
    """One file to read, a member of an archive, or one folder that could not be searched.

    Parameters
    ----------
    path : Path
        Where it is; of a member, its name in the archive.
    name : str
        Its name in the tables, relative to the folder that was given; a member’s begins with the name of its archive.
    folder : str or None
        Name of the folder it lies in, which may name its outlet; None when that is the folder that was given.
    trouble : Unreadable or None
        Why the folder could not be searched; None for a file.
    opener : function, optional
        Of a member: gives its bytes as a stream.
    depth : int
        In how many archives it lies.

    Examples
    --------
    >>> Source(Path("in/Wire/a.JSONL.gz"), "Wire/a.JSONL.gz", "Wire").suffix
    '.jsonl'
    """

    path: Path
    name: str
    folder: str | None
    trouble: Unreadable | None = None
    opener: Callable | None = field(default=None, compare=False)
    depth: int = 0

    @property
    def suffix(self) -> str:
        """'.jsonl' for both `a.jsonl` and `a.jsonl.gz`."""
        suffixes = [suffix.lower() for suffix in self.path.suffixes]
        if suffixes[-1:] == [".gz"]:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""

    def open(self):
        """Open it for reading; what gzip has packed is unpacked.

        Returns
        -------
        file object of bytes
            For the caller to close. It raises `Unreadable` where the bytes are damaged, or more come out than `MAX_EXPANSION` allows.

        Raises
        ------
        Unreadable
            If it is no regular file (a pipe or a device would hang), or may not be read.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "a.txt").write_bytes(gzip.compress(b"It rained."))
        ...     Source(Path(folder, "a.txt"), "a.txt", None).open().read()
        b'It rained.'
        """
        raw = self.open_packed()
        mark = raw.peek(2)[:2]
        if mark != _GZIP_MARK:
            return raw
        size = os.fstat(raw.fileno()).st_size if self.opener is None else None
        return io.BufferedReader(_Unpacked(raw, size), _BLOCK)

    def open_packed(self):
        """Open it for reading, as it lies there.

        Returns
        -------
        BufferedReader
            For the caller to close.

        Raises
        ------
        Unreadable
            As `open` does.
        """
        try:
            if self.opener is not None:
                stream = self.opener()
                return stream if hasattr(stream, "peek") else io.BufferedReader(stream, _BLOCK)
            return open_regular(self.path)
        except OSError as error:
            raise Unreadable(f"the file cannot be opened: {error.strerror}") from error

    def n_packed(self):
        """How many bytes it takes where it lies.

        Returns
        -------
        int or None
            None for a member of an archive, which has its own limits.
        """
        return None if self.opener is not None else self.path.stat().st_size

    def head(self):
        """Its first bytes, unpacked, to tell its format.

        Returns
        -------
        bytes
            At most `HEAD_BYTES`; fewer where it is damaged behind them.

        Raises
        ------
        Unreadable
            If it cannot be opened, or already its first bytes are damaged.
        """
        with self.open() as stream:
            return (
                stream.read(HEAD_BYTES) if not isinstance(stream.raw, _Unpacked) else stream.raw.read_some(HEAD_BYTES)
            )


class _Unpacked(io.RawIOBase):
    """The bytes that gzip has packed, within limits."""

    def __init__(self, raw, n_packed):
        self._raw, self._n_packed = raw, n_packed
        self._file = gzip.GzipFile(fileobj=raw)
        self._n_bytes = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        block = self.read_some(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def read_some(self, size):
        """Up to so many bytes; empty at the end."""
        try:
            block = self._file.read1(size)
        except (EOFError, OSError, zlib.error) as error:
            raise Unreadable(f"the compressed file is cut short or damaged: {error}") from error
        self._n_bytes += len(block)
        n_packed = self._n_packed if self._n_packed is not None else self._raw.tell()
        if self._n_bytes > max(MAX_EXPANSION * n_packed, _ALWAYS_UNPACKED):
            raise Unreadable(
                f"it grows more than {MAX_EXPANSION} times when unpacked, as no news does; nothing more is read"
            )
        return block

    def close(self):
        self._file.close()
        self._raw.close()
        super().close()


def open_regular(path):
    """Open a regular file for reading, as it lies there.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    BufferedReader
        For the caller to close.

    Raises
    ------
    Unreadable
        If it is no regular file (a pipe or a device would hang), or may not be read.
    """
    try:
        # Looked at before it is opened, for opening a device may already do something, and once more when it is open.
        if stat.S_ISREG(os.stat(path).st_mode):
            number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            file = os.fdopen(number, "rb", buffering=_BLOCK)
            if stat.S_ISREG(os.fstat(number).st_mode):
                return file
            file.close()
    except OSError as error:
        raise Unreadable(f"the file cannot be opened: {error.strerror}") from error
    raise Unreadable("expected a regular file, found a folder, a pipe, a socket or a device")


def read_lines(source) -> Iterator[tuple[int, bytes]]:
    """Read a file line by line, never holding much more than one line.

    Parameters
    ----------
    source : Source
        The file, plain or packed by gzip.

    Yields
    ------
    number : int
        Of the line, from 1.
    line : bytes
        With its newline.

    Raises
    ------
    Unreadable
        When a line is longer than `MAX_PIECE_BYTES`, the compressed file is cut short or damaged, or it grows more than
        `MAX_EXPANSION`-fold: with the number of the line from which nothing was read. When it begins with the mark of
        UTF-16, whose newlines are no bytes of their own. When it cannot be opened, as `Source.open` says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.csv").write_bytes(b"one\\ntwo")
    ...     list(read_lines(Source(Path(folder, "a.csv"), "a.csv", None)))
    [(1, b'one\\n'), (2, b'two')]
    """
    number = 1
    with source.open() as stream:
        while True:
            try:
                line = stream.readline(MAX_PIECE_BYTES + 1)
            except Unreadable as reason:
                raise Unreadable(f"from line {number} on nothing is read: {reason}") from reason
            if not line:
                return
            if number == 1 and line.startswith(_UTF_16_MARKS):
                raise Unreadable("expected UTF-8 text, found UTF-16; save the file as UTF-8 (in Excel: CSV UTF-8)")
            if len(line) > MAX_PIECE_BYTES:
                raise Unreadable(
                    f"from line {number} on it is not read: a line of over {MAX_PIECE_BYTES >> 20} MiB; split the file"
                )
            yield number, line
            number += 1


def read_whole(source) -> bytes:
    """Read a file that is one piece.

    Parameters
    ----------
    source : Source
        The file, plain or packed by gzip.

    Returns
    -------
    bytes
        All of it, unpacked; at most `MAX_PIECE_BYTES`.

    Raises
    ------
    Unreadable
        If it is larger than `MAX_PIECE_BYTES`, its compression is damaged, or it cannot be opened, as `Source.open` says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"It rained.")
    ...     read_whole(Source(Path(folder, "a.txt"), "a.txt", None))
    b'It rained.'
    """
    with source.open() as file:
        content = file.read(MAX_PIECE_BYTES + 1)
    if len(content) > MAX_PIECE_BYTES:
        raise Unreadable(f"expected one article of at most {MAX_PIECE_BYTES >> 20} MiB, found more; split the file")
    return content
