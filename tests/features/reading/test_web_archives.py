import gzip
import io
import re
import subprocess
import sys
import zlib

import pytest

from features.reading.documents import Document
from features.reading.web_archives import read_records, recognise


def record(number, body=b"<p>rain", kind="response", status="200 OK", mime="text/html; charset=utf-8", more=""):
    http = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{more}\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://tarn.example/{number}.html\r\n"
    head += f"WARC-Date: 2026-03-06T15:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def read(content):
    return list(read_records(io.BytesIO(content), len(content)))


MIXED = [
    record(1, kind="request"),
    record(2),
    record(3, mime="image/png"),
    record(4, mime="image/jpeg"),
    record(5, status="301 Moved"),
    record(6, gzip.compress(b"<p>snow"), more="Content-Encoding: gzip\r\n"),
]


def pack_each(records):
    return b"".join(map(gzip.compress, records))


def pack_all(records):
    return gzip.compress(b"".join(records))


@pytest.mark.parametrize("pack", [b"".join, pack_each, pack_all])
def test_responses_are_documents_and_the_rest_is_counted_by_kind(pack):
    found = read(pack(MIXED))
    assert found[:2] == [
        ("record 2", Document(b"<p>rain", "2.html", "record 2", "https://tarn.example/2.html", "utf-8")),
        ("record 6", Document(b"<p>snow", "6.html", "record 6", "https://tarn.example/6.html", "utf-8")),
    ]
    assert [(place, str(reason)) for place, reason in found[2:]] == [
        ("whole file: image", "passed over, no articles by nature: 2 records (image)"),
        ("whole file: request", "passed over, no articles by nature: 1 records (request)"),
        ("whole file: status 301", "passed over, no articles by nature: 1 records (status 301)"),
    ]


@pytest.mark.parametrize("n_missing", [1, 9, 40])
def test_a_gzip_file_that_is_cut_is_noticed_though_its_records_are_kept(n_missing):
    packed = gzip.compress(record(1)) + gzip.compress(record(2, b"<p>" + bytes(range(32, 127)) * 20))
    found = read(packed[:-n_missing])
    assert next(place for place, one in found if isinstance(one, Document)) == "record 1"
    place, reason = found[-1]
    assert place == "record 2 and after"
    assert "cut short" in str(reason)
    assert "in or after record 2" in str(reason)


def test_a_document_that_the_cut_went_through_is_kept_and_marked():
    whole = record(1, b"<p>It rained all day.")
    [(_, document), (place, reason)] = read(whole[: whole.index(b" all day")])
    assert (document.content, document.flags) == (b"<p>It rained", ("cut short",))
    assert (place, "cut short" in str(reason)) == ("record 1 and after", True)


def test_a_file_that_is_no_web_archive_is_refused_whole():
    for content in (b"It rained.", gzip.compress(b"It rained."), b""):
        [(place, reason)] = read(content)
        assert place == "whole file"
        assert "expected a web archive" in str(reason)


def test_a_bomb_inside_a_response_is_refused_and_the_next_one_read():
    bomb = gzip.compress(bytes(50 * 2**20))
    found = read(record(1, bomb, more="Content-Encoding: gzip\r\n") + record(2))
    assert "16 MiB" in str(found[0][1]) or "12 MiB" in str(found[0][1])
    assert found[1][0] == "record 2"


def test_a_file_that_is_a_bomb_itself_is_left_at_the_limit():
    packed = gzip.compress(record(1)) + gzip.compress(record(2, b"x" * (60 * 2**20)))
    found = read(packed)
    assert found[0][0] == "record 1"
    assert "200 times its size" in str(found[-1][1])


