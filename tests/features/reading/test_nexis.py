import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.reading.documents import Document
from features.reading.nexis import read_document, recognise

CENTRED = " " * 30
ENGLISH = f"""\ufeff


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2018  16:51:31

Terms: (DATE(>=2009-12-01) and (rain))

{CENTRED}1 of 2 DOCUMENTS



{CENTRED}The Tarn Courier (Oakford)

{CENTRED}January 11, 2010 Monday
{CENTRED}   Edition 1;
{CENTRED}   Valley

Rain floods the market hall in
Oakford

BYLINE: ANA LIRA, Weather Correspondent

SECTION: NEWS; Pg. 3

LENGTH: 22 words

DATELINE: OAKFORD


UPDATE: the hall stays closed. The river rose by
two metres overnight.

"We are dry," said the mayor.

GRAPHIC: The market hall on Sunday

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


{CENTRED}Copyright 2010 Tarn Press
{CENTRED}All Rights Reserved

{CENTRED}2 of 2 DOCUMENTS


{CENTRED}Evening Post

{CENTRED}Winter 2010

Bakers strike

LENGTH: 4 words

Ovens were cold today.

LOAD-DATE: January 9, 2010
"""
GERMAN = f"""
{CENTRED}Dokument 1 von 1

{CENTRED}Der Talbote

{CENTRED}11. März 2010 Donnerstag
{CENTRED}Gesamtausgabe

Regen im Tal

AUTOR: Ana Lira

RUBRIK: POLITIK; S. 4

LÄNGE: 5 Wörter

Der Fluss stieg über Nacht.

UPDATE: 12. März 2010

SPRACHE: GERMAN; DEUTSCH

{CENTRED}Copyright 2010 Talbote GmbH
{CENTRED}Alle Rechte vorbehalten
"""
FRENCH = f"""
{CENTRED}Document 1 de 1

{CENTRED}Le Courrier du Tarn

{CENTRED}11 février 2010 jeudi

Pluie sur la vallée

AUTEUR: Ana Lira

LONGUEUR: 6 mots

La rivière a monté cette nuit.

DATE-CHARGEMENT: 12 février 2010

LANGUE: FRENCH; FRANÇAIS
"""
SPANISH = f"""
{CENTRED}1 de 1 DOCUMENTOS

{CENTRED}El Correo del Tarn

{CENTRED}Lunes 11 de Enero de 2010

Lluvia en el valle

AUTOR: Ana Lira

LONGITUD: 5 palabras

El río creció de noche.

FECHA-CARGA: 12 de Enero de 2010

IDIOMA: SPANISH; ESPAÑOL
"""
PAGE = """<HTML><HEAD><STYLE TYPE="text/css"><!--
.c0 { text-align: center; }
.c3 { text-align: center; margin-left: 13%; }
.c4 { text-align: left; }
--></STYLE></HEAD><BODY>
<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1> <DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Tarn&nbsp;Courier</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">June 17, 1995, CITY EDITION</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Rain floods hall;<BR>The river rose</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">By ANA LIRA</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">7 words</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c8"><SPAN CLASS="c2"> THE river <B>rose</B>.</SPAN><SPAN CLASS="c2">&nbsp;</SPAN></P>
<P CLASS="c8"><SPAN CLASS="c2">Tar &amp; sand<BR>were used.</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">June 19, 1995</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LANGUAGE: </SPAN><SPAN CLASS="c2">ENGLISH</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Copyright 1995 The Tarn Courier</SPAN></P></DIV>
<!-- </DOCFULL></DOC> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Tarn Courier</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">June 18, 1995</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">No body</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">0 words</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">June 19, 1995</SPAN></P></DIV>
</BODY></HTML>"""


def read(text):
    return dict(read_document(Document(text.encode())))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_text_export_gives_its_articles_without_cover_header_and_footer(newline):
    found = read(ENGLISH.replace("\n", newline))
    assert list(found) == ["document 1", "document 2"]
    first, second = found.values()
    assert first.title == "Rain floods the market hall in Oakford"
    assert first.outlet == "The Tarn Courier (Oakford)"
    assert first.written == "2010-01-11"
    assert first.authors == "ANA LIRA, Weather Correspondent"
    assert first.text == (
        'UPDATE: the hall stays closed. The river rose by two metres overnight.\n\n"We are dry," said the mayor.'
    )
    assert (second.title, second.outlet, second.authors) == ("Bakers strike", "Evening Post", None)
    assert second.text == "Ovens were cold today."


def test_a_date_without_a_day_is_passed_on_as_written_so_that_the_reason_shows():
    assert read(ENGLISH)["document 2"].written == "Winter 2010"


