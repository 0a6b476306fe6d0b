import pytest

from features.reading.dates import parse_moment
from features.reading.documents import Document
from features.reading.factiva import join_day_and_clock, read_document, recognise

FRAME = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>Factiva</title></head><body>
<div id="contentWrapper"><div id="contentLeft">{}
<table id="oddEvenPreview"><tr><td>Text</td><td>rain*</td></tr><tr><td>Date</td><td>16 January 2020 7:41 GMT</td></tr></table>
</div></div><div id="pageFooter"><span class="copyright">© 2020 Factiva, Inc.</span></div></body></html>"""
ORDER = """<span></span><div id="article-TARN1" class="article"><div class="article {language}Article"><p>
</p><div>News Desk; 1</div>
<div id="hd"><span class="enHeadline">Rain <b>floods</b> hall  </span>
</div>{author}<div>Special to The Tarn Courier</div>
{length}{dated}<div>The Tarn Courier</div><div>TARN</div><div>Late Edition - Final</div><div>1</div><div>English</div>
<div>Copyright 1993 Tarn Press.  All Rights Reserved.  </div>
<p></p>
<p class="articleParagraph enarticleParagraph">The river&nbsp;<b>rose</b> at
<span class="companylink">Oakford</span>.  </p>
<p class="articleParagraph enarticleParagraph">"Dry," she said.</p>
<p>Tarn Digital (Full Text)</p><p>Document TARN1</p></div></div><br>"""
TABLE = """<div class="article frArticle"><table>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><b class='frHeadline'>Pluie sur la vallée</b>
</td></tr><tr><td class="index"><b>BY</b>&nbsp;</td><td>Par Ana Lira</td></tr>
<tr><td class="index"><b>WC</b>&nbsp;</td><td>6 mots</td></tr>
<tr><td class="index"><b>PD</b>&nbsp;</td><td>29 décembre 2011</td></tr>
<tr><td class="index"><b>ET</b>&nbsp;</td><td>15:32</td></tr>
<tr><td class="index"><b>SN</b>&nbsp;</td><td>Le Courrier du Tarn</td></tr>
<tr><td class="index"><b>ED</b>&nbsp;</td><td>Édition du soir</td></tr>
<tr><td class="index"><p><b>LP</b>&nbsp;</p></td><td><p class="articleParagraph frarticleParagraph">La rivière a monté.</p>
</td></tr><tr><td class="index"><p><b>TD</b>&nbsp;</p></td><td><p class="articleParagraph">Cette nuit.</p>
<p class="articleParagraph">À Oakford.</p></td></tr>
<tr><td class="index"><br/><b>RE</b>&nbsp;</td><td><br/>fra : France</td></tr>
<tr><td class="index"><br/><b>AN</b>&nbsp;</td><td><br/>Document TARN2</td></tr></table></div>"""


def order(
    *, language="en", author='<div class="author">By Ana Lira  </div>', length="808 words", dated="13 November 2017"
):
    divisions = "".join(f"<div>{words}</div>" for words in dated.split("|") if words)
    return ORDER.format(
        language=language, author=author, length=f"<div>{length}</div>" if length else "", dated=divisions
    )


def read(*articles, encoding="utf-8"):
    content = FRAME.format("".join(articles)).encode(encoding)
    assert recognise(content[:65536], "")
    return list(read_document(Document(content)))


def test_the_parts_in_their_usual_order_are_told_apart():
    [(place, parts)] = read(order())
    assert (place, parts.title, parts.outlet) == ("document 1", "Rain floods hall", "The Tarn Courier")
    assert (parts.written, parts.authors, parts.flags) == ("2017-11-13", "By Ana Lira", ())
    assert parts.text == 'The river rose at Oakford.\n\n"Dry," she said.'


@pytest.mark.parametrize(
    "length, dated, day",
    [
        ("877 Wörter", "9 Januar 1993", "1993-01-09"),
        ("1.684 Wörter", "9 März 1993", "1993-03-09"),
        ("808 mots", "13 août 2017", "2017-08-13"),
        ("808 palabras", "13 diciembre 2017", "2017-12-13"),
        ("808 parole", "13 Gennaio 2017", "2017-01-13"),
        ("808 palavras", "13 Março 2017", "2017-03-13"),
        ("808 woorden", "13 mei 2017", "2017-05-13"),
        ("", "13 November 2017", "2017-11-13"),
        ("808 words", "13 November 2017|05:11 PM", "2017-11-13 17:11:00"),
        ("808 words", "13 November 2017|17:11 GMT", "2017-11-13T17:11:00+00:00"),
    ],
)
def test_days_of_pages_in_other_languages_are_read_and_the_outlet_follows_them(length, dated, day):
    [(_, parts)] = read(order(length=length, dated=dated))
    assert (parts.written, parts.outlet) == (day, "The Tarn Courier")
    parse_moment(parts.written)


@pytest.mark.parametrize("dated", ["13 listopada 2017", "2017年11月13日"])
def test_a_day_in_a_language_that_is_not_known_is_passed_on_as_written_and_missed_with_that_reason(dated):
    [(_, parts)] = read(order(dated=dated))
    assert (parts.written, parts.outlet) == (dated, "The Tarn Courier")
    with pytest.raises(ValueError, match=dated):
        parse_moment(parts.written)


def test_a_missing_date_leaves_the_outlet_where_it_is():
    [(_, parts)] = read(order(dated=""))
    assert (parts.written, parts.outlet) == (None, "The Tarn Courier")


def test_the_table_with_codes_is_read_with_its_time():
    first, second = read(TABLE, order(author=""))
    assert first[0] == "document 1" and second[0] == "document 2"
    parts = first[1]
    assert (parts.title, parts.authors, parts.outlet) == ("Pluie sur la vallée", "Par Ana Lira", "Le Courrier du Tarn")
    assert (parts.written, parts.text) == ("2011-12-29 15:32:00", "La rivière a monté.\n\nCette nuit.\n\nÀ Oakford.")
    assert second[1].authors is None


def test_a_page_that_calls_itself_utf_8_and_is_not_is_read_and_flagged():
    [(_, parts)] = read(order(length="877 Wörter", dated="9 März 1993"), encoding="cp1252")
    assert (parts.written, parts.outlet, parts.flags) == ("1993-03-09", "The Tarn Courier", ("encoding guessed",))


def test_an_article_without_body_keeps_its_headline_and_one_of_nothing_is_reported():
    (_, parts), (_, reason) = read(
        order().split("<p></p>")[0] + "</div></div>", '<div class="article enArticle"><p>x</p></div>'
    )
    assert (parts.title, parts.text) == ("Rain floods hall", "")
    assert str(reason) == "expected a headline or paragraphs, found neither"


def test_a_page_without_articles_is_refused_with_the_way_out():
    [(place, reason)] = read("<p>No results</p>")
    assert place == "" and "found none; save it as 'full article' and HTML again" in str(reason)
    [(place, reason)] = read_document(Document(b""))
    assert place == "" and isinstance(reason, ValueError)


@pytest.mark.parametrize(
    "head", [b"", b"<title>Factiva buys a rival</title>", b'<div class="article">', b"Factiva", b"\x00\x01\xff"]
)
def test_a_page_about_factiva_is_none_of_its_pages(head):
    assert not recognise(head, "factiva.html")


def test_a_clock_is_joined_only_to_a_day_that_has_none():
    assert join_day_and_clock(None, "15:32") is None
    assert join_day_and_clock("Winter 2011", "15:32") == "Winter 2011"
    assert join_day_and_clock("6 March 2026", "25:00") == "2026-03-06"


@pytest.mark.parametrize(
    "name, count, outlets",
    [
        ("newspapers_R/factiva/nyt_1_1993-01-03.html", 27, {"The New York Times"}),
        ("newspapers_R/factiva/irish-independence_1_2017-11-14.html", 44, {"Irish Independent"}),
        ("tm.plugin.factiva/factiva_test.html", 2, {"Test newspaper", "Ouest France"}),
        ("tm.plugin.factiva/factiva_test.xml", 3, {"My Newspaper"}),
        ("tm.plugin.factiva/reut21578-factiva.xml", 19, {"Reuters-21578"}),
    ],
)
def test_real_pages_give_as_many_articles_as_they_have_accession_numbers(shared, name, count, outlets):
    content = (shared / "corpora" / "exports" / name).read_bytes()
    mark = b"<accessionNo>" if name.endswith("xml") else b"<p>Do" if name.startswith("newspapers") else b"<b>AN</b>"
    assert content.count(mark) == count
    assert recognise(content[:65536], name)
    found = [parts for _, parts in read_document(Document(content))]
    assert len(found) == count and {parts.outlet for parts in found} == outlets
    assert all(parts.title and parts.text and parse_moment(parts.written) for parts in found)
    paragraphs = [paragraph for parts in found for paragraph in parts.text.split("\n\n")]
    assert not [words for words in paragraphs if words.startswith(("Document ", "Dokument ", "(c) ", "Copyright"))]
