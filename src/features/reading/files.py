"""Files on disk: which are read, and their bytes within limits."""

import codecs
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
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PASSED_OVER = ("readme", "license", "licence")


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
            return stream.read(HEAD_BYTES) if not isinstance(stream.raw, _Unpacked) else stream.raw.read_some(HEAD_BYTES)


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
            raise Unreadable(f"it grows more than {MAX_EXPANSION} times when unpacked, as no news does; nothing more is read")
        return block

    def close(self):
        self._file.close()
        self._raw.close()
        super().close()


def find_files(paths) -> tuple[list[Source], list[str]]:
    """List the files under `paths`, and the names of those passed over.

    Files in a folder whose names begin with a dot or an underscore, end with `.tmp`, or say README or LICENSE are
    no articles. Symbolic links that lead out of the folder are passed over, links to folders inside it and folders
    whose names begin with a dot not searched. The name of a file is relative to the folder that was given; when
    several were given, it begins with the folder's own name.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, which are taken whatever their names, or folders, which are searched to the bottom.

    Returns
    -------
    sources : list of Source
        One item per file to read, and one per folder that could not be searched, in the order of their names.
    passed_over : list of str
        One name per file or link that was passed over, in order.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    ValueError
        If no path is given, or two of them have the same name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.txt", "a.csv", "README.md"):
    ...         Path(folder, name).touch()
    ...     sources, passed_over = find_files([folder])
    >>> [source.name for source in sources], passed_over
    (['a.csv', 'b.txt'], ['README.md'])
    """
    roots = [Path(path) for path in paths]
    if not roots:
        raise ValueError("give at least one file or folder of articles")
    for root in roots:
        if not root.exists():
            raise FileNotFoundError(f"there is no file or folder {str(root)!r}")
    labels = [root.resolve().name for root in roots]
    if len(set(labels)) < len(labels):
        raise ValueError(f"the folders or files to read need different names, got {labels}; rename one of them")
    sources, passed_over = [], []
    for root, label in zip(roots, labels, strict=True):
        top = root.resolve()
        for path, trouble in _walk(root):
            inside = path.relative_to(root) if path != root else Path(path.name or label)
            name = inside.as_posix() if len(roots) == 1 or path == root else f"{label}/{inside.as_posix()}"
            name = name.encode("utf-8", "backslashreplace").decode()
            if path != root and trouble is None and (_is_passed_over(path) or _leads_out(path, top)):
                passed_over.append(name)
            else:
                folder = path.parent.name if path.parent != root and path != root else None
                sources.append(Source(path, name, folder, trouble))
    return sorted(sources, key=lambda source: source.name), sorted(passed_over)


def _walk(root) -> Iterator[tuple[Path, Unreadable | None]]:
    """Every file, every link to a folder outside, and every folder that cannot be searched, with the reason."""
    if not root.is_dir():
        yield root, None
        return
    top = root.resolve()
    errors: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links_out = [name for name in folders if _leads_out(Path(folder, name), top)]
        for name in files + links_out:
            yield Path(folder, name), None
    for error in errors:
        yield (
            Path(error.filename),
            Unreadable(
                f"the folder cannot be searched: {error.strerror}; allow reading it, or give the folders beside it"
            ),
        )


def _leads_out(path, folder) -> bool:
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False  # a link to itself leads nowhere; opening it says so


def _is_passed_over(path) -> bool:
    name = path.name.lower()
    return name.startswith((".", "_")) or name.endswith(".tmp") or name.split(".")[0] in _PASSED_OVER


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


def decode(content) -> str:
    """Bytes to text: UTF-8, or UTF-16 with its mark.

    Parameters
    ----------
    content : bytes
        A whole file, or a line of one.

    Returns
    -------
    str
        Without the mark; newlines as they are.

    Raises
    ------
    Unreadable
        If the bytes are neither, or hold what no text holds.

    Examples
    --------
    >>> decode(b"caf\\xe9")
    Traceback (most recent call last):
    ...
    features.reading.files.Unreadable: expected UTF-8 text, found byte 0xe9 at position 3; save the file as UTF-8
    """
    try:
        if content.startswith(_UTF_16_MARKS):
            return content.decode("utf-16")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"expected UTF-8 text, found byte {content[error.start]:#x} at position {error.start}; "
            "save the file as UTF-8"
        ) from error
    if text.count("\x00") > len(text) / 100:
        raise Unreadable("expected text, found NUL bytes: binary data, or UTF-16 without its mark; save it as UTF-8")
    return text


def open_bytes(path):
    """Until every reader opens its source."""
    return Source(path, path.name, None).open()
