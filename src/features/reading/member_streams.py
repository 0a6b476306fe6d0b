"""A member of an archive as a stream of bytes that keeps to what the archive says of it."""

import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from features.reading.files import Unreadable

# What the libraries raise over a damaged archive.
DAMAGES = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    struct.error,
    RuntimeError,
    NotImplementedError,
)
_BLOCK = 2**16


class _Limited(io.RawIOBase):
    def __init__(self, inner, n_bytes):
        self._inner, self._n_left, self._n_bytes = inner, n_bytes, n_bytes

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            given = self._inner.read(min(len(buffer), self._n_left + 1))
        except DAMAGES as error:
            raise Unreadable(f"this member of the archive is cut short or damaged: {error}") from error
        self._n_left -= len(given)
        if self._n_left < 0:
            raise Unreadable("more comes out of this member than the archive says; no honest archive does that")
        if not given and len(buffer) and self._n_left:
            raise Unreadable("this member of the archive is cut short: less comes out of it than the archive says")
        buffer[: len(given)] = given
        return len(given)

    def tell(self):
        # Those that unpack a member want to know how much of it they took.
        return self._n_bytes - self._n_left

    def close(self):
        if hasattr(self._inner, "close"):
            self._inner.close()
        super().close()


def open_limited(inner, n_bytes):
    """Give a member as a stream.

    Parameters
    ----------
    inner : file object of bytes
        As the library gives it.
    n_bytes : int
        How many bytes it has as the archive says.

    Returns
    -------
    BufferedReader
        It raises `files.Unreadable` where the member is damaged, or more or less comes out of it.

    Examples
    --------
    >>> open_limited(io.BytesIO(b"It rained."), 9).read()
    Traceback (most recent call last):
    ...
    features.reading.files.Unreadable: more comes out of this member than the archive says; no honest archive does that
    """
    return io.BufferedReader(_Limited(inner, n_bytes), _BLOCK)
