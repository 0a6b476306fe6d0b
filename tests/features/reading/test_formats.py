"""Which format a file is in: what stands in it decides, its name only where that says nothing."""

import gzip
import io
import json
import re
import tarfile
import zipfile

import pytest

from features.reading import formats
from features.reading.files import Unreadable
from tests.features.reading import same_articles


def name_of(head, name=""):
    suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
    return formats.recognise(head, name, suffix).name


WANTED = {
    "json lines": "JSON Lines",
    "json array": "JSON",
    "csv": "CSV",
    "tsv": "CSV",
    "parquet": "Parquet",
    "newsapi": "JSON",
    "webhose": "JSON",
    "news-please": "JSON",
    "newspaper3k": "JSON",
    "pages": "web page",
    "rss": "feed",
    "atom": "feed",
    "json feed": "JSON Feed",
    "header lines": "text",
    "seed form": "text",
    "nexis": "Nexis",
    "lexis docx": "Lexis DOCX",
    "factiva": "Factiva",
    "proquest": "ProQuest",
    "warc": "web archive",
}


@pytest.mark.parametrize("form", WANTED)
def test_every_form_is_known_by_its_content_alone_and_under_its_own_name(tmp_path, form):
    paths = [path for path in same_articles.write_form(form, tmp_path).rglob("*") if path.is_file()]
    for path in paths:
        head = path.read_bytes()[:65_536]
        assert name_of(head) == name_of(head, path.name) == WANTED[form]


@pytest.mark.parametrize(
    "suffix", [".txt", ".csv", ".html", ".json", ".rss", ".zip", ".docx", ".warc", ".parquet", ".dat"]
)
@pytest.mark.parametrize("form", ["json array", "csv", "parquet", "rss", "json feed", "factiva", "lexis docx", "warc"])
def test_a_wrong_ending_does_not_hide_what_a_file_is(tmp_path, form, suffix):
    [path, *_] = (path for path in same_articles.write_form(form, tmp_path).rglob("*") if path.is_file())
    assert name_of(path.read_bytes()[:65_536], f"a{suffix}") == WANTED[form]


def zipped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "It rained.")
    return packed.getvalue()


def tarred(mode):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return packed.getvalue()


@pytest.mark.parametrize("content", [zipped(), *(tarred(mode) for mode in ("w", "w:gz", "w:bz2", "w:xz"))])
@pytest.mark.parametrize("name", ["", "a.txt", "a.csv", "a.html"])
def test_archives_are_known_by_their_content(content, name):
    assert name_of(content[:65_536], name) == "archive"


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.module)
def test_a_file_of_nothing_is_in_the_format_that_its_name_says(form):
    for suffix in form.suffixes:
        assert name_of(b"", f"a{suffix}") == name_of(b" \r\n\t", f"a{suffix}") == form.name


def test_text_is_what_has_no_marks_whatever_stands_in_it():
    for text in ("It rained.", "Rain, wind and text", "[Tarn] It rained.", "1 < 2", "Price: 3;4"):
        assert name_of(text.encode(), "a.txt") == "text"
    assert name_of("Дождь".encode("cp1251"), "a.txt") == "text"


def test_a_table_of_cells_with_the_marks_of_a_press_database_is_a_table_all_the_same():
    rows = 'title,text\nRain,"1 of 2 DOCUMENTS\n\n\n<div id=""hd"">LENGTH: 3 words"\n'
    assert name_of(rows.encode(), "a.csv") == "CSV"
    # Where its columns have names of one’s own, its ending says what it is.
    assert name_of(rows.replace("title,text", "kop,inhoud").encode(), "a.csv") == "CSV"


def test_a_page_that_is_called_a_feed_is_left_to_the_reader_of_feeds_which_says_so():
    assert name_of(b"<!DOCTYPE html><html><body><h1>404</h1></body></html>", "a.rss") == "feed"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"%PDF-1.7\n", "a PDF file; save the articles as web pages, text or Word"),
        (b"\x89PNG\r\n\x1a\n", r"a picture \(PNG\)"),
        (b"\xff\xd8\xff\xe0", r"a picture \(JPEG\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word or Excel; save it as DOCX, CSV or text"),
        (b"{\\rtf1", "Rich Text; save it as DOCX or text"),
        (b"SQLite format 3\0", "an SQLite database; export the table"),
        (b"\x28\xb5\x2f\xfd", "packed by Zstandard; unpack it"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".csv", ""])
def test_what_is_known_and_not_read_is_refused_with_the_way_out_whatever_it_is_called(head, found, suffix):
    with pytest.raises(Unreadable, match=f"found .*{found}"):
        formats.recognise(head, f"a{suffix}", suffix)


def test_an_ending_that_is_not_known_is_refused_with_all_that_are():
    with pytest.raises(
        Unreadable, match=re.escape("no reader for '.tune' and nothing known in it; Tidings reads .parquet,")
    ) as told:
        formats.recognise(b"It rained.", "a.tune", ".tune")
    assert all(f"{suffix}," in str(told.value) for suffix in formats.name_suffixes())


def test_every_format_has_a_module_that_knows_it_and_no_ending_is_that_of_two():
    endings = [suffix for form in formats.FORMATS for suffix in form.suffixes]
    assert len(endings) == len(set(endings))
    assert [ending for ending in endings if ending] == formats.name_suffixes()
    does = {"stream": "split", "document": "read_document", "archive": "read_members", "web archive": "read_records"}
    for form in formats.FORMATS:
        assert formats.by_module(form.module) is form
        module = formats.load(form)
        assert callable(module.recognise) and callable(getattr(module, does[form.kind]))


def test_no_format_claims_bytes_that_say_nothing():
    for head in (b"\0" * 300, bytes(range(128, 256)) * 4, json.dumps(7).encode(), gzip.compress(b"")):
        claimed = [
            form.name for form in formats.FORMATS if form.name != "text" and formats.load(form).recognise(head, "")
        ]
        assert claimed == []
