import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.feed_markup import outside_of_cdata, parse_markup, words_of_markup


def test_an_entity_that_holds_entities_is_refused_before_anything_grows():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "rain">{levels}]><rss><title>&e9;</title></rss>'
    with pytest.raises(ValueError, match="entities that grow"):
        parse_markup(bomb.encode())


def test_one_long_entity_used_often_is_refused_too():
    bomb = f'<!DOCTYPE rss [<!ENTITY e "{"rain" * 5000}">]><rss><title>{"&e;" * 5000}</title></rss>'
    with pytest.raises(ValueError, match="entities that grow"):
        parse_markup(bomb.encode())


def test_entities_of_html_and_those_that_a_feed_defines_itself_are_read():
    feed = b'<!DOCTYPE rss [<!ENTITY town "Tarn">]><rss><title>caf&eacute; in &town; &amp; &lt;b&gt;</title></rss>'
    root, _, _ = parse_markup(feed)
    assert root[0].text == "café in Tarn & <b>"


def test_no_file_is_read_and_nothing_fetched_for_an_external_entity(tmp_path):
    (tmp_path / "secret").write_text("the secret")
    uri = (tmp_path / "secret").as_uri()
    feed = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{uri}">]><rss><title>before &e; after</title></rss>'
    root, _, _ = parse_markup(feed.encode())
    assert "secret" not in "".join(root[0].itertext())


@pytest.mark.parametrize(
    "content, declared, expected",
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?><t>café</t>'.encode("latin-1"), None, "café"),
        ("<t>дождь</t>".encode("cp1251"), "windows-1251", "дождь"),
        ('<?xml version="1.0" encoding="utf-16"?><t>дождь</t>'.encode("utf-16"), None, "дождь"),
        ("\ufeff<t>дождь</t>".encode(), None, "дождь"),
        ("<t>雨</t>".encode("big5"), "big5", "雨"),
    ],
)
def test_the_encoding_is_that_of_the_header_or_of_the_declaration(content, declared, expected):
    root, _, flags = parse_markup(content, declared)
    assert root.text == expected
    assert "encoding guessed" not in flags


def test_a_lie_about_the_encoding_is_seen_and_said():
    root, _, flags = parse_markup(b'<?xml version="1.0" encoding="utf-8"?><t>\x93Oil\x94 in the caf\xe9</t>')
    assert root.text == "“Oil” in the café"
    assert "encoding guessed" in flags


def test_a_blank_line_before_the_declaration_is_passed_over_and_said():
    root, _, flags = parse_markup(b'\n<?xml version="1.0"?><t>rain</t>')
    assert (root.text, flags) == ("rain", ("malformed",))


def test_tags_that_nobody_closed_are_closed_and_the_text_before_a_cut_is_kept():
    root, _, flags = parse_markup(b"<rss><item><title>Rain</title><description>It rained and rai")
    assert root.findtext(".//description") == "It rained and rai"
    assert flags == ("malformed",)


def test_what_is_no_markup_at_all_is_refused():
    with pytest.raises(ValueError, match="found an empty file"):
        parse_markup(b" \n")
    with pytest.raises(ValueError, match="found a web page"):
        parse_markup(b"<!doctype html>")
    with pytest.raises(ValueError, match="no element of XML"):
        parse_markup(b"It rained.")


def test_paragraphs_come_from_blocks_and_lines_and_words_from_nothing_else():
    html = (
        "<p>One <i>wet</i> day.</p><style>p{}</style><ul><li>first</li><li>second</li></ul><img alt='no'>end<br/>last"
    )
    assert words_of_markup(html) == "One wet day.\n\nfirst\n\nsecond\n\nend\n\nlast"


def test_plain_text_keeps_its_lines_and_loses_only_its_entities():
    assert words_of_markup("3 &lt; 4 &amp;\n\nrain \x93again\x94") == "3 < 4 &\n\nrain “again”"


@given(st.text(alphabet="ab<>&; \n![]CDATA-"), st.text(alphabet="ab<>&;"))
def test_what_stands_outside_of_cdata_sections_stays_as_it_is(before, inside):
    before, inside = before.replace("<![CDATA[", ""), inside.replace("]]>", "")
    assert outside_of_cdata(f"{before}<![CDATA[{inside}]]>after") == before + "after"
