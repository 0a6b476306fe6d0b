"""The body of an HTTP response as it was sent, to the document in it."""

import re
import zlib
from io import BytesIO

from features.reading import files

_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
# Under it no ratio is asked: a short page of blanks is no bomb.
_SMALL = 2**16


def decode_body(body, encodings, is_chunked):
    """Undo the encodings of transfer and content, within limits.

    Parameters
    ----------
    body : bytes
        As it was sent.
    encodings : list of str
        Names in the order in which they were applied, as in the header Content-Encoding.
    is_chunked : bool
        Whether it was sent in chunks.

    Returns
    -------
    content : bytes
        The document. Crawlers often undo an encoding and leave its name in the header: what is not so encoded is taken as
        it is.
    is_cut : bool
        Whether it ends before its end.

    Raises
    ------
    files.Unreadable
        If it grows more than an honest page does, or its encoding is not known.

    Examples
    --------
    >>> import gzip
    >>> decode_body(gzip.compress(b"It rained."), ["gzip"], False)
    (b'It rained.', False)
    >>> decode_body(b"3\\r\\nIt \\r\\n7\\r\\nrained.\\r\\n0\\r\\n\\r\\n", [], True)
    (b'It rained.', False)
    """
    is_cut = False
    if is_chunked:
        body, is_cut = _join_chunks(body)
    limit = min(files.MAX_PIECE_BYTES, files.MAX_EXPANSION * max(len(body), _SMALL))
    for encoding in reversed(encodings):
        body, is_cut_here = _undo(encoding, body, limit)
        is_cut |= is_cut_here
        if len(body) > limit:
            raise files.Unreadable(
                f"more than {limit >> 20} MiB come out of the response when it is unpacked; no honest page does that"
            )
    return body, is_cut


def _join_chunks(body):
    chunks: list[bytes] = []
    position = 0
    while match := _CHUNK.match(body, position):
        size, start = int(match[1], 16), match.end()
        if size == 0:
            return b"".join(chunks), False
        chunks.append(body[start : start + size])
        position = start + size
        position += 2 if body.startswith(b"\r\n", position) else body.startswith(b"\n", position)
    # Either it was never in chunks, or it stops being so: cut, or with a wrong length.
    if not chunks:
        return body, False
    return b"".join(chunks) + body[position:], True


def _undo(encoding, body, limit):
    if encoding in ("", "identity", "none", "utf-8"):
        return body, False
    if encoding in ("gzip", "x-gzip", "deflate"):
        if body.startswith(b"\x1f\x8b"):
            return _inflate(body, 31, limit) or (body, False)
        if encoding == "deflate":
            # The standard means zlib, and some servers sent the bare stream.
            return _inflate(body, 15, limit) or _inflate(body, -15, limit) or (body, False)
        return body, False
    if encoding == "br":
        return _unbrotli(body, limit)
    raise files.Unreadable(
        f"the response is encoded as {encoding[:40]!r}, which Tidings does not read; crawl it as gzip"
    )


def _inflate(body, bits, limit):
    """What comes out and whether it is cut; None when it is not so encoded."""
    unpacking = zlib.decompressobj(wbits=bits)
    try:
        content = unpacking.decompress(body, limit + 1)
    except zlib.error:
        return None
    return content, not unpacking.eof


def _unbrotli(body, limit):
    from fastwarc.stream_io import BrotliReader

    reader, parts, n_bytes = BrotliReader(BytesIO(body), fsspec_args=False), [], 0
    try:
        while n_bytes <= limit and (part := reader.read(min(2**20, limit + 1 - n_bytes))):
            parts.append(part)
            n_bytes += len(part)
    except OSError:
        # Brotli has no mark by which it is known: what cannot be unpacked from its first byte on was not packed.
        return (b"".join(parts), True) if parts else (body, False)
    return b"".join(parts), False
