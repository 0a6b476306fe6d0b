import pytest

from features.reading.documents import Document
from features.reading.factiva_xml import read_document, recognise, split_indented

ARTICLE = """<ppsarticle><article>
  <accessionNo>{number}</accessionNo><copyright>(c) 2012 Tarn Press</copyright>
  <headline><paragraph display="Proportional" lang="EN">
    <hlt>Rain</hlt> floods hall</paragraph></headline>
  <byline>By Ana Lira</byline>
  <leadParagraph>{lead}</leadParagraph>
  <publicationDate>{dated}</publicationDate>
  <sourceName>The Tarn Courier</sourceName>
  <region code="usa"><name>United States</name></region>
  <tailParagraphs><paragraph>Nobody was hurt.</paragraph><paragraph/></tailParagraphs>
  <notes>A NOTE</notes><wordCount>6</wordCount>
</article></ppsarticle>"""
LEAD = "<paragraph>The <hlt>river</hlt>\n    rose.</paragraph>"
MOMENT = "<dateTime>2012-01-09T01:35:58Z</dateTime>"


def wrap(*articles):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<PPSResponse>'
        '<ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="9">'
        + "".join(articles)
        + "</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
    )


def article(dated=MOMENT, lead=LEAD):
    return ARTICLE.format(number=1, dated=dated, lead=lead)


def read(xml):
    content = xml if isinstance(xml, bytes) else xml.encode()
    assert recognise(content[:65536], "")
    return list(read_document(Document(content)))


def test_every_article_is_read_with_its_instant_or_its_day_and_nothing_of_the_index():
    (place, first), (_, second), (_, third) = read(wrap(article(), article("<date>2012-01-06</date>"), article("")))
    assert (place, first.title, first.outlet, first.authors) == (
        "document 1",
        "Rain floods hall",
        "The Tarn Courier",
        "By Ana Lira",
    )
    assert first.text == "The river rose.\n\nNobody was hurt."
    assert [parts.written for parts in (first, second, third)] == ["2012-01-09T01:35:58Z", "2012-01-06", None]
    assert first.flags == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_before_the_xml_do_not_matter(encoding):
    xml = wrap(article()).replace("utf-8", "utf-16" if encoding == "utf-16" else "utf-8")
    assert len(read(xml.encode(encoding))) == 1


def test_a_dispatch_that_is_set_in_lines_has_its_paragraphs_where_lines_are_indented():
    lines = "\nThe river rose\nat Oakford.\n    Nobody was sad,\nit was said.\n   "
    [(_, parts)] = read(wrap(article(lead=lines)))
    assert parts.text == "The river rose at Oakford.\n\nNobody was sad, it was said.\n\nNobody was hurt."


def test_a_file_cut_off_keeps_what_was_there_and_says_so():
    whole = wrap(article(), article())
    (_, first), (_, second) = read(whole[: whole.rindex("Nobody")])
    assert (first.text, second.text) == ("The river rose.\n\nNobody was hurt.", "The river rose.")
    assert second.flags == ("cut short",) and first.flags == ("malformed",)


def test_an_article_of_nothing_and_a_file_without_articles_are_reported():
    (_, reason), (_, parts) = read(wrap("<ppsarticle><article></article></ppsarticle>", article()))
    assert str(reason) == "expected a headline or paragraphs, found neither" and parts.title
    [(place, reason)] = read(wrap())
    assert place == "" and "expected <article> within <ppsarticle>, found none" in str(reason)


def test_entities_are_refused_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("rain in secret")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    for entities, reference in (
        (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', "&e;"),
        (f'<!ENTITY e0 "rain">{levels}', "&e9;"),
    ):
        bomb = wrap(article()).replace("<PPSResponse>", f"<!DOCTYPE PPSResponse [{entities}]><PPSResponse>", 1)
        for place in ("Nobody", 'lang="EN'):
            [(_, reason)] = read(bomb.replace(place, reference))
            assert "expected XML without entities of its own" in str(reason) and "secret" not in str(reason)


def test_what_is_no_xml_is_refused_with_a_reason():
    [(place, reason)] = read_document(Document(b"rain"))
    assert place == "" and "expected XML of Factiva, found what is none" in str(reason)


@pytest.mark.parametrize("head", [b"", b"<rss><article/></rss>", b"a <ppsarticle>", b'<a href="http://factiva.com/">'])
def test_other_xml_is_left_to_others(head):
    assert not recognise(head, "factiva.xml")


@pytest.mark.parametrize(
    "text, paragraphs",
    [
        ("", []),
        (" \n ", []),
        ("one\ntwo", ["one two"]),
        ("one\n  two\n\n\nthree", ["one", "two", "three"]),
        ("one\n two", ["one two"]),
    ],
)
def test_two_blanks_or_a_blank_line_begin_a_paragraph_and_one_blank_does_not(text, paragraphs):
    assert split_indented(text) == paragraphs
