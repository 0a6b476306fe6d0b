"""Archives of files: zip, and tar plain or packed. Members are read as streams; nothing is unpacked to disk."""

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from features.reading import files
from features.reading.member_names import number_names
from features.reading.member_streams import DAMAGES
from features.reading.packed_streams import Prepended
from features.reading.tar_members import open_packed, read_tar
from features.reading.zip_members import is_office, read_zip

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# So much of a zip inside a tar is held in memory: it cannot be read from its end otherwise.
_MOST_NESTED = 4 * files.MAX_PIECE_BYTES


def recognise(head, name):
    """Whether a file is an archive of files.

    Parameters
    ----------
    head : bytes
        Its beginning; of a tar that is packed by gzip, bzip2 or xz too.
    name : str
        Its file name; not looked at.

    Returns
    -------
    bool
        True for zip and tar; not for documents of Office, OpenDocument and EPUB, which are zip archives inside.

    Examples
    --------
    >>> recognise(b"PK\\x05\\x06" + bytes(18), "a.zip"), recognise(b"It rained.", "a.tar")
    (True, False)
    """
    if head.startswith(_ZIP):
        return not is_office(head)
    try:
        head = open_packed(Prepended(head, io.BytesIO().read), head).read(tarfile.BLOCKSIZE)
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except DAMAGES:
        return False
    return True


def read_members(stream, n_bytes_packed) -> Iterator[tuple[str, Callable[[], BinaryIO] | ValueError]]:
    """List the files in an archive.

    Passed over as in a folder are names that begin with a dot or an underscore, end with `.tmp`, or say README or LICENSE,
    and `__MACOSX`.

    Parameters
    ----------
    stream : file object of bytes
        The archive.
    n_bytes_packed : int or None
        How large it is, where that is known.

    Yields
    ------
    name : str
        Of the member, with " (2)" behind it the second time; empty for what concerns the whole archive.
    opener : function or ValueError
        Gives the member as a stream of bytes, which raises `files.Unreadable` where it is damaged or more comes out of it than
        the archive says; to be used before the next member is asked for. Or why the member is refused: encrypted, a link
        or a device, a name that leads out of the archive, larger than `files.MAX_EXPANSION` times what it takes. Bad
        data never raises.

    Examples
    --------
    >>> import zipfile
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as archive:
    ...     archive.writestr("2026/a.txt", "It rained.")
    >>> [(name, opener)] = read_members(packed, None)
    >>> name, opener().read()
    ('2026/a.txt', b'It rained.')
    """
    try:
        if stream.seekable():
            stream.seek(0)
        first = stream.read(6)
        if first.startswith(_ZIP):
            members = read_zip(stream if stream.seekable() else io.BytesIO(_read_nested(first, stream)))
        else:
            members = read_tar(Prepended(first, stream.read), first, n_bytes_packed)
        yield from number_names(members)
    except files.Unreadable as reason:
        yield "", reason
    except DAMAGES as error:
        yield "", ValueError(f"the archive is cut short or damaged ({error}); what was there is kept, fetch it again")


def _read_nested(first, stream):
    content = first + stream.read(_MOST_NESTED + 1)
    if len(content) > _MOST_NESTED:
        raise files.Unreadable("a zip archive that cannot be read from its end, and is too large to hold; unpack it")
    return content
