"""Files on disk: which are read, and their bytes within limits."""

import codecs
import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A long investigative article has some 100,000 characters; sixteen million leave room for any real one.
MAX_PIECE_BYTES = 16 * 2**20
# Text shrinks three- to tenfold under gzip; a file that grows two-hundredfold was made to fill memory or disk.
MAX_EXPANSION = 200
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PASSED_OVER = ("readme", "license", "licence")


class Unreadable(ValueError):
    """A file or folder, or the rest of one, that cannot be read; the message says why and names the way out."""


@dataclass(frozen=True)
class Source:
    """One file to read, or one folder that could not be searched.

    Parameters
    ----------
    path : Path
        Where it is.
    name : str
        Its name in the tables, relative to the folder that was given.
    folder : str or None
        Name of the folder it lies in, which may name its outlet; None when that is the folder that was given.
    trouble : Unreadable or None
        Why the folder could not be searched; None for a file.

    Examples
    --------
    >>> Source(Path("in/Wire/a.JSONL.gz"), "Wire/a.JSONL.gz", "Wire").suffix
    '.jsonl'
    """

    path: Path
    name: str
    folder: str | None
    trouble: Unreadable | None = None

    @property
    def suffix(self) -> str:
        """'.jsonl' for both `a.jsonl` and `a.jsonl.gz`."""
        suffixes = [suffix.lower() for suffix in self.path.suffixes]
        if suffixes[-1:] == [".gz"]:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""


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


def open_bytes(path):
    """Open a regular file for reading, through gzip when its name ends with `.gz`.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    file object of bytes
        For the caller to close.

    Raises
    ------
    Unreadable
        If it is no regular file (a pipe or a device would hang), or may not be read.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable("expected a regular file, found a pipe, a socket or a device")
        return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else open(path, "rb")
    except OSError as error:
        raise Unreadable(f"the file cannot be opened: {error.strerror}") from error


def read_lines(path) -> Iterator[tuple[int, bytes]]:
    """Read a file line by line, never holding more than one line.

    Parameters
    ----------
    path : Path
        The file, plain or `.gz`.

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
        UTF-16, whose newlines are no bytes of their own. When it cannot be opened, as `open_bytes` says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.csv").write_bytes(b"one\\ntwo")
    ...     list(read_lines(Path(folder, "a.csv")))
    [(1, b'one\\n'), (2, b'two')]
    """
    number = 1
    with open_bytes(path) as lines:
        n_bytes, limit = 0, MAX_EXPANSION * max(os.fstat(lines.fileno()).st_size, 2**17)
        while True:
            try:
                line = lines.readline(MAX_PIECE_BYTES + 1)
            except (EOFError, OSError, zlib.error) as error:
                raise Unreadable(
                    f"the compressed file is cut short or damaged from line {number} on: {error}"
                ) from error
            if not line:
                return
            if number == 1 and line.startswith(_UTF_16_MARKS):
                raise Unreadable("expected UTF-8 text, found UTF-16; save the file as UTF-8 (in Excel: CSV UTF-8)")
            n_bytes += len(line)
            if len(line) > MAX_PIECE_BYTES or n_bytes > limit:
                raise Unreadable(
                    f"from line {number} on it is not read: a line of over {MAX_PIECE_BYTES >> 20} MiB, or "
                    f"growth of over {MAX_EXPANSION} times when unpacked; split the file"
                )
            yield number, line
            number += 1


def read_whole(path) -> bytes:
    """Read a file that is one piece.

    Parameters
    ----------
    path : Path
        The file, plain or `.gz`.

    Returns
    -------
    bytes
        All of it, unpacked; at most `MAX_PIECE_BYTES`.

    Raises
    ------
    Unreadable
        If it is larger than `MAX_PIECE_BYTES`, its compression is damaged, or it cannot be opened, as `open_bytes` says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"It rained.")
    ...     read_whole(Path(folder, "a.txt"))
    b'It rained.'
    """
    with open_bytes(path) as file:
        try:
            content = file.read(MAX_PIECE_BYTES + 1)
        except (EOFError, OSError, zlib.error) as error:
            raise Unreadable(f"the compressed file is cut short or damaged: {error}") from error
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
