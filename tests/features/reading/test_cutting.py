"""A file of any kind is cut into portions: archives into their members, crawls into their records, pages read in isolation."""

import gzip
import io
import json
import random
import re
import tarfile
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.reading import cutting, formats
from features.reading.cutting import cut_source
from features.reading.files import Source, Unreadable
from features.reading.isolation import Isolated
from features.reading.partitions import read_source
from tests.features.reading import same_articles
from tests.sites import Site

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
PAGE = same_articles.page(same_articles.STORIES[0]).encode()


def packed(*members):
    """A zip of members: (name, content)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            # The library warns of the second member of a name.
            with pytest.warns(UserWarning) if name in archive.namelist() else nullcontext():
                archive.writestr(name, content)
    return target.getvalue()


def tarred(*members, mode="w:gz"):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, content in members:
            head = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            head.size = len(content)
            archive.addfile(head, io.BytesIO(content))
    return target.getvalue()


@pytest.fixture
def read(tmp_path):
    """Write a file and read it: (name, place, the text or the reason)."""

    def read_all(name, content, folder=None):
        (tmp_path / name).write_bytes(content)
        source = Source(tmp_path / name, name, folder)
        return [
            (where, place, str(found) if isinstance(found, Exception) else found.text)
            for where, place, found in read_source(source, not_after=NOT_AFTER)
        ]

    return read_all


def test_a_member_has_the_name_of_its_archive_before_its_own_and_its_folder_may_name_its_outlet(tmp_path):
    content = packed(("a.txt", "Rain."), ("Tarn Courier/b.txt", "Hail."), ("2026/Wire/c.jsonl", '{"text": "Snow."}'))
    (tmp_path / "z.zip").write_bytes(content)
    found = list(read_source(Source(tmp_path / "z.zip", "in/z.zip", "in"), not_after=NOT_AFTER))
    assert [(name, place, article.outlet) for name, place, article in found] == [
        ("in/z.zip/a.txt", "whole file", "in"),
        ("in/z.zip/Tarn Courier/b.txt", "whole file", "Tarn Courier"),
        ("in/z.zip/2026/Wire/c.jsonl", "line 1", "Wire"),
    ]


@pytest.mark.parametrize("pack", [packed, tarred])
def test_archives_in_archives_are_read_to_the_third_and_no_deeper(read, pack):
    inner = pack(("a.txt", b"It rained."))
    two = pack(("2.zip", inner))
    three = pack(("1.zip", two), ("beside.txt", b"It snowed."))
    assert read("0.zip", three) == [
        ("0.zip/1.zip/2.zip/a.txt", "whole file", "It rained."),
        ("0.zip/beside.txt", "whole file", "It snowed."),
    ]
    [(name, place, reason), beside] = read(
        "0.zip", pack(("0.zip", pack(("1.zip", two))), ("beside.txt", b"It snowed."))
    )
    assert (name, place) == ("0.zip/0.zip/1.zip/2.zip", "whole file")
    assert reason == "it lies in 3 archives; unpack the outer ones"
    assert beside == ("0.zip/beside.txt", "whole file", "It snowed.")


@pytest.mark.parametrize("pack", [packed, tarred])
@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "in/../../a.txt", "C:\\a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused_and_nothing_is_written(read, tmp_path, pack, name):
    (tmp_path / "sub").mkdir()
    [(file, _, reason), other] = read("sub/z.zip", pack((name, b"It rained."), ("b.txt", b"It snowed.")))
    assert file == "sub/z.zip" and "leads out of the archive" in reason
    assert other == ("sub/z.zip/b.txt", "whole file", "It snowed.")
    assert [path.name for path in tmp_path.rglob("*")] == ["sub", "z.zip"]


def test_links_and_devices_in_a_tar_are_refused_and_the_others_read(read):
    kinds = {"soft": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "pipe": tarfile.FIFOTYPE, "device": tarfile.CHRTYPE}
    heads = []
    for name, kind in kinds.items():
        head = tarfile.TarInfo(f"{name}.txt")
        head.type, head.linkname = kind, "/etc/passwd"
        heads.append((head, b""))
    found = read("a.tar", tarred(*heads, ("b.txt", b"It snowed."), mode="w"))
    assert found[-1] == ("a.tar/b.txt", "whole file", "It snowed.")
    assert [place for _, place, _ in found[:-1]] == [f"member {name}.txt" for name in kinds]
    assert all(re.search("link|device|pipe", reason) for *_, reason in found[:-1])


@pytest.mark.parametrize("pack", [packed, tarred])
def test_two_members_of_one_name_are_both_read_and_told_apart(read, pack):
    assert read("z.zip", pack(("a.txt", b"It rained."), ("a.txt", b"It snowed."))) == [
        ("z.zip/a.txt", "whole file", "It rained."),
        ("z.zip/a (2).txt", "whole file", "It snowed."),
    ]


def test_names_of_members_with_newlines_and_marks_are_written_out_and_passed_over_as_in_a_folder(read):
    members = (("a\n<b>.txt", b"It rained."), (".hidden.txt", b"x"), ("__MACOSX/._a.txt", b"x"), ("README.txt", b"x"))
    assert read("z.tar", tarred(*members)) == [("z.tar/a\\x0a<b>.txt", "whole file", "It rained.")]


def test_what_is_damaged_in_an_archive_is_named_and_what_was_there_is_kept(read):
    noise = random.Random(1).randbytes(200_000)
    whole = tarred(("a.txt", b"It rained."), ("b.png", b"\x89PNG" + noise), ("c.txt", b"It snowed."))
    found = read("z.tar.gz", whole[: len(whole) // 2])
    assert found[0] == ("z.tar.gz/a.txt", "whole file", "It rained.")
    assert any("cut short or damaged" in reason for *_, reason in found[1:])
    [(_, place, reason)] = read("y.zip", packed(("a.txt", b"It rained."))[:-8])
    assert place == "whole file" and "damaged" in reason


def test_what_only_calls_itself_an_archive_is_refused(read):
    for content in (b"It rained.", b"", b"PK"):
        assert read("a.zip", content) == [
            ("a.zip", "whole file", "expected a zip or tar archive, found neither; fetch it again, or pack it again")
        ]


PASSED_OVER = (("README.txt", b"x"), (".git/a.txt", b"x"))


@pytest.mark.parametrize("content", [packed(), packed(*PASSED_OVER), tarred(*PASSED_OVER)])
def test_an_archive_of_nothing_says_so(read, content):
    reason = "nothing is in the archive but files that are passed over, as README"
    assert read("a.archive", content) == [("a.archive", "whole file", reason)]


def test_an_archive_in_an_archive_is_held_only_up_to_a_limit(read, monkeypatch):
    monkeypatch.setattr(cutting, "_MOST_NESTED", 500)
    big = packed(("a.txt", random.Random(1).randbytes(1_000).hex()))
    assert len(big) > 500
    [(name, place, reason), other] = read("z.zip", packed(("big.zip", big), ("small.zip", packed(("a.txt", "Rain.")))))
    assert (name, place) == ("z.zip/big.zip", "whole file") and "unpack the outer one" in reason
    assert other == ("z.zip/small.zip/a.txt", "whole file", "Rain.")


def record(number, body, mime="text/html; charset=utf-8"):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\n\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://tarn.example/{number}\r\n"
    head += f"WARC-Date: 2026-03-06T15:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def test_records_of_a_crawl_are_pages_feeds_and_text_and_their_address_is_that_of_the_record(tmp_path):
    feed = b'<rss version="2.0"><channel><title>Wire</title><item><title>Hail</title></item></channel></rss>'
    records = [record(1, PAGE), record(2, feed, "application/rss+xml"), record(3, b"%PDF-1.4", "text/html")]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    found = list(read_source(Source(tmp_path / "a.warc.gz", "a.warc.gz", None), not_after=NOT_AFTER))
    [(_, one, page), (_, two, entry), (_, three, reason)] = found
    assert (one, page.title, page.outlet) == ("record 1", same_articles.STORIES[0].title, "Tarn Courier")
    assert page.published == same_articles.STORIES[0].moment
    assert (two, entry.title, entry.outlet) == ("record 2, entry 1", "Hail", "Wire")
    assert three == "record 3" and "a PDF file" in str(reason)


def test_a_record_that_is_itself_a_table_or_an_archive_is_refused_by_its_place(read):
    records = record(1, b'{"text": "a"}\n{"text": "b"}\n', "text/plain") + record(
        2, packed(("a.txt", "b")), "text/html"
    )
    found = read("a.warc", records)
    assert [place for _, place, _ in found] == ["record 1", "record 2"]
    assert all(reason.startswith("expected a page, a feed or text, found ") for *_, reason in found)


def test_a_folder_that_cannot_be_searched_and_a_file_of_no_known_kind_are_one_refusal_each(tmp_path):
    closed = Source(tmp_path, "closed", None, Unreadable("the folder cannot be searched"))
    [portion] = cut_source(closed)
    assert (portion.kind, json.loads(portion.content)) == (
        "pieces",
        [["whole folder", "the folder cannot be searched"]],
    )
    [portion] = cut_source(Source(tmp_path / "gone.txt", "gone.txt", None))
    [[place, reason]] = json.loads(portion.content)
    assert place == "whole file" and "cannot be opened: No such file or directory" in reason


def test_a_document_over_the_limit_is_refused_and_a_table_of_that_size_read(read, monkeypatch):
    monkeypatch.setattr("features.reading.files.MAX_PIECE_BYTES", 1_000)
    [(_, place, reason)] = read("a.txt", b"rain " * 300)
    assert place == "whole file" and "split the file" in reason
    assert len(read("a.jsonl", b'{"text": "rain"}\n' * 300)) == 300


def test_flags_of_the_container_come_before_those_of_the_reader(read, tmp_path):
    whole = record(1, PAGE)
    (tmp_path / "a.warc").write_bytes(whole[: whole.index(b"</article>")])
    source = Source(tmp_path / "a.warc", "a.warc", None)
    (_, _, page), (_, place, reason) = read_source(source, not_after=NOT_AFTER)
    assert page.flags == ("cut short",) and place == "record 1 and after" and "cut short" in str(reason)


class Hostile:
    """In place of the process that reads pages: one whose reader does what the page says."""

    def __init__(self):
        self.isolated = Isolated()
        self.asked = []

    def read(self, module, document):
        self.asked.append(module)
        return self.isolated.read("hostile_readers", document)


def test_a_page_that_takes_too_much_or_breaks_its_reader_is_refused_in_its_place_and_the_next_is_read(
    read, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(cutting, "_ISOLATED", Hostile())
    found = read("a.zip", packed(("1.html", b"memory"), ("2.html", b"crash"), ("3.html", b"exit"), ("4.html", b"rain")))
    asked = cutting._ISOLATED.asked
    cutting._ISOLATED.isolated.close()
    assert asked == ["features.reading.pages"] * 4
    assert [(name, place) for name, place, _ in found] == [
        *((f"a.zip/{number}.html", "whole file") for number in (1, 2, 3)),
        ("a.zip/4.html", "here"),
        ("a.zip/4.html", "there"),
    ]
    reasons = [
        "more than 1 GiB of memory",
        "its reader broke",
        "its reader broke (exit code 3)",
        "4.html None None rain",
        "no words",
    ]
    assert all(reason in told for reason, (*_, told) in zip(reasons, found, strict=True))


@pytest.fixture
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.close()


def test_nothing_is_fetched_whatever_a_page_a_feed_or_a_mail_asks_for(read, site):
    asks = "".join(
        f"{tag}{site.address}/{number}{rest}"
        for number, (tag, rest) in enumerate(
            [
                ("<meta http-equiv=refresh content='0;url=", "'>"),
                ("<link rel=canonical href='", "'>"),
                ("<link rel=amphtml href='", "'>"),
                ("<link rel=next href='", "'>"),
                ("<link rel=stylesheet href='", "'>"),
                ("<base href='", "/'>"),
                ("<script src='", "'></script>"),
                ("<img src='", "'>"),
                ("<iframe src='", "'></iframe>"),
                ("<object data='", "'></object>"),
            ]
        )
    )
    read("a.html", PAGE.replace(b"<body>", f"<body>{asks}".encode()).replace(b"<head>", f"<head>{asks}".encode()))
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{site.address}/entity">]>'
    stylesheet = f'<?xml-stylesheet href="{site.address}/style"?>'
    item = (
        f'<item><title>Rain &x;</title><enclosure url="{site.address}/sound"/><link>{site.address}/item</link></item>'
    )
    for head in (entity, stylesheet, ""):
        feed = f'{head}<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>W</title>{item}'
        read("a.rss", f'{feed}<xi:include href="{site.address}/include"/></channel></rss>'.encode())
    read("a.csv", f"text,url\nIt rained.,{site.address}/row\n".encode())
    read("a.jsonl", json.dumps({"text": "It rained.", "url": f"{site.address}/line"}).encode())
    assert site.asked == []


SUFFIXES = ["", *formats.name_suffixes()]
HEADS = [
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"WARC/1.0\r\n",
    b"PAR1",
    b"<html>",
    b"<?xml version='1.0'?><rss>",
    b"{",
    b"[",
    b"[{",
    b"\xff\xfe",
]
HEADS += [
    b"title,text\n",
    b"From: a@proquest.com\n",
    b"\n   1 of 2 DOCUMENTS\n",
    b'{"version": "https://jsonfeed.org/version/1"',
    b"BZh9",
]


def holds_nothing(content):
    """Whether these bytes are no more than a line of names, blanks, cells of nothing, or an array of nothing."""
    lines = re.split("[\r\n]", content.decode("latin-1").replace("\0", ""))
    return len([line for line in lines if line.strip().strip(",;|ÿþï»¿[] \t")]) <= 1


@settings(max_examples=120)
@given(st.sampled_from(SUFFIXES), st.sampled_from(HEADS), st.binary(max_size=200), st.booleans())
def test_any_bytes_under_any_name_are_read_or_refused_and_never_raise(tmp_path_factory, suffix, head, rest, is_packed):
    path = tmp_path_factory.mktemp("any") / f"a{suffix}{'.gz' if is_packed else ''}"
    content = head + rest
    path.write_bytes(gzip.compress(content) if is_packed else content)
    found = list(read_source(Source(path, path.name, None), not_after=NOT_AFTER))
    assert found or holds_nothing(content)
    assert all(isinstance(one, ValueError) or one.text or one.title for *_, one in found)


@settings(max_examples=60)
@given(st.sampled_from(sorted(same_articles.FORMS)), st.data())
def test_any_form_cut_or_damaged_anywhere_is_kept_as_far_as_it_goes_and_never_raises(tmp_path_factory, form, data):
    folder = same_articles.write_form(form, tmp_path_factory.mktemp("damaged"))
    path = data.draw(st.sampled_from(sorted(path for path in folder.rglob("*") if path.is_file())), label="file")
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1), label="where")
    damaged = content[:at] if data.draw(st.booleans(), label="cut") else content[:at] + b"\xff\0<" + content[at + 3 :]
    path.write_bytes(damaged)
    found = list(read_source(Source(path, path.name, None), not_after=NOT_AFTER))
    assert found or holds_nothing(damaged)


@pytest.mark.parametrize(
    "form", ["nexis", "factiva", "proquest", "rss", "atom", "json feed", "json array", "warc", "warc.gz", "parquet"]
)
def test_a_file_of_several_articles_that_ends_in_the_middle_says_so(tmp_path, form):
    [path, *_] = same_articles.write_form(form, tmp_path).iterdir()
    content = path.read_bytes()
    for share in (0.5, 0.7):
        path.write_bytes(content[: int(len(content) * share)])
        found = [found for *_, found in read_source(Source(path, path.name, None), not_after=NOT_AFTER)]
        reasons = [str(one) for one in found if isinstance(one, ValueError)]
        assert any(re.search("cut short|ends early|unterminated", reason) for reason in reasons), (share, reasons)


def test_a_document_of_nexis_that_cannot_be_told_from_the_one_before_is_missed_by_its_number(tmp_path):
    [path] = same_articles.write_form("nexis", tmp_path).iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace("3 of 5 DOCUMENTS", "3 of 5 D"), encoding="utf-8")
    *_, (_, place, reason) = read_source(Source(path, path.name, None), not_after=NOT_AFTER)
    assert place == "after document 4"
    assert "the file says that it holds documents 1 to 5, found 4, the last of them 5" in str(reason)
