"""The members of a zip archive."""

import os
import stat
import struct
import zipfile
from functools import partial

from features.reading import files
from features.reading.member_names import clean_name, is_passed_over, leads_out
from features.reading.member_streams import DAMAGES, open_limited

MAX_MEMBERS = 100_000
# A small member may hold much of one letter, and harm nobody.
_SMALL = 2**17
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
# Where the end of a zip archive can begin: it is 22 bytes and a comment of at most 65,535; that of 64 bits stands before it.
_LONGEST_END = 22 + 65_535 + 76
# A member takes 46 bytes of the directory, its name, and what systems add; twice as much as real ones do.
_MOST_OF_A_MEMBER = 512
_OFFICE_NAMES = ("[Content_Types].xml", "mimetype")
_OFFICE_FOLDERS = ("_rels/", "docProps/", "word/", "xl/", "ppt/", "customXml/", "META-INF/")
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_ENCRYPTED, _SIZES_FOLLOW, _UTF_8 = 0x1, 0x8, 0x800


def is_office(head):
    """Whether a zip archive is a document of Office, OpenDocument or EPUB.

    Parameters
    ----------
    head : bytes
        Its beginning.

    Returns
    -------
    bool
        By the names of its first members, whatever they hold.

    Examples
    --------
    >>> import io
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as archive:
    ...     archive.writestr("[Content_Types].xml", "<Types/>")
    >>> is_office(packed.getvalue())
    True
    """
    position = 0
    while head.startswith(b"PK\x03\x04", position) and position + _HEADER.size <= len(head):
        _, _, flags, _, _, _, _, size, _, n_name, n_extra = _HEADER.unpack_from(head, position)
        start = position + _HEADER.size
        name = head[start : start + n_name].decode("latin-1")
        if name in _OFFICE_NAMES or (position == 0 and name.startswith(_OFFICE_FOLDERS)):
            return True
        if flags & _SIZES_FOLLOW:
            return False
        position = start + n_name + n_extra + size
    return False


def read_zip(stream):
    """List the files in a zip archive.

    Parameters
    ----------
    stream : file object of bytes
        That can be read from its end.

    Yields
    ------
    name : str
        Of the member.
    opener : function or ValueError
        As `archives.read_members` gives it.

    Raises
    ------
    files.Unreadable
        If it is no zip archive, or too large in number or size.
    """
    n_packed = stream.seek(0, os.SEEK_END)
    _check_directory(stream, n_packed)
    try:
        archive = zipfile.ZipFile(stream)
    except (*DAMAGES, ValueError) as error:
        raise files.Unreadable(f"the zip archive is cut short or damaged ({error}); fetch it again") from error
    n_bytes, limit = 0, files.MAX_EXPANSION * max(n_packed, _SMALL)
    for info in archive.infolist():
        name = clean_name(_name(info))
        if info.is_dir() or is_passed_over(name):
            continue
        reason = _why_refused(info, name)
        n_bytes += 0 if reason else info.file_size
        if n_bytes > limit:
            raise files.Unreadable(
                f"from member {name} on it is not read: the archive grows more than {files.MAX_EXPANSION} times when it is "
                "unpacked; no honest archive does that"
            )
        yield name, ValueError(reason) if reason else partial(_open, archive, info)


def _check_directory(stream, n_packed):
    """Refuse more members than are read before the library lists them all."""
    stream.seek(max(0, n_packed - _LONGEST_END))
    tail = stream.read(_LONGEST_END)
    end, end_64 = tail.rfind(_END), tail.rfind(_END_64)
    size = 0
    if 0 <= end <= len(tail) - 22:
        [size] = struct.unpack_from("<I", tail, end + 12)
    if size == 2**32 - 1 and 0 <= end_64 <= len(tail) - 56:
        [size] = struct.unpack_from("<Q", tail, end_64 + 40)
    if size > MAX_MEMBERS * _MOST_OF_A_MEMBER:
        raise files.Unreadable(f"expected at most {MAX_MEMBERS:,} members in the archive, found more; split it")
    stream.seek(0)


def _name(info):
    if info.flag_bits & _UTF_8:
        return info.filename
    # macOS and many others write UTF-8 without saying so; what is none stays as the standard reads it.
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _why_refused(info, name):
    if leads_out(name):
        return "its name leads out of the archive; it is not read"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted, skipped; unpack the archive with its password, and give the files"
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a link or a device, no file; it is not followed"
    if info.file_size > files.MAX_EXPANSION * max(info.compress_size, _SMALL):
        return f"it grows more than {files.MAX_EXPANSION} times when it is unpacked, as no news does; it is not read"
    return None


def _open(archive, info):
    try:
        return open_limited(archive.open(info), info.file_size)
    except DAMAGES as error:
        raise files.Unreadable(f"this member of the archive cannot be opened ({error}); pack it again") from error
