import io

import pytest

from features.reading.arc_records import read_arc
from features.reading.files import Unreadable
from features.reading.web_responses import PassedOver, Response

FILE = b"filedesc://a.arc 0.0.0.0 20260306150000 text/plain 15\n1 0 Tarn\nURL IP\n\n"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def record(url, body, length=None, middle=b""):
    content = HTTP + body
    head = b"%s 192.0.2.1 20260306150000 text/html%s %d\n" % (url, middle, len(content) if length is None else length)
    return head + content + b"\n"


def read(content):
    return list(read_arc(io.BytesIO(content)))


def test_each_response_is_read_at_its_number_also_with_blanks_in_its_address():
    arc = FILE + record(b"http://tarn.example/a", b"<p>rain") + record(b"http://tarn.example/b?q=a b c", b"<p>\n\nsnow")
    found = read(arc)
    assert isinstance(found[0][1], PassedOver)
    assert found[1:] == [
        (2, Response("http://tarn.example/a", 200, "text/html", b"<p>rain")),
        (3, Response("http://tarn.example/b?q=a b c", 200, "text/html", b"<p>\n\nsnow")),
    ]


def test_the_longer_heads_of_version_2_are_read():
    arc = FILE + record(b"http://tarn.example/a", b"<p>rain", middle=b" 200 - - 75 a.arc")
    assert [found.url for _, found in read(arc)[1:]] == ["http://tarn.example/a"]


def test_a_damaged_head_is_told_once_and_the_next_record_is_found():
    damaged = record(b"http://tarn.example/a", b"<p>\nrain\n\n<p>").replace(b"text/html ", b"text/html -", 1)
    (_, _), (number, reason), (last, found) = read(FILE + damaged + record(b"http://tarn.example/b", b"<p>snow"))
    assert (number, last, found.body) == (2, 3, b"<p>snow")
    assert "expected the head of a record of ARC" in str(reason)


def test_a_record_shorter_than_it_says_is_kept_and_the_cut_is_said():
    records = read_arc(io.BytesIO(FILE + record(b"http://tarn.example/a", b"<p>rain", length=10**14)))
    next(records)
    _, response = next(records)
    assert (response.body, response.is_cut) == (b"<p>rain\n", True)
    with pytest.raises(Unreadable, match="cut short"):
        next(records)


def test_a_record_that_is_too_large_is_refused_and_the_next_one_read():
    large = record(b"http://tarn.example/a", b"x" * (17 * 2**20))
    found = read(FILE + large + record(b"http://tarn.example/b", b"<p>snow"))
    assert "at most 16 MiB" in str(found[1][1])
    assert found[2][1].body == b"<p>snow"


def test_what_is_no_response_is_refused_and_what_is_no_article_passed_over():
    other = b"http://tarn.example/a 192.0.2.1 20260306150000 text/plain 4\nrain\n"
    picture = record(b"http://tarn.example/b", b"x").replace(b"Type: text/html", b"Type: image/png")
    _, (_, refused), (_, passed) = read(FILE + other + picture)
    assert "expected a response of HTTP" in str(refused)
    assert (type(passed), str(passed)) == (PassedOver, "image")
