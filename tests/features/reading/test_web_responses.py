import gzip

import pytest

from features.reading.documents import Document
from features.reading.files import Unreadable
from features.reading.web_responses import PassedOver, Response, check_kind, make_document, parse_response, split_list

URL = "https://tarn.example/2026/rain.html?print=1"


def test_a_page_becomes_a_document_with_its_address_and_encoding():
    response = Response(URL, 200, 'text/html; charset="koi8-r"', gzip.compress(b"<p>rain"), ("gzip",))
    assert make_document(response, "record 7") == Document(b"<p>rain", "rain.html", "record 7", URL, "koi8-r")


def test_what_is_cut_in_the_file_or_in_its_encoding_is_said():
    assert make_document(Response(URL, 200, "text/html", b"<p>rain", is_cut=True), "").flags == ("cut short",)
    packed = gzip.compress(b"<p>rain" * 100)[:-9]
    assert make_document(Response(URL, 200, "text/html", packed, ("gzip",)), "").flags == ("cut short",)


@pytest.mark.parametrize(
    "url, status, content_type, kind",
    [
        (URL, 301, "text/html", "status 301"),
        (URL, 404, "text/html", "status 404"),
        (URL, 206, "text/html", "status 206"),
        ("https://tarn.example/robots.txt", 200, "text/plain", "robots.txt"),
        ("dns:tarn.example", None, "text/dns", "notes of the crawler"),
        ("metadata://crawler/log.txt", None, "text/plain", "notes of the crawler"),
        (URL, 200, "image/svg+xml", "image"),
        (URL, 200, "font/woff2", "font"),
        (URL, 200, "text/css", "text/css"),
        (URL, 200, "Application/JavaScript; charset=utf-8", "application/javascript"),
        (URL, 200, "application/pdf", "application/pdf"),
    ],
)
def test_what_is_no_article_by_nature_is_passed_over_by_its_kind(url, status, content_type, kind):
    with pytest.raises(PassedOver) as passed:
        check_kind(url, status, content_type)
    assert str(passed.value) == kind


@pytest.mark.parametrize(
    "content_type",
    ["text/html; charset=utf-8", "TEXT/HTML", "application/xhtml+xml", "application/rss+xml", "text/plain", "text/xml",
     "application/json", "application/feed+json", "application/ld+json", "text/csv", "", "application/octet-stream"],
)  # fmt: skip
def test_what_may_hold_words_is_let_through(content_type):
    for url in (URL, "file:///saved/a.html", "http://[broken/"):
        assert check_kind(url, 200, content_type) is None
    assert check_kind(URL, None, content_type) is None


def test_without_a_type_the_content_decides():
    for body in (b"\n<p>rain", b'{"a": 1}'):
        assert make_document(Response(URL, 200, "", body), "").content == body
    with pytest.raises(PassedOver, match="without a type"):
        make_document(Response(URL, 200, "application/octet-stream", b"\x89PNG"), "")
    with pytest.raises(PassedOver, match="empty"):
        make_document(Response(URL, 200, "text/html", b" \n"), "")


def test_a_document_that_is_too_large_is_refused():
    with pytest.raises(Unreadable, match="at most 16 MiB"):
        make_document(Response(URL, 200, "text/html", b"x" * (16 * 2**20 + 1)), "")


def test_of_addresses_that_are_none_of_the_web_only_the_name_is_kept():
    document = make_document(Response("file:///saved/caf%C3%A9.html", None, "text/html", b"<p>"), "")
    assert (document.name, document.url) == ("café.html", None)


@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_a_stored_response_is_taken_apart(line):
    head = [
        b"HTTP/1.1 200 OK",
        b"Content-Type: text/html",
        b"content-encoding: gzip, br",
        b"Transfer-Encoding: chunked",
    ]
    response = parse_response(URL, line.join(head) + line * 2 + b"body" + line * 2 + b"more")
    assert response == Response(URL, 200, "text/html", b"body" + line * 2 + b"more", ("gzip", "br"), True)


def test_of_a_header_that_comes_twice_the_first_holds():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: image/png\r\n\r\n"
    assert parse_response(URL, head).content_type == "text/html"


def test_a_response_without_headers_or_that_ends_in_them_is_read_too():
    assert parse_response(URL, b"HTTP/1.0 404 Not Found\r\n\r\ngone").status == 404
    cut = parse_response(URL, b"HTTP/1.0 200 OK\r\nContent-Type: text/ht")
    assert (cut.body, cut.is_cut) == (b"", True)
    with pytest.raises(ValueError, match="expected a response of HTTP"):
        parse_response(URL, b"<html>")


def test_lists_in_headers_may_be_missing_and_have_blanks():
    assert split_list(None) == ()
    assert split_list(" GZIP ,, br") == ("gzip", "br")
