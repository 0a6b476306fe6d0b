import base64
import quopri

import pytest

from features.reading.dates import parse_moment
from features.reading.documents import Document
from features.reading.proquest import read_document, recognise

STYLE = 'style="margin-bottom:5pt; margin-top:0;"'
ENGLISH = {
    "Author:  ": "Lira, Ana; de Vries, Jan B",
    "Publication info:  ": "Tarn Courier ; Oakford, Tarn [Oakford, Tarn]08 May 2010: AA.2.",
    "Abstract:  ": f"</p><p {STYLE}>The hall is wet.",
    "Links: ": '<a href="http://links.example/?date=2010-05-09">links</a>',
    "Full text: ": '<text wordcount="7"><meta name="x" content="y"><title></title> <p>The river&nbsp;rose\n &amp; fell.</p>   '
    "<p><strong>Location:</strong> the hall.</p></text>",
    "Subject: ": "Rain; Halls",
    "Company / organization: ": "Name: Tarn Bank; NAICS: 1",
    "Publication title: ": "Tarn Courier; Oakford, Tarn",
    "Publication date: ": "May 8, 2010",
    "Document URL: ": '<a href="https://search.proquest.com/docview/1">https://search.proquest.com/docview/1</a>',
    "Copyright: ": "(Copyright (c) 2010 Tarn Press)",
    "Database: ": "Dailies",
}
FOOTER = '<div class="copyright"><p>Contact ProQuest</p><p>Database copyright © 2020 ProQuest LLC. All rights reserved.</p></div>'


def document(fields, title="Rain floods hall; River rose", number=1):
    labelled = "".join(f"<p {STYLE}><strong>{label}</strong>{value}</p>\n" for label, value in fields.items())
    return (
        f'<div style="border-bottom:2px"><a name="DocID_MSTAR_{number}"></a><p {STYLE}></p>\n'
        f'<p style="font-weight:bold;">{title}</p>\n{labelled}</div>'
    )


def mail(page, encode=None, name="quoted-printable", charset="UTF-8"):
    encode = encode or quopri.encodestring
    return (
        b"Received: from mail.example by mx.proquest.com; Sun,  5 Jul 2020 01:02:03 -0400\r\nFrom: <noreply@proquest.com>\r\n"
        b"Subject: Your ProQuest Research\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=abc\r\n"
        b"Date: Sun, 5 Jul 2020 01:02:03 -0400\r\n\r\n--abc\r\n"
        + f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {name}\r\n\r\n'.encode()
        + encode(page.encode(charset))
        + b"\r\n--abc\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n--abc--\r\n"
    )


def read(content):
    content = content.encode() if isinstance(content, str) else content
    assert recognise(content[:65536], "")
    return list(read_document(Document(content)))


def test_a_page_gives_title_names_outlet_day_address_and_the_full_text_alone():
    (place, parts), (other, _) = read(document(ENGLISH) + document(ENGLISH, number=2) + FOOTER)
    assert (place, other) == ("document 1", "document 2")
    assert (parts.title, parts.outlet, parts.written) == ("Rain floods hall; River rose", "Tarn Courier", "2010-05-08")
    assert parts.authors == ("Ana Lira", "Jan B de Vries")
    assert parts.url == "https://search.proquest.com/docview/1"
    assert parts.text == "The river rose & fell.\n\nLocation: the hall."
    assert parts.flags == ()


def test_what_the_database_says_below_its_last_document_is_no_part_of_it():
    [(_, parts)] = read(document({"Full text: ": "<p>It rained.</p>"}) + FOOTER)
    assert parts.text == "It rained."


@pytest.mark.parametrize(
    "encode, name", [(None, "quoted-printable"), (base64.encodebytes, "base64"), (lambda content: content, "8bit")]
)
@pytest.mark.parametrize("charset", ["UTF-8", "windows-1252"])
def test_a_mail_is_read_however_it_is_encoded(encode, name, charset):
    fields = ENGLISH | {"Full text: ": "<p>Wet – für alle.</p>"}
    [(_, parts)] = read(mail(f"<html><body>{document(fields)}{FOOTER}</body></html>", encode, name, charset))
    assert (parts.text, parts.written, parts.flags) == ("Wet – für alle.", "2010-05-08", ())


def test_a_page_within_the_page_loses_nothing_that_follows_it_and_is_flagged_when_its_tag_is_broken():
    text = '<Text WordCount="3" HTMLContent="true">html&gt;<head><title></title></head><body><p>It rained.</p></body></html></Text>'
    [(_, parts)] = read(mail(document(ENGLISH | {"Full text: ": text})))
    assert (parts.text, parts.flags) == ("It rained.", ("malformed",))
    assert parts.url == "https://search.proquest.com/docview/1"


def test_without_a_full_text_the_abstract_is_kept_and_said_to_be_one():
    fields = {label: value for label, value in ENGLISH.items() if not label.startswith("Full text")}
    [(_, parts)] = read(document(fields))
    assert (parts.text, parts.flags) == ("The hall is wet.", ("summary only",))


def test_day_and_outlet_come_from_the_line_on_the_publication_when_they_have_no_label():
    [(_, parts)] = read(
        document({"Publication info:  ": ENGLISH["Publication info:  "], "Full text: ": "<p>Rain.</p>"})
    )
    assert (parts.outlet, parts.written, parts.authors, parts.url) == ("Tarn Courier", "2010-05-08", None, None)


