"""Web archives: WARC by FastWARC, and ARC; one document per response."""

import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from features.reading import files
from features.reading.arc_records import read_arc
from features.reading.documents import Document
from features.reading.packed_streams import UnpackedStream
from features.reading.warc_records import read_warc
from features.reading.web_responses import Damaged, PassedOver, make_document

_WARC, _ARC = b"WARC/", b"filedesc:"


def recognise(head, name):
    """Whether a file is a web archive.

    Parameters
    ----------
    head : bytes
        Its beginning, plain or packed by gzip or LZ4.
    name : str
        Its file name; not looked at.

    Returns
    -------
    bool
        True for WARC and ARC.

    Examples
    --------
    >>> recognise(b"WARC/1.1\\r\\nWARC-Type: response\\r\\n", "")
    True
    """
    try:
        if head.startswith(b"\x1f\x8b"):
            head = zlib.decompressobj(wbits=31).decompress(head[:4096], 64)
        elif head.startswith(b"\x04\x22\x4d\x18"):
            head = UnpackedStream(BytesIO(head), len(head)).read(64)
    except zlib.error:
        return False
    return head.lstrip(b"\r\n").startswith((_WARC, _ARC))


def read_records(stream, n_bytes_packed) -> Iterator[tuple[str, Document | ValueError]]:
    """Read the responses of a web archive, never holding more than one.

    The date of a record is that of the crawl, and no date of publication.

    Parameters
    ----------
    stream : file object of bytes
        The file, plain or packed by gzip or LZ4.
    n_bytes_packed : int or None
        How large it is, where that is known.

    Yields
    ------
    place : str
        "record 12", counted from 1 over all records; "whole file: image" for records that are no articles by nature, which
        are told by kind at the end; "after record 12" for what stands between two records and is none; "record 12 and after"
        where the file is cut short.
    found : Document or ValueError
        The content of a response with status 200 or a stored resource that may hold words; or why it is refused. Bad data
        never raises.

    Examples
    --------
    >>> body = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>It rained.</p>"
    >>> head = b"WARC/1.1\\r\\nWARC-Type: response\\r\\nContent-Type: application/http\\r\\nContent-Length: %d\\r\\n\\r\\n"
    >>> warc = head % len(body) + body + b"\\r\\n\\r\\n"
    >>> [(place, document.content) for place, document in read_records(BytesIO(warc), len(warc))]
    [('record 1', b'<p>It rained.</p>')]
    """
    passed_over: Counter[str] = Counter()
    number = 0
    try:
        unpacked = UnpackedStream(stream, n_bytes_packed)
        for number, found in _read(unpacked):
            try:
                if isinstance(found, ValueError):
                    raise found
                yield f"record {number}", make_document(found, f"record {number}")
            except PassedOver as passed:
                passed_over[str(passed)] += 1
            except Damaged as reason:
                yield f"after record {number}", reason
            except ValueError as reason:
                yield f"record {number}", reason
        trouble = unpacked.trouble
    except (files.Unreadable, EOFError, OSError, zlib.error) as error:
        trouble = str(error)
    if trouble:
        what = f"{trouble}, in or after record {number}; what was there is kept, for the rest fetch it again"
        yield f"record {number} and after" if number else "whole file", ValueError(what)
    for kind, n_records in sorted(passed_over.items()):
        yield f"whole file: {kind}", ValueError(f"passed over, no articles by nature: {n_records} records ({kind})")


def _read(unpacked):
    first = unpacked.peek().lstrip(b"\r\n")
    if first.startswith(_ARC):
        return read_arc(unpacked)
    if first.startswith(_WARC) or unpacked.trouble:
        return read_warc(unpacked)
    raise files.Unreadable("expected a web archive, whose first line begins with WARC/ or filedesc:, found neither")
