"""The members of a tar archive, plain or packed by gzip, bzip2 or xz, in one pass."""

import bz2
import lzma
import tarfile
from collections.abc import Callable
from typing import Any

from features.reading import files
from features.reading.member_names import clean_name, is_passed_over, leads_out
from features.reading.member_streams import DAMAGES, open_limited
from features.reading.packed_streams import UnpackedStream

MAX_MEMBERS = 100_000
_PACKED: dict[bytes, Callable] = {b"BZh": bz2.BZ2File, b"\xfd7zXZ\x00": lzma.LZMAFile}
# A small archive may hold much of one letter, and harm nobody.
_SMALL = 2**17
# So much of a member is kept, so that it can be opened again after its head was looked at.
_KEPT = 2**21
# Heads that hold long names and attributes are read as a whole; a path has 4,096 characters at most.
_MOST_OF_A_HEAD = 2**20
_LONG_HEADS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def open_packed(stream, first, n_bytes_packed=None):
    """Unpack a stream as its first bytes say.

    Parameters
    ----------
    stream : file object of bytes
        At its beginning.
    first : bytes
        What it begins with.
    n_bytes_packed : int, optional
        How large it is.

    Returns
    -------
    file object of bytes
        Unpacked; of one that is plain or packed by gzip, all bytes before the place where it is cut.

    Examples
    --------
    >>> import io
    >>> open_packed(io.BytesIO(bz2.compress(b"It rained.")), b"BZh").read(10)
    b'It rained.'
    """
    opened = next((opened for mark, opened in _PACKED.items() if first.startswith(mark)), None)
    return opened(stream) if opened else UnpackedStream(stream, n_bytes_packed)


def read_tar(stream, first, n_bytes_packed):
    """List the files in a tar archive.

    Parameters
    ----------
    stream : file object of bytes
        At its beginning; it need not be one in which places can be sought.
    first : bytes
        What it begins with.
    n_bytes_packed : int or None
        How large it is, where that is known.

    Yields
    ------
    name : str
        Of the member.
    opener : function or ValueError
        As `archives.read_members` gives it.

    Raises
    ------
    files.Unreadable
        If it is no tar archive, cut short or damaged, or too large in number or size.
    """
    limited: Any = _Limited(open_packed(stream, first, n_bytes_packed), stream, n_bytes_packed)
    n_members = 0
    try:
        archive: Any
        with tarfile.open(
            fileobj=limited, mode="r|", tarinfo=_Member, encoding="utf-8", errors="surrogateescape"
        ) as archive:
            for info in archive:
                archive.members.clear()
                n_members += 1
                if n_members > MAX_MEMBERS:
                    raise files.Unreadable(
                        f"expected at most {MAX_MEMBERS:,} members in the archive, found more; split it"
                    )
                name = clean_name(info.name)
                if info.isdir() or is_passed_over(name):
                    continue
                if reason := _why_refused(info, name):
                    yield name, ValueError(reason)
                else:
                    yield name, _Again(archive.extractfile(info), info.size).open
    except DAMAGES as error:
        raise files.Unreadable(
            f"the tar archive is cut short or damaged in or after member {n_members} ({error}); what was there is kept"
        ) from error


class _Member(tarfile.TarInfo):
    """A head of a member; the library takes a damaged one for the end of the archive."""

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not buf.strip(b"\x00"):
                raise  # the mark of the end
            raise tarfile.ReadError(str(error)) from error
        if info.type in _LONG_HEADS and info.size > _MOST_OF_A_HEAD:
            raise tarfile.ReadError("a name of over a million characters")
        return info


def _why_refused(info, name):
    if leads_out(name):
        return "its name leads out of the archive; it is not read"
    if not info.isreg():
        return "a link or a device, no file; it is not followed"
    if info.issparse():
        return "a file with holes, which grow when it is read; unpack it, and give the file"
    return None


class _Limited:
    """The unpacked bytes, of which no more come than an honest archive holds."""

    def __init__(self, unpacked, packed, n_packed):
        self._unpacked, self._packed, self._n_packed = unpacked, packed, n_packed
        self._n_given = 0

    def read(self, n_bytes):
        given = self._unpacked.read(n_bytes)
        self._n_given += len(given)
        n_packed = self._packed.tell() if self._n_packed is None else self._n_packed
        if self._n_given > files.MAX_EXPANSION * max(n_packed, _SMALL):
            raise files.Unreadable(
                f"the archive grows more than {files.MAX_EXPANSION} times when it is unpacked, as no news does; nothing more "
                "of it is read"
            )
        return given


class _Again:
    """A member that can be opened again as long as not much of it was read."""

    def __init__(self, file, size):
        self._file, self._size = file, size
        self._kept = b""
        self._n_read = 0

    def open(self):
        return open_limited(_Pass(self), self._size)

    def read(self, position, n_bytes):
        if position < len(self._kept):
            return self._kept[position : position + n_bytes]
        if position != self._n_read:
            raise OSError("so much of it was read before that it cannot be read again from its beginning")
        given = self._file.read(n_bytes)
        if self._n_read == len(self._kept) and self._n_read + len(given) <= _KEPT:
            self._kept += given
        self._n_read += len(given)
        return given


class _Pass:
    """One reading of a member, from its beginning."""

    def __init__(self, member):
        self._member = member
        self._position = 0

    def read(self, n_bytes):
        given = self._member.read(self._position, n_bytes)
        self._position += len(given)
        return given