def test_two_different_days_are_flagged_and_none_is_missing():
    [(_, parts)] = read(document(ENGLISH | {"Publication date: ": "May 9, 2010"}))
    assert (parts.written, parts.flags) == ("2010-05-09", ("date conflict",))
    [(_, parts)] = read(document({"Full text: ": "<p>Rain.</p>", "Publication date: ": "Spring 2010"}))
    assert parts.written == "Spring 2010"
    with pytest.raises(ValueError, match="Spring 2010"):
        parse_moment(parts.written)
    [(_, parts)] = read(document({"Full text: ": "<p>Rain.</p>"}))
    assert parts.written is None


@pytest.mark.parametrize(
    "author, info, text, outlet, day, dated",
    [
        (
            "Autor",
            "Información de publicación",
            "Texto completo",
            "Título de publicación",
            "Fecha de publicación",
            "8 mayo 2010",
        ),
        (
            "Auteur",
            "Informations sur la publication",
            "Texte intégral",
            "Titre de la publication",
            "Date de publication",
            "8 mai 2010",
        ),
        ("Autor", "Publikationsinfo", "Volltext", "Titel der Publikation", "Publikationsdatum", "8. Mai 2010"),
        (
            "Autor",
            "Informações da publicação",
            "Texto completo",
            "Título da publicação",
            "Data de publicação",
            "8 maio 2010",
        ),
        (
            "Autore",
            "Informazioni pubblicazione",
            "Testo completo",
            "Titolo pubblicazione",
            "Data pubblicazione",
            "8 maggio 2010",
        ),
    ],
)
def test_labels_and_days_of_pages_in_other_languages_are_known(author, info, text, outlet, day, dated):
    fields = {
        author: "Lira, Ana",
        info: f"Tarn ; Oakford [Oakford]{dated}: 2.",
        text: "<p>Rain.</p>",
        outlet: "Tarn; X",
        day: dated,
    }
    [(_, parts)] = read(document({f"{label}: ": value for label, value in fields.items()}))
    assert (parts.authors, parts.outlet, parts.written, parts.text) == (("Ana Lira",), "Tarn", "2010-05-08", "Rain.")


def test_names_are_turned_only_when_they_have_one_comma():
    [(_, parts)] = read(document({"Author: ": "Ana Lira; Smith, John, Jr; ; Staff", "Full text: ": "<p>Rain.</p>"}))
    assert parts.authors == ("Ana Lira", "Smith, John, Jr", "Staff")


@pytest.mark.parametrize(
    "content",
    [
        mail("<p>Nothing was found.</p>"),
        b"From: proquest\r\n\r\n",
        b"From: proquest\r\nContent-Type: text/html; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
        b"From: proquest\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        mail(document(ENGLISH))[:330],
    ],
    ids=["no documents", "no body", "nonsense", "no boundary", "cut off"],
)
def test_a_mail_without_documents_is_refused_with_the_way_out(content):
    [(place, reason)] = read(content)
    assert place == "" and "expected documents of ProQuest, with a link 'DocID_' each, found none" in str(reason)


def test_a_mail_that_is_cut_off_keeps_what_was_there():
    whole = mail(
        document(ENGLISH) + document(ENGLISH | {"Full text: ": "<p>It rained.</p><p>It stopped.</p>"}, number=2)
    )
    *found, (place, reason) = read(whole[: whole.rindex(b"It stopped")])
    assert [parts.text for _, parts in found] == ["The river rose & fell.\n\nLocation: the hall.", "It rained."]
    assert place == "after document 2" and str(reason).startswith("the mail is cut short, in or after that document")


def test_a_document_of_nothing_is_reported_and_the_others_are_kept():
    (_, reason), (place, parts) = read(document({"Subject: ": "Rain"}, title="") + document(ENGLISH))
    assert str(reason) == "expected a title or a full text, found neither"
    assert (place, parts.outlet) == ("document 2", "Tarn Courier")


@pytest.mark.parametrize(
    "head, known",
    [
        (b"<html><p>We searched ProQuest for rain.</p>", False),
        (b"From: Ana\r\n\r\nrain", False),
        (b"from proquest: rain", False),
        (b"It rained, said ProQuest.", False),
        (b"", False),
        (b"Subject: x\nFrom: noreply@proquest.com\n\nrain", True),
        (b"\xef\xbb\xbf<html><title>ProQuest Export</title>", True),
    ],
)
def test_only_its_own_pages_and_mails_are_recognised(head, known):
    assert recognise(head, "a.eml") is known


@pytest.mark.parametrize("name, count", [("sample-1.html", 1), ("malformed-html-tag.eml", 2)])
def test_real_documents_are_read_as_many_as_they_are(shared, name, count):
    content = (shared / "corpora" / "exports" / "tm.plugin.proquest" / name).read_bytes()
    assert recognise(content[:65536], name)
    assert content.count(b"DocID_") == count
    found = [parts for _, parts in read_document(Document(content, name))]
    assert len(found) == count
    for parts in found:
        assert parts.title and parts.authors and parts.outlet == "Los Angeles Times" and parts.text
        assert parse_moment(parts.written).precision == "day" and parts.url.startswith("https://search.proquest.com/")
        assert "ProQuest" not in parts.text and "html" not in parts.text and "Abstract" not in parts.text