ENDLESS = """
import io, resource
from features.reading.web_archives import read_records

class Endless(io.RawIOBase):
    def __init__(self, head, n_blocks):
        self.head, self.n_blocks = head, n_blocks
    def read(self, n_bytes):
        head, self.head = self.head, b""
        self.n_blocks -= not head
        return head or (b"x" * 2**16 if self.n_blocks >= 0 else b"")

http = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n"
head = b"WARC/1.1\\r\\nWARC-Type: response\\r\\nContent-Type: application/http\\r\\nContent-Length: 1000000000000\\r\\n\\r\\n"
list(read_records(io.BytesIO(head), 300))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = list(read_records(Endless(head + http, 6000), 400_000_000))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, *found, sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss is that of Linux")
def test_a_response_of_400_million_bytes_takes_the_memory_of_the_limit():
    run = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, check=True)
    megabytes, *found = run.stdout.split("|")
    # 16 MiB are read before it is refused, and copied a few times.
    assert int(megabytes) < 100
    assert "at most 16 MiB" in found[0]
    assert "cut short" in found[1]


def test_arc_is_read_plain_and_packed():
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>rain"
    arc = b"filedesc://a 0.0.0.0 20260306150000 text/plain 4\n1 0\n\n"
    arc += b"http://tarn.example/a 192.0.2.1 20260306150000 text/html %d\n%s\n" % (len(http), http)
    for content in (arc, gzip.compress(arc)):
        assert recognise(content, "")
        (place, document), (kind, _) = read(content)
        assert (place, document.content, kind) == ("record 2", b"<p>rain", "whole file: notes of the crawler")


@pytest.mark.parametrize(
    "head, expected",
    [
        (b"WARC/1.0\r\n", True),
        (gzip.compress(record(1)), True),
        (b"filedesc://a", True),
        (gzip.compress(b"It rained."), False),
        (b"\x1f\x8b broken", False),
        (b"\x04\x22\x4d\x18 broken", False),
        (b"<html>WARC/1.0", False),
        (b"", False),
    ],
)
def test_web_archives_are_known_by_their_beginning(head, expected):
    assert recognise(head, "a.warc.gz") is expected


def test_every_response_of_every_real_warc_is_a_document_or_counted(shared):
    paths = sorted((shared / "corpora" / "warc").glob("*/*.warc*")) + sorted(
        (shared / "corpora" / "warc").glob("*.warc.gz")
    )
    assert len(paths) > 18
    for path in paths:
        content = path.read_bytes()
        plain = content
        if content.startswith(b"\x1f\x8b"):
            plain = b""
            while content:
                member = zlib.decompressobj(wbits=31)
                plain += member.decompress(content)
                content = member.unused_data
        elif content.startswith(b"\x04\x22"):
            plain = path.with_suffix("").read_bytes()
        n_records = len(re.findall(rb"(?m)^WARC/\d\.\d+\r?\n", plain))
        found = read(path.read_bytes())
        n_passed = sum(
            int(re.search(r": (\d+) records", str(one))[1]) for place, one in found if place.startswith("whole file:")
        )
        n_own = sum(re.fullmatch(r"record \d+", place) is not None for place, _ in found)
        assert n_passed + n_own == n_records, path.name


def test_the_sample_of_a_crawl_of_news_gives_every_page_with_words(shared):
    found = read((shared / "corpora" / "warc" / "mini-CC-NEWS-20260306150000-00001.warc.gz").read_bytes())
    documents = [one for _, one in found if isinstance(one, Document)]
    # It has 66 responses; a picture, a robots.txt, a 301 and a 404 are passed over. One more than articles: see the manifest.
    assert len(documents) == 66 - 4
    assert all(document.url and not document.flags for document in documents)


def test_the_broken_web_archives_do_what_a_good_program_does(shared):
    folder = shared / "bad_inputs" / "arc"
    cut = read((folder / "h08_warc_truncated.warc.gz").read_bytes())
    assert [one.flags for _, one in cut if isinstance(one, Document)] == [(), ("cut short",)]
    assert "cut short" in str(cut[-1][1])
    lying = read((folder / "h09_warc_lying_length.warc").read_bytes())
    assert "expected a response of HTTP" in str(lying[0][1])
    assert [place for place, one in lying if isinstance(one, Document)] == ["record 2"]
    [(place, bomb)] = read((folder / "h11_warc_content_encoding_bomb.warc.gz").read_bytes())
    assert (place, "MiB come out of the response" in str(bomb)) == ("record 1", True)
