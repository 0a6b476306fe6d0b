"""Folders on disk: which of their files are read."""

import os
from collections.abc import Iterator
from pathlib import Path

from features.reading.files import Source, Unreadable
from features.reading.member_names import is_passed_over


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
            if path != root and trouble is None and (is_passed_over(path.name) or _leads_out(path, top)):
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
