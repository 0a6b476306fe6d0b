"""ARC, the form of web archives before WARC (Internet Archive, 1996), versions 1 and 2.

FastWARC does not read it, and warcio would be one more dependency for a line of five words before each response.
"""

import io
import re
from collections.abc import Iterator

from features.reading import files
from features.reading.web_responses import Response, check_kind, parse_response

# URL, address of the server, moment of the crawl, type, and in version 2 status, checksum, location, offset and file; length.
# Addresses may hold blanks. https://archive.org/web/researcher/ArcFileFormat.php
_HEAD = re.compile(
    rb"(?P<url>\S.*?) (?P<server>[0-9a-fA-F.:]+) (?P<crawled>\d{12,14}) (?P<mime>\S+)"
    rb"(?: \S+ \S+ \S+ \d+ \S+)? (?P<length>\d{1,15})\r?\n"
)
_MOST_OF_A_LINE = 2**16


class _Raw(io.RawIOBase):
    def __init__(self, stream):
        self._stream = stream

    def readable(self):
        return True

    def readinto(self, buffer):
        given = self._stream.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)


def read_arc(stream) -> Iterator[tuple[int, Response | ValueError]]:
    """Read the responses of an ARC file.

    Parameters
    ----------
    stream : file object of bytes
        Unpacked.

    Yields
    ------
    number : int
        Of the record, from 1, the description of the file included.
    found : Response or ValueError
        The response; `web_responses.PassedOver` for what is no article by nature; or why it is refused, after which the next
        record that can be told is read.

    Raises
    ------
    files.Unreadable
        At the end, if the last record is shorter than it says.

    Examples
    --------
    >>> arc = b"filedesc://a 0.0.0.0 20260306150000 text/plain 4\\n1 0\\n\\n"
    >>> arc += b"http://a.example/ 192.0.2.1 20260306150000 text/html 25\\nHTTP/1.0 200 OK\\r\\n\\r\\nIt rai\\n"
    >>> [(number, found.body) for number, found in read_arc(io.BytesIO(arc)) if isinstance(found, Response)]
    [(2, b'It rai')]
    """
    lines = io.BufferedReader(_Raw(stream), 2**16)
    number, is_lost, n_missing = 0, False, 0
    while line := lines.readline(_MOST_OF_A_LINE):
        if not line.strip():
            continue
        head = _HEAD.fullmatch(line)
        if head is None:
            # The lines after one that cannot be read belong to it, until one can be.
            if not is_lost:
                number += 1
                yield number, ValueError("expected the head of a record of ARC, found something else; it is damaged")
            is_lost = True
            continue
        is_lost = False
        number += 1
        length = int(head["length"])
        content = lines.read(min(length, files.MAX_PIECE_BYTES + 1))
        n_missing = length - len(content)
        while n_missing > 0 and (passed := lines.read(min(n_missing, 2**20))):
            n_missing -= len(passed)
        try:
            found = _response(head, content, n_missing > 0)
        except ValueError as reason:
            found = reason
        yield number, found
    if n_missing:
        raise files.Unreadable("the file is cut short")


def _response(head, content, is_cut):
    url = head["url"].decode("utf-8", "replace")
    if len(content) > files.MAX_PIECE_BYTES:
        raise ValueError(f"expected a record of at most {files.MAX_PIECE_BYTES >> 20} MiB, found more; it is not read")
    if url.startswith("filedesc:"):
        check_kind(url, None, "")
    response = parse_response(url, content, is_cut)
    check_kind(url, response.status, response.content_type)
    return response
