"""The records of a WARC file, by FastWARC, also past spots that are damaged."""

from collections.abc import Iterator

from features.reading import files
from features.reading.web_responses import Damaged, PassedOver, Response, check_kind, split_list

_MARK = b"WARC/"
_WITH_CONTENT = ("response", "resource", "conversion")
# Of a file with more spots that cannot be read nothing more is believed.
_MOST_DAMAGED = 100


def read_warc(stream) -> Iterator[tuple[int, Response | ValueError]]:
    """Read the responses, stored resources and conversions of a WARC file.

    Parameters
    ----------
    stream : packed_streams.UnpackedStream
        The file.

    Yields
    ------
    number : int
        Of the record, from 1.
    found : Response or ValueError
        The response; `web_responses.PassedOver` for what is no article by nature; or why it is refused; `web_responses.Damaged`
        for what follows that record and is none, after which the next record that can be told is read.

    Raises
    ------
    files.Unreadable
        At the end, if the last record is shorter than it says; or when too much is damaged.

    Examples
    --------
    >>> import io
    >>> from features.reading.packed_streams import UnpackedStream
    >>> warc = b"WARC/1.1\\r\\nWARC-Type: warcinfo\\r\\nContent-Length: 3\\r\\n\\r\\na b\\r\\n\\r\\n"
    >>> list(read_warc(UnpackedStream(io.BytesIO(warc), len(warc))))
    [(1, PassedOver('warcinfo'))]
    """
    from fastwarc.warc import ArchiveIterator

    number, n_damaged, end, is_short = 0, 0, 0, False
    while True:
        begin = stream.tell()
        # Some crawlers end lines with LF alone. Where they do not, quirks would pass over what is damaged without a word.
        quirks = b"\r\n" not in stream.peek().lstrip(b"\r\n")[:20]
        records = ArchiveIterator(
            stream, parse_http=False, auto_decode="none", fsspec_args=False, stream_detect=False, quirks_mode=quirks
        )
        try:
            for record in records:
                number += 1
                end = record.stream_pos + record.content_length
                found, is_short = _read_record(record)
                yield number, found
            break
        except OSError as error:
            n_damaged += 1
            reason = f"expected a record of WARC, found none ({error}); the one before may have a wrong length"
            yield number, Damaged(reason)
        if n_damaged > _MOST_DAMAGED:
            raise files.Unreadable(f"more than {_MOST_DAMAGED} spots are damaged; the rest is not read")
        if not stream.resume(_MARK, max(end, begin + 1)):
            return
    if is_short:
        raise files.Unreadable("the file is cut short")


def _read_record(record):
    """What is in it, and whether it is shorter than it says."""
    written = record.headers.get("content-length") or ""
    if not written.isdigit():
        return ValueError(f"expected the length of a record, found {written[:20]!r}; it is damaged or cut short"), True
    body, found = b"", None
    try:
        url, status, content_type, http = _head(record)
        check_kind(url, status, content_type)
        body = record.reader.read(files.MAX_PIECE_BYTES + 1)
    except ValueError as reason:
        found = reason
    except OSError as error:
        found = ValueError(f"expected a response of HTTP, found none in the record ({error}); it is damaged")
    is_short = len(body) + _consume(record) < record.content_length
    if found is None and len(body) > files.MAX_PIECE_BYTES:
        found = ValueError(
            f"expected a response of at most {files.MAX_PIECE_BYTES >> 20} MiB, found more; it is not read"
        )
    return found or Response(
        url,
        status,
        content_type,
        body,
        split_list(http.get("content-encoding")),
        "chunked" in split_list(http.get("transfer-encoding")),
        is_short or record.headers.get("warc-truncated") is not None,
    ), is_short


def _head(record):
    kind = str(record.record_type).rpartition(".")[2]
    if kind not in _WITH_CONTENT:
        raise PassedOver(kind)
    # Wget writes it in angle brackets.
    url = (record.headers.get("warc-target-uri") or "").strip("<> ")
    if not record.is_http:
        return url, None, record.headers.get("content-type") or "", {}
    record.parse_http(auto_decode="none", quirks_mode=True)
    # RFC 9110, 15: three digits. Less is left of it where the record ends in the middle of its first line.
    if not 100 <= (record.http_headers.status_code or 0) <= 999:
        raise ValueError("expected a response of HTTP, found none in the record; it is damaged")
    http = record.http_headers
    return url, http.status_code, http.get("content-type") or "", http


def _consume(record):
    try:
        return record.reader.consume()
    except OSError:
        return 0
