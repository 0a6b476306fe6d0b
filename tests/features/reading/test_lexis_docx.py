import io
import zipfile

import docx
import pytest

from features.reading import lexis_docx
from features.reading.documents import Document
from features.reading.lexis_docx import read_document, recognise

COVER = ["User Name: A. READER", "Job Number: 1", "Documents (2)", "1. Rain floods hall", "Client/Matter: -None-"]
COVER += ["Search Terms: rain", "2. Bakers strike", "Narrowed by: "]
FIRST = [
    "Rain floods hall",
    "The Tarn Courier(Oakford)",
    "May 30, 2014 Friday 9:03 AM GMT",
    "",
    "\nCopyright 2014 Tarn Press All Rights Reserved",
    "Section:\xa0NEWS; Pg. 1",
    "Length:\xa05 words",
    "Byline:\xa0Ana Lira",
    "Body",
    "",
    "Update: the river\xa0rose.",
    "Person: unknown, said the mayor.",
    "Classification",
    "",
    "Language:\xa0ENGLISH",
    "\nPublication-Type:\xa0Newspaper",
    "\nLoad-Date:\xa0May 30, 2014",
    "\nEnd of Document",
]
SECOND = ["Bakers strike", "Evening Post.", "May 2, 2002, Thursday,, FINAL EDITION", "Length:\xa04 words", "Body"]
SECOND += [
    "ABSTRACT",
    "No bread today.",
    "FULL TEXT",
    "Ovens were cold today.",
    "\nGraphic",
    "PHOTO, B/W",
    "End of Document",
]


def write(*paragraphs):
    written = docx.Document()
    for words in paragraphs:
        written.add_paragraph(words)
    target = io.BytesIO()
    written.save(target)
    return target.getvalue()


def pack(xml, name="word/document.xml", **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        archive.writestr(name, xml)
    return target.getvalue()


def read(*paragraphs):
    return dict(read_document(Document(write(*paragraphs), "a.docx")))


def test_the_titles_on_the_cover_are_no_articles_and_each_document_is_one():
    found = read(*COVER, *FIRST, "", *SECOND, "", "")
    assert list(found) == ["document 1", "document 2"]
    first, second = found.values()
    assert (first.title, first.outlet) == ("Rain floods hall", "The Tarn Courier (Oakford)")
    assert (first.written, first.authors, first.flags) == ("2014-05-30T09:03:00+00:00", "Ana Lira", ())
    assert first.text == "Update: the river rose.\n\nPerson: unknown, said the mayor."
    assert (second.title, second.outlet, second.written) == ("Bakers strike", "Evening Post", "2002-05-02")


def test_what_stands_under_full_text_is_the_body_and_the_abstract_is_left_out():
    [parts] = read(*SECOND).values()
    assert (parts.text, parts.flags) == ("Ovens were cold today.", ())


def test_an_abstract_alone_is_kept_and_said_to_be_one():
    [parts] = read(*SECOND[:7], "End of Document").values()
    assert (parts.text, parts.flags) == ("No bread today.", ("summary only",))


def test_a_document_without_date_or_without_body_keeps_what_it_has():
    undated, empty = read(
        *COVER, *FIRST[:2], *FIRST[3:], *SECOND[:4], "Classification", "Language:\xa0X", "End of Document"
    ).values()
    assert (undated.title, undated.outlet, undated.written) == ("Rain floods hall", "The Tarn Courier (Oakford)", None)
    assert undated.text.startswith("Update: the river rose.")
    assert (empty.title, empty.outlet, empty.written, empty.text) == ("Bakers strike", "Evening Post", "2002-05-02", "")


def test_a_file_that_ends_in_the_middle_keeps_the_last_document_with_a_flag():
    found = list(read(*SECOND, *FIRST[:11]).values())
    assert [parts.flags for parts in found] == [(), ("cut short",)]
    assert found[1].text == "Update: the river rose."


def test_labels_in_german_are_known():
    german = [
        "Regen im Tal",
        "Der Talbote",
        "Montag 11. Januar 2010",
        "Länge:\xa05 Wörter",
        "Autor:\xa0Ana Lira",
        "Hauptteil",
    ]
    [parts] = read(*german, "Der Fluss stieg.", "Klassifizierung", "Sprache:\xa0DEUTSCH", "Ende des Dokuments").values()
    assert (parts.title, parts.outlet, parts.written) == ("Regen im Tal", "Der Talbote", "2010-01-11")
    assert (parts.authors, parts.text) == ("Ana Lira", "Der Fluss stieg.")


def test_lines_of_a_terminal_are_put_together_where_a_sentence_goes_on():
    long = "The river rose by two metres overnight and it flooded the hall in the"
    short = ["market place where the bakers of", "Oakford sell their bread."]
    [parts] = read(*SECOND[:5], *[long, *short] * 4, "End of Document").values()
    assert parts.text.split("\n\n") == [" ".join([long, *short])] * 4
    # Four of eight lines end a sentence: these are paragraphs, and stay as they are.
    lines = [long, "Nobody was hurt in the valley, said the mayor of Oakford."] * 4
    [parts] = read(*SECOND[:5], *lines, "End of Document").values()
    assert parts.text.split("\n\n") == lines


def test_a_word_document_of_another_kind_is_refused_with_the_way_out():
    [(place, reason)] = read("Rain", "It rained.").items()
    assert place == "" and "end with 'End of Document', found none; export them again" in str(reason)


@pytest.mark.parametrize(
    "content, message",
    [
        (b"PK\x03\x04 and no more", "found a file that is none or is cut off"),
        (pack("rain", name="xl/workbook.xml"), "found an archive without word/document.xml"),
        (pack("<w:document>"), "found a file that is none or is cut off"),
        (write(*SECOND)[:-200], "found a file that is none or is cut off"),
        (pack("<a>" + " " * 2**21 + "</a>"), "inflates 200 times at most, found"),
        (pack(b"\0" * (64 * 2**20 + 1)), "at most 64 MiB of text in a Word document, found 64"),
    ],
    ids=["no archive", "workbook", "broken XML", "cut off", "ratio", "size"],
)
def test_what_is_no_word_document_or_a_bomb_is_refused_before_it_is_inflated(content, message, monkeypatch):
    if "inflates" in message or "at most" in message:
        monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was inflated"))
    [(place, reason)] = read_document(Document(content, "a.docx"))
    assert place == "" and isinstance(reason, ValueError) and message in str(reason)


def test_a_size_that_lies_gains_nothing():
    honest = pack("<a>" + "rain " * 2**20 + "</a>")
    size = (5 * 2**20 + 7).to_bytes(4, "little")
    assert honest.count(size) == 2
    [(_, reason)] = read_document(Document(honest.replace(size, (1000).to_bytes(4, "little")), "a.docx"))
    assert "found a file that is none or is cut off (Bad CRC-32" in str(reason)


def test_entities_are_not_put_in():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<w:document xmlns:w="{lexis_docx._W[1:-1]}"><w:p><w:t>&e9;</w:t></w:p></w:document>'
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "rain">{levels}]>{text}'
    [(_, found)] = read_document(Document(pack(bomb), "a.docx"))
    assert isinstance(found, ValueError)