@pytest.mark.parametrize(
    "export, outlet, day, title, body",
    [
        (GERMAN, "Der Talbote", "2010-03-11", "Regen im Tal", "Der Fluss stieg über Nacht."),
        (FRENCH, "Le Courrier du Tarn", "2010-02-11", "Pluie sur la vallée", "La rivière a monté cette nuit."),
        (SPANISH, "El Correo del Tarn", "2010-01-11", "Lluvia en el valle", "El río creció de noche."),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_pages_in_other_languages_and_encodings_are_read_alike(export, outlet, day, title, body, encoding):
    content = export.encode(encoding)
    assert recognise(content[:65536], "export.TXT")
    [(_, parts)] = read_document(Document(content))
    assert (parts.outlet, parts.written, parts.title, parts.text) == (outlet, day, title, body)
    assert parts.authors == "Ana Lira"


def test_a_page_gives_its_articles_with_entities_and_blanks_made_plain():
    assert recognise(PAGE.encode(), "")
    first, second = read(PAGE).values()
    assert first.title == "Rain floods hall; The river rose"
    assert (first.outlet, first.written, first.authors) == ("The Tarn Courier", "1995-06-17", "By ANA LIRA")
    assert first.text == "THE river rose.\n\nTar & sand were used."
    assert (second.title, second.written, second.text) == ("No body", "1995-06-18", "")


def test_the_form_with_labels_for_headline_and_body_is_read():
    export = (
        f"1 of 1 DOCUMENTS\n\n{CENTRED}Wire\n\n{CENTRED}May 2, 2002, Thursday\n\nSECTION: NEWS\n\nLENGTH: 2 words\n\n"
    )
    [parts] = read(f"{export}HEADLINE: Rain\n\nBYLINE: Ana Lira\n\nBODY:\nIt rained.\n\nIt stopped.").values()
    assert (parts.title, parts.written, parts.text) == ("Rain", "2002-05-02", "It rained.\n\nIt stopped.")


def test_a_document_without_any_label_has_its_first_line_that_is_not_centred_as_title():
    export = f"1 of 1 DOCUMENTS\n\n{CENTRED}Copyright 2010 Wire\n\n{CENTRED}Wire\n\n{CENTRED}June 17, 1995\n\nRain\n\nIt rained.\n\n"
    [parts] = read(f"{export}{CENTRED}Copyright 2010 Wire\n{CENTRED}All Rights Reserved").values()
    assert (parts.outlet, parts.title, parts.text) == ("Wire", "Rain", "It rained.")


def test_a_document_of_nothing_is_reported_and_the_others_are_kept():
    found = read(
        f"1 of 2 DOCUMENTS\n\n2 of 2 DOCUMENTS\n\n{CENTRED}Wire\n\n{CENTRED}June 17, 1995\n\nRain\n\nLENGTH: 2 words\n\nIt rained."
    )
    assert str(found["document 1"]) == "expected a headline or a body, found neither"
    assert found["document 2"].text == "It rained."


@pytest.mark.parametrize(
    "head, known",
    [
        (b"page 1 of 2 documents was lost", False),
        (b"We read: 1 of 2 DOCUMENTS is missing", False),
        (b"Document 1 of 5\n\nRain\n\nFull text: It rained.", False),  # ProQuest
        (b"<html><p>See 1 of 2 DOCUMENTS below</p>", False),
        (b"", False),
        (b"\x00\xff\xfe", False),
        (b"  \xc2\xa01 of 1,200 DOCUMENTS  \r\n", True),
    ],
)
def test_only_a_line_that_says_nothing_else_marks_an_export(head, known):
    assert recognise(head, "a.txt") is known


def test_bytes_that_are_no_text_are_refused_with_a_reason():
    [(place, reason)] = read_document(Document(b"\x00\x01\x02\x03" * 100))
    assert place == "" and isinstance(reason, ValueError) and "expected text" in str(reason)
    [(_, reason)] = read_document(Document(b"rain"))
    assert "'1 of 9 DOCUMENTS', found none" in str(reason)


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=50)
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=6)), min_size=1, max_size=5))
def test_whatever_the_words_are_each_document_comes_back_with_its_paragraphs(articles):
    export = "".join(
        f"{CENTRED}{number} of {len(articles)} DOCUMENTS\r\n\r\n\r\n{CENTRED}Wire\r\n\r\n{CENTRED}June 17, 1995\r\n\r\n"
        f"{title}\r\n\r\n"
        f"LENGTH: 9 words\r\n\r\n"
        + "".join(f"{paragraph}.\r\n\r\n" for paragraph in paragraphs)
        + "LOAD-DATE: June 19, 1995\r\n\r\n"
        for number, (title, paragraphs) in enumerate(articles, start=1)
    )
    found = [(parts.title, parts.text) for parts in read(export).values()]
    assert found == [(title, "\n\n".join(f"{words}." for words in paragraphs)) for title, paragraphs in articles]


@pytest.mark.parametrize(
    "name, count, outlet",
    [
        ("newspapers_R/nexis/irish-times_1995-06-12_0001.html", 166, "The Irish Times"),
        ("LexisNexisTools/sample.TXT", 10, None),
    ],
)
def test_real_exports_give_as_many_articles_as_they_say(shared, name, count, outlet):
    content = (shared / "corpora" / "exports" / name).read_bytes()
    assert len(re.findall(rb"\d+ of \d+ DOCUMENTS", content)) == count
    assert recognise(content[:65536], name)
    found = [parts for _, parts in read_document(Document(content))]
    assert len(found) == count
    assert all(parts.title and parts.outlet and parts.text and len(parts.written) == 10 for parts in found)
    assert outlet is None or {parts.outlet for parts in found} == {outlet}
    paragraphs = [paragraph for parts in found for paragraph in parts.text.split("\n\n")]
    assert not [
        words
        for words in paragraphs
        if words.startswith(("LOAD-DATE", "LANGUAGE", "LENGTH", "Copyright", "PUBLICATION"))
    ]
