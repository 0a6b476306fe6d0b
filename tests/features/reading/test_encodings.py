"""Bytes of many encodings: the text that was written must come back, and what was guessed or lost must be said."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.encodings import decode, guess
from features.reading.files import Unreadable

GUESSED, REPLACED = "encoding guessed", "bytes replaced"
NEWS = "The mill at Tarn closed on Friday, and the mayor said that nobody had asked him. "


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(lambda text: not text.startswith("\ufeff")))
def test_what_was_written_as_utf_8_comes_back_and_nothing_is_said_of_it(text):
    assert decode(text.encode()) == (text, ())
    assert decode(codecs.BOM_UTF8 + text.encode()) == (text, ())


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_a_mark_says_which_unicode_it_is(name):
    assert decode("Кафе, 5 €".encode(name)) == ("Кафе, 5 €", ())
    big = {"utf-16": codecs.BOM_UTF16_BE, "utf-32": codecs.BOM_UTF32_BE}[name]
    assert decode(big + "Кафе".encode(f"{name}-be")) == ("Кафе", ())


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["It rained in Tarn.\n", "В среду в Тарне шёл дождь, 5 мм.\n"])
def test_utf_16_without_its_mark_is_recognised(name, text):
    assert decode(text.encode(name)) == (text, (GUESSED,))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", "The mill cost £5bn, “he said”."),
        ("cp1252", "He said it’s late."),
        ("cp1252", "Öl fällt;Preise, die „fallen“; sagt er"),
        ("cp1252", "Un café – à 5 €, dit le garçon"),
        ("cp1251", "Мельница закрылась в пятницу, сказал мэр"),
        ("koi8-r", "Мельница закрылась в пятницу, сказал мэр"),
        ("cp1250", "Młyn zamknięto w piątek, powiedział burmistrz; źródło: ratusz"),
        ("cp1254", "Değirmen cuma günü kapandı, dedi başkan; ırmak taştı"),
        ("cp1253", "Ο μύλος έκλεισε την Παρασκευή"),
        ("shift_jis", "水車小屋は金曜日に閉まりました。市長がそう述べました。"),
        ("gb18030", "磨坊星期五关闭了，市长这样说"),
        ("cp949", "방앗간은 금요일에 문을 닫았다고 시장이 말했다"),
    ],
)
def test_the_encodings_of_old_files_are_recognised(name, text):
    assert decode(text.encode(name)) == (text, (GUESSED,))


def test_bytes_that_are_quotation_marks_in_windows_are_no_control_characters():
    assert decode(b"\x93Rain\x94, he said \x96 it\x92s wet", declared="iso-8859-1") == (
        "“Rain”, he said – it’s wet",
        (),
    )
    assert guess(b"\x93Rain\x94") == "cp1252"


def test_an_encoding_that_is_declared_and_fits_is_taken_without_a_flag():
    assert decode("Цены упали".encode("cp1251"), declared="windows-1251") == ("Цены упали", ())


def test_an_encoding_that_is_declared_and_does_not_fit_is_not_taken():
    text = "Мельница закрылась в пятницу"
    assert decode(text.encode("cp1251"), declared="utf-8") == (text, (GUESSED,))
    assert decode(text.encode("cp1251"), declared="no-such-encoding") == (text, (GUESSED,))
    assert decode("Café".encode(), declared="iso-8859-1") == ("Café", ())


def test_an_encoding_with_escapes_looks_like_ascii_and_is_read_as_declared():
    assert decode("日本の新聞".encode("iso2022_jp"), declared="iso-2022-jp") == ("日本の新聞", ())


def test_utf_8_with_some_bytes_of_another_encoding_keeps_all_but_these():
    content = (NEWS + "Café £5bn, naïve €.").encode() + b" Caf\xe9."
    assert decode(content) == (NEWS + "Café £5bn, naïve €. Caf\ufffd.", (REPLACED,))


def test_a_file_cut_within_a_character_loses_only_that():
    assert decode((NEWS + "Карл").encode()[:-1]) == (NEWS + "Кар\ufffd", (REPLACED,))
    assert decode((NEWS + "5 €").encode()[:-1]) == (NEWS + "5 \ufffd", (REPLACED,))


def test_one_odd_byte_at_the_end_is_a_letter_and_no_cut():
    assert decode(NEWS.encode() + b"caf\xe9") == (NEWS + "café", (GUESSED,))


def test_some_nul_bytes_are_left_for_the_one_who_cleans_words():
    assert decode(b"It\x00 rained in Tarn" + NEWS.encode()) == ("It\x00 rained in Tarn" + NEWS, ())


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        bytes(range(256)) * 4,
        b"\x1f\x8b\x08\x00",
        b"%PDF-1.7\n",
        b"\xff\xfe" + bytes(range(0xD8, 0xE0)) * 40,
        bytes(range(1, 32)) * 10,
    ],
    ids=["picture", "all bytes", "gzip", "pdf", "mark before noise", "controls"],
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Unreadable, match="expected text, found"):
        decode(content)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_that_can_be_stored_or_are_refused(content):
    try:
        text, flags = decode(content)
    except Unreadable:
        return
    assert isinstance(text.encode(), bytes)
    assert set(flags) <= {GUESSED, REPLACED}
