import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.files import Unreadable
from features.reading.packed_streams import UnpackedStream
from features.reading.warc_records import read_warc
from features.reading.web_responses import PassedOver, Response

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def record(number, content=None, kind="response", length=None, line=b"\r\n", more=()):
    content = HTTP + b"<p>rain %d" % number if content is None else content
    mime = b"application/http" if content.startswith(b"HTTP") else b"text/html"
    head = [
        b"WARC/1.1",
        b"WARC-Type: " + kind.encode(),
        b"WARC-Target-URI: <https://tarn.example/%d>" % number,
        b"WARC-Date: 2026-03-06T15:00:00Z",
        b"Content-Type: " + mime,
        b"Content-Length: %d" % (len(content) if length is None else length),
        *more,
    ]
    return line.join(head) + line * 2 + content + line * 2


def read(content):
    return list(read_warc(UnpackedStream(io.BytesIO(content), len(content))))


def kept(found):
    return [response.url.rpartition("/")[2] for _, response in found if isinstance(response, Response)]


@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_a_response_is_read_with_its_address_and_without_its_date(line):
    [(number, response)] = read(record(7, line=line))
    assert number == 1
    assert response == Response("https://tarn.example/7", 200, "text/html; charset=utf-8", b"<p>rain 7")


def test_resources_and_conversions_are_read_and_other_kinds_passed_over():
    plain = b"<p>saved"
    kinds = ("resource", "conversion", "warcinfo", "request", "metadata", "revisit", "continuation", "odd")
    found = read(b"".join(record(n, plain, kind) for n, kind in enumerate(kinds)))
    assert [(one.status, one.body) for _, one in found[:2]] == [(None, plain), (None, plain)]
    assert all(isinstance(one, PassedOver) for _, one in found[2:])
    assert [str(one) for _, one in found[2:7]] == ["warcinfo", "request", "metadata", "revisit", "continuation"]


def test_encodings_are_told_and_not_undone_here():
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n4\r\nrain\r\n"
    [(_, response)] = read(record(1, http))
    assert (response.encodings, response.is_chunked, response.body) == (("gzip",), True, b"4\r\nrain\r\n")


@given(st.integers(1, 400))
def test_wherever_a_file_is_cut_the_records_before_are_kept_and_the_cut_is_said(n_missing):
    records = [record(number) for number in range(3)]
    content = b"".join(records)[: -n_missing - 4]
    found, trouble = [], None
    try:
        for one in read_warc(UnpackedStream(io.BytesIO(content), len(content))):
            found.append(one)
    except Unreadable as reason:
        trouble = str(reason)
    n_whole = sum(len(b"".join(records[: n + 1])) - 4 <= len(content) for n in range(3))
    whole = [one for _, one in found if isinstance(one, Response) and not one.is_cut]
    assert len(whole) == n_whole
    is_at_edge = any(0 <= len(content) - (len(b"".join(records[: n + 1])) - 4) <= 4 for n in range(2))
    damaged = any(isinstance(one, ValueError) for _, one in found)
    assert is_at_edge or damaged or trouble == "the file is cut short"


def test_a_length_that_is_too_large_takes_no_memory_and_is_said():
    records = read_warc(UnpackedStream(io.BytesIO(record(1, length=10**12)), 400))
    _, response = next(records)
    assert response.is_cut
    assert response.body.startswith(b"<p>rain 1")
    with pytest.raises(Unreadable, match="cut short"):
        next(records)


@pytest.mark.parametrize("length", [3, 10, 30, len(HTTP) + 3])
def test_a_length_that_is_too_small_spoils_its_own_record_only(length):
    found = read(record(0) + record(1, length=length) + record(2) + record(3))
    assert {"0", "2", "3"} <= set(kept(found))
    assert any(isinstance(one, ValueError) and not isinstance(one, PassedOver) for _, one in found)


LONG_HEAD = b"WARC/1.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"


@pytest.mark.parametrize("damage", [b"garbage\r\n\r\n", LONG_HEAD, b"\x00" * 300_000 + b"\r\n"])
def test_what_stands_between_two_records_is_told_and_the_next_record_is_found(damage):
    found = read(record(0) + damage + record(1) + record(2))
    assert {"0", "1", "2"} <= set(kept(found))
    reasons = [str(one) for _, one in found if isinstance(one, ValueError)]
    assert len(reasons) >= 1
    assert "expected a record of WARC" in reasons[0]


def test_a_file_that_is_damaged_in_very_many_spots_is_given_up():
    with pytest.raises(Unreadable, match="more than 100 spots"):
        read((record(0) + b"garbage\n") * 150)


def test_responses_that_are_none_are_refused_and_the_next_one_read():
    found = read(record(0, b"HTTP/1.1 2") + record(1, b"HTTP gone") + record(2))
    assert ["expected a response of HTTP" in str(one) for _, one in found[:2]] == [True, True]
    assert kept(found) == ["2"]


def test_a_response_that_is_too_large_is_refused_and_the_next_one_read():
    found = read(record(0, HTTP + b"x" * (17 * 2**20)) + record(1))
    assert "at most 16 MiB" in str(found[0][1])
    assert kept(found) == ["1"]


def test_a_record_that_the_crawler_cut_is_marked():
    [(_, response)] = read(record(0, more=[b"WARC-Truncated: length"]))
    assert response.is_cut
