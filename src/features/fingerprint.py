"""What of this installation decides the bytes that are written."""

import hashlib
import platform
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path

# What computes and writes tables, and what reads documents.
_DECIDING = (
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "scikit-learn",
    "scipy",
    "fastwarc",
    "htmldate",
    "lxml",
    "orjson",
    "py3langid",
    "resiliparse",
    "trafilatura",
)


@cache
def digest_of_code():
    """Digest of everything but the input and the parameters that decides the bytes of a shard.

    Returns
    -------
    str
        First 16 hexadecimal digits of the SHA-256 of the project’s feature code and word lists, and of the versions of what it
        computes and writes with.

    Examples
    --------
    >>> from features.fingerprint import digest_of_code
    >>> len(digest_of_code())
    16
    """
    found = hashlib.sha256()
    for name in _DECIDING:
        found.update(f"{name} {version(name)}".encode())
    found.update(f"{unicodedata.unidata_version} {'.'.join(platform.python_version_tuple()[:2])}".encode())
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.csv")]):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]