@pytest.mark.parametrize(
    "head, name, known",
    [
        (b"PK\x03\x04..word/document.xml", "upload", True),
        (b"PK\x03\x04", "a.DOCX", True),
        (b"PK\x03\x04", "a.zip", False),
        (b"It rained.", "a.docx", False),
    ],
)
def test_a_zip_archive_with_a_word_document_is_recognised(head, name, known):
    assert recognise(head, name) is known


@pytest.mark.parametrize(
    "name, count",
    [
        ("newspapers_R/lexis/guardian1.docx", 2),
        ("newspapers_R/lexis/guardian2.docx", 1),
        ("newspapers_R/nexis/usa-today.docx", 7),
        ("LexisNexisTools/sample.DOCX", 10),
    ],
)
def test_real_exports_give_as_many_articles_as_they_have_ends(shared, name, count):
    content = (shared / "corpora" / "exports" / name).read_bytes()
    assert zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").count(b"End of Document") == count
    assert recognise(content[:65536], name)
    found = [parts for _, parts in read_document(Document(content, name))]
    assert len(found) == count
    assert all(parts.title and parts.outlet and parts.text and parts.written[:2] in ("19", "20") for parts in found)
    paragraphs = [paragraph for parts in found for paragraph in parts.text.split("\n\n")]
    assert not [
        words
        for words in paragraphs
        if words.startswith(("Load-Date", "Language:", "Length:", "Graphic", "Classification"))
    ]


def test_the_broken_document_among_the_bad_inputs_is_refused_with_a_reason(shared):
    content = (shared / "bad_inputs" / "arc" / "h12_corrupt.docx").read_bytes()
    assert recognise(content, "h12_corrupt.docx")
    [(place, reason)] = read_document(Document(content, "h12_corrupt.docx"))
    assert place == "" and "expected a Word document" in str(reason)
