"""What a crawler was sent for one address: a document, or no article by nature."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from features.reading import files
from features.reading.documents import Document
from features.reading.http_bodies import decode_body

# What may hold articles; with nothing or something empty written, the content says.
_MAY_HOLD_WORDS = re.compile(
    r"text/(?:html|plain|xml|csv|markdown|x-markdown|tab-separated-values|json)"
    r"|application/(?:(?:[\w.-]+\+)?(?:xml|json)|x-ndjson|ndjson|jsonl|json-lines)"
)
_SAYS_NOTHING = ("", "application/octet-stream", "unknown/unknown", "binary/octet-stream", "*/*", "no-type")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_WHOLE = (200, 203)
# Of these the kind alone is told, of others all of the type.
_KINDS = ("image", "audio", "video", "font")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b[^\n]{0,1000}\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


class PassedOver(ValueError):
    """What is no article by nature; the message is its kind, for counting."""


class Damaged(ValueError):
    """What stands between two records and is none."""


@dataclass(frozen=True)
class Response:
    """One response as it was stored.

    Parameters
    ----------
    url : str
        Its address.
    status : int or None
        Of HTTP; None for what did not come by it.
    content_type : str
        As the header has it.
    body : bytes
        As it was sent.
    encodings : tuple of str
        Of the content, in the order in which they were applied.
    is_chunked : bool
        Whether it was sent in chunks.
    is_cut : bool
        Whether the file ends before it does.

    Examples
    --------
    >>> Response("https://news.example/a.html", 200, "text/html; charset=utf-8", b"<p>It rained.").body
    b'<p>It rained.'
    """

    url: str
    status: int | None
    content_type: str
    body: bytes
    encodings: tuple[str, ...] = ()
    is_chunked: bool = False
    is_cut: bool = False


def split_list(header):
    """The names in a header such as Content-Encoding.

    Parameters
    ----------
    header : str or None
        As written.

    Returns
    -------
    tuple of str
        In small letters.

    Examples
    --------
    >>> split_list("gzip, BR")
    ('gzip', 'br')
    """
    return tuple(name.strip().lower() for name in (header or "").split(",") if name.strip())


def parse_response(url, content, is_cut=False):
    """Take apart a response that is stored as it was sent, head and body.

    Parameters
    ----------
    url : str
        Its address.
    content : bytes
        From the line of status on.
    is_cut : bool
        Whether the file ends before it does.

    Returns
    -------
    Response
        Its parts.

    Raises
    ------
    ValueError
        If it does not begin like HTTP.

    Examples
    --------
    >>> parse_response("http://a.example/", b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>").body
    b'<p>'
    """
    status = _STATUS_LINE.match(content)
    if status is None:
        raise ValueError("expected a response of HTTP, found none in the record; it is damaged")
    end = _END_OF_HEAD.search(content, status.end() - 2)
    lines = content[status.end() : end.start() if end else len(content)].decode("latin-1").splitlines()
    # Of a header that comes twice the first holds.
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in reversed(lines))
    }
    return Response(
        url,
        int(status[1]),
        headers.get("content-type", ""),
        content[end.end() :] if end else b"",
        split_list(headers.get("content-encoding")),
        "chunked" in split_list(headers.get("transfer-encoding")),
        is_cut or end is None,
    )


def check_kind(url, status, content_type):
    """Pass over what is no article by nature, before its body is read.

    Parameters
    ----------
    url : str
        Its address.
    status : int or None
        Of HTTP.
    content_type : str
        As the header has it.

    Raises
    ------
    PassedOver
        With its kind.

    Examples
    --------
    >>> check_kind("https://news.example/a.png", 200, "image/png")
    Traceback (most recent call last):
    ...
    features.reading.web_responses.PassedOver: image
    """
    if status is not None and status not in _WHOLE:
        raise PassedOver(f"status {status}")
    if _split(url).path == "/robots.txt":
        raise PassedOver("robots.txt")
    if _split(url).scheme not in ("http", "https", "file", ""):
        raise PassedOver("notes of the crawler")
    mime = _mime(content_type)
    if mime not in _SAYS_NOTHING and not _MAY_HOLD_WORDS.fullmatch(mime):
        kind = mime.partition("/")[0]
        raise PassedOver(kind if kind in _KINDS else mime[:60])


def make_document(response, place):
    """Make a response a document.

    Parameters
    ----------
    response : Response
        Of a kind that `check_kind` lets through.
    place : str
        Where it stands in the file.

    Returns
    -------
    Document
        Its content decoded, with the address, and with the encoding that its header names.

    Raises
    ------
    PassedOver
        If nothing is in it, or by its content it is no text.
    files.Unreadable
        If it is too large, or grows too much.

    Examples
    --------
    >>> page = Response("https://news.example/a.html?b", 200, "text/html; charset=koi8-r", b"<p>It rained.")
    >>> document = make_document(page, "record 2")
    >>> document.name, document.charset, document.place
    ('a.html', 'koi8-r', 'record 2')
    """
    content, is_cut = decode_body(response.body, response.encodings, response.is_chunked)
    if len(content) > files.MAX_PIECE_BYTES:
        raise files.Unreadable(f"expected a document of at most {files.MAX_PIECE_BYTES >> 20} MiB, found more")
    if not content.strip():
        raise PassedOver("empty responses")
    begin = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if _mime(response.content_type) in _SAYS_NOTHING and begin not in (b"<", b"{", b"["):
        raise PassedOver("responses without a type")
    address = _split(response.url)
    charset = _CHARSET.search(response.content_type)
    return Document(
        content,
        unquote(address.path).rpartition("/")[2],
        place,
        response.url if address.scheme in ("http", "https") else None,
        charset[1] if charset else None,
        ("cut short",) if is_cut or response.is_cut else (),
    )


def _mime(content_type):
    return content_type.partition(";")[0].strip().lower()


def _split(url):
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
