"""Names of the members of archives: made readable, and judged before anything is read."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DRIVE = re.compile(r"[A-Za-z]:")
# What lies beside articles, in folders and in archives.
_PASSED_OVER = ("readme", "license", "licence")


def clean_name(name):
    """A name as it stands in the tables.

    Parameters
    ----------
    name : str
        As the archive has it; bytes that are no UTF-8 as surrogates.

    Returns
    -------
    str
        With `/` between folders, and what cannot be printed written out.

    Examples
    --------
    >>> clean_name("./2026\\\\a\\n.txt"), clean_name("caf\\udce9.txt")
    ('2026/a\\\\x0a.txt', 'caf\\\\xe9.txt')
    """
    name = name.replace("\\", "/")
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    name = _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", name)
    while name.startswith("./"):
        name = name[2:]
    return name


def leads_out(name):
    """Whether a name leads out of the archive.

    Parameters
    ----------
    name : str
        As `clean_name` gives it.

    Returns
    -------
    bool
        True for absolute ones, those of Windows included, and those with `..`.

    Examples
    --------
    >>> leads_out("../a.txt"), leads_out("C:/a.txt"), leads_out("2026/a..b.txt")
    (True, True, False)
    """
    return name.startswith("/") or _DRIVE.match(name) is not None or ".." in name.split("/")


def is_passed_over(name):
    """Whether a member is no article, by its name.

    Parameters
    ----------
    name : str
        As `clean_name` gives it.

    Returns
    -------
    bool
        True for what `searching.find_files` passes over in a folder, and for what macOS adds to archives.

    Examples
    --------
    >>> [is_passed_over(name) for name in ("__MACOSX/._a.txt", "2026/README.md", ".git/a.txt", "2026/a.txt")]
    [True, True, True, False]
    """
    *folders, name = name.lower().split("/")
    hidden = any((folder.startswith(".") and folder not in (".", "..")) or folder == "__macosx" for folder in folders)
    return hidden or name.startswith((".", "_")) or name.endswith(".tmp") or name.split(".")[0] in _PASSED_OVER


def number_names(members) -> Iterator[tuple]:
    """Tell members of the same name apart.

    Parameters
    ----------
    members : iterable of (str, object)
        By their names.

    Yields
    ------
    name : str
        With a number the second time.
    member : object
        As it was.

    Examples
    --------
    >>> list(number_names([("a.txt", 1), ("a.txt", 2), ("", 3), ("", 4)]))
    [('a.txt', 1), ('a (2).txt', 2), ('', 3), ('', 4)]
    """
    met: Counter[str] = Counter()
    for name, member in members:
        numbered = name
        while name and met[numbered]:
            met[name] += 1
            path = PurePosixPath(name)
            numbered = f"{name.removesuffix(path.suffix)} ({met[name]}){path.suffix}"
        met[numbered] += 1
        yield numbered, member
