"""What is taken out of words, what stays, and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.cleaning import clean, clean_text, clean_title, without_signs

ZERO_WIDTH, JOINER = "\u200b", "\u200d"


def text_and_flags(written):
    text, encoded, flags = clean_text(written)
    assert encoded == text.encode()
    return text, flags


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="<&["), max_size=60))
def test_plain_words_stay_as_they_are(text):
    assert text_and_flags(text) == (text.strip(), ())
    assert clean(text) == text.strip()


@pytest.mark.parametrize("sign", "\x00\x07\x1f\x7f\u00ad\u200b\u2060\u202a\u202e\u2066\u2069\x81")
def test_a_sign_that_nobody_sees_is_taken_out_and_said(sign):
    assert text_and_flags(f"It ra{sign}ined.") == ("It rained.", ("signs removed",))
    assert text_and_flags(f"В Тарне{sign} дождь." * 200) == ("В Тарне дождь." * 200, ("signs removed",))
    assert clean(f"Tarn{sign} Courier") == "Tarn Courier"


def test_the_mark_at_the_beginning_of_a_file_is_no_part_of_the_words():
    assert text_and_flags("\ufeffIt rained.") == ("It rained.", ())
    assert text_and_flags("It rai\ufeffned.") == ("It rained.", ("signs removed",))


@pytest.mark.parametrize(
    "text",
    ["👩\u200d🚒 came", "می\u200cرود", "café\u00a05 €", "\u05d0\u200f!", "tabs\tand\nlines", "naïve “words” — no’s"],
)
def test_signs_that_mean_something_stay(text):
    assert text_and_flags(text) == (text, ())


def test_newlines_become_one_character():
    assert text_and_flags("a\r\nb\rc\nd\u2028e\x0cf\u2029g") == ("a\nb\nc\nd\ne\nf\n\ng", ())


def test_control_characters_that_were_signs_of_windows_are_these_again():
    assert text_and_flags("It\x92s \x93wet\x94 \x96 5 \x80") == ("It’s “wet” – 5 €", ("signs removed",))


def test_half_of_a_surrogate_pair_is_replaced():
    assert text_and_flags("rain \ud83d wind") == ("rain \ufffd wind", ("bytes replaced",))


@pytest.mark.parametrize(
    "written, plain",
    [
        (
            "<p>It <b>rained</b>\nhard.</p>\n<p>It stopped.<br>Then not.</p>",
            "It rained hard.\n\nIt stopped.\nThen not.",
        ),
        ("It rained.\n\nHard.\n<script>alert('a')</script><i>Long</i> &amp; wet", "It rained.\n\nHard.\nLong & wet"),
        ("a<style>p {}</style><!-- no -->b", "ab"),
        ("&lt;p&gt;It rained.&lt;/p&gt;&lt;p&gt;Hard.&lt;/p&gt;", "It rained.\n\nHard."),
        ("We ask you to<ul><li>stay</li><li>wait", "We ask you to\nstay\nwait"),
        ("<div>" * 3000 + "deep" + "</div>" * 3000, "deep"),
        ("It rained. <script>never closed", "It rained."),
    ],
)
def test_tags_are_taken_out_and_blocks_become_paragraphs(written, plain):
    assert text_and_flags(written) == (plain, ("markup removed",))


@pytest.mark.parametrize(
    "text", ["x < 3 and y > 4", "<crowd cheers> He waved.", "the <b> tag", "AT&T and R&D; no &amp", "a <3 b"]
)
def test_what_is_not_clearly_markup_stays(text):
    assert text_and_flags(text) == (text, ())


def test_entities_in_plain_words_are_read_without_a_flag():
    assert text_and_flags("Rain &amp; wind &#8211; 5&nbsp;&euro; &quot;so&quot;") == ('Rain & wind – 5\u00a0€ "so"', ())


@pytest.mark.parametrize(
    "written, text",
    [
        ("It rained in Ta… [+1234 chars]", "It rained in Ta"),
        ("It rained in Ta...\r\n[+1 chars] ", "It rained in Ta"),
        ("It rained [+20 chars]", "It rained"),
        ("It rained […]", "It rained"),
        ("It rained [&hellip;]", "It rained"),
    ],
)
def test_the_mark_of_a_text_that_was_cut_is_taken_off_and_said(written, text):
    assert text_and_flags(written) == (text, ("truncated",))


@pytest.mark.parametrize("text", ["It rained [sic]", "[+12 chars] is what they write.", "It rained…"])
def test_brackets_and_dots_of_the_author_stay(text):
    assert text_and_flags(text) == (text, ())


def test_a_title_is_one_line_without_tags():
    assert clean_title("Rain &amp; <b>wind</b>\r\n in Tarn") == ("Rain & wind in Tarn", ("markup removed",))
    assert clean_title("Rain\u200b < wind") == ("Rain < wind", ())
    assert clean_title(None) == ("", ())


@given(st.text(max_size=60))
def test_whatever_is_written_can_be_stored_and_is_clean_the_second_time(written):
    for cleaned in (clean(written), clean_text(written)[0], clean_title(written)[0], without_signs(written)[0]):
        cleaned.encode()
        assert without_signs(cleaned) == (cleaned, ())
