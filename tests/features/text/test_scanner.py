import itertools
import string
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text import scanner
from features.text.endings import BEFORE_A_NAME, MAY_CLOSE, OPENERS
from features.text.marks import CAPITAL, CLOSED, OPENED, PARTED, QUOTED
from features.text.scanner import scan
from tests.features.text.slow_reading import read_slowly, split_slowly
from tests.features.text.test_spelling import SAME_NUMBER

# Pieces that meet every rule of the reader: of words, of stops, of white space, of scripts and of folding.
WORDS = [
    "oil", "The", "the", "I", "i", "won't", "don’t", "co‐op", "well-known", "-x", "a1", "3.5", "1,000", "1,a", "7.", "٣", "1٣,٣",
    "Ölpreis", "STRASSE", "Straße", "油价", "हिन्दी", "e\u0301t", "\u0301", "ि", "İ", "ΐ", "ﬃ", "ŉ", "ſ", "K", "\u0345", "µ", "ª", "²",
    "Ⓐ", "𐐀", "𝐀", "🅰", "😀", "\U000e0041", "\U00100000", "snake_case", "\x00", "x" * 29, "y" * 31,
]  # fmt: skip
ABBREVIATIONS = [
    "Mr.", "mr.", "D-Calif.", "Lt.-Gov.", "U.S.", "u.s", "Inc.", "No.", "p.m.", "Ph.D.", "e.g.", "J.", "Ö.", "ß.", "I.",
    "a.b.c", "U.S.A.’s", "ab.c.", "a.bc.", "'Mr.", "’Inc’.",
]  # fmt: skip
SIGNS = [
    ".", "?!", "...", "…", "。", "”", "’", "'", '"', "»", ")", "]", "“", "‘", "«", "(", "[", "—", "–", "-", "‐", ",", "_", "’s",
    " ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", " \n \t\n", "\n. ", "\xa0", "\x85", "\x1d", "\u2028", "\u3000",
    ". ", ". The", "! A", ".” ",
]  # fmt: skip
KNOWN = st.sampled_from(sorted(BEFORE_A_NAME | MAY_CLOSE | OPENERS)).flatmap(
    lambda word: st.sampled_from([word, word.title(), word.upper(), word[1:], word + "s"])
)
# Around the eight bytes that are packed into one number, and around twice as many.
LENGTHS = st.sampled_from([1, 2, 6, 7, 8, 9, 15, 16, 17, 24])
LONG = st.tuples(LENGTHS, st.sampled_from(["abcdefgh", "abcdefgi", "Abcdefgh", "zé"])).map(
    lambda pair: (pair[1] * 24)[: pair[0]]
)
PIECES = st.one_of(
    *(st.sampled_from(pieces) for pieces in (WORDS, ABBREVIATIONS, SIGNS, SIGNS)), KNOWN, LONG, st.text(max_size=3)
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=40))


def of_bytes(pieces):
    data = np.frombuffer(b"".join(pieces), dtype=np.uint8)
    return data, np.cumsum([0, *map(len, pieces)], dtype=np.int64)


def read(texts, *, split):
    """Of each text its sentences, and their words with their places, in characters."""
    written = [text.encode() for text in texts]
    found = scan(*of_bytes(written), split=split)
    vocabulary = [bytes(found.spelled[begin:end]).decode() for begin, end in itertools.pairwise(found.spelled_at)]
    assert len(set(vocabulary)) == len(vocabulary)
    by_text = [[] for _ in texts]
    for sentence, row in enumerate(found.row):

        def at(byte, row=row):
            return len(written[row][:byte].decode())

        of_sentence = slice(*found.first[sentence : sentence + 2])
        words = zip(found.term[of_sentence], found.begin[of_sentence], found.end[of_sentence], strict=True)
        words = [(vocabulary[term], at(begin), at(end)) for term, begin, end in words]
        place = at(found.sentence_begin[sentence]), at(found.sentence_end[sentence]), int(found.paragraph[sentence])
        by_text[row].append((*place, words))
    assert found.first[0] == 0
    assert found.first[-1] == len(found.term) == len(found.begin) == len(found.end)
    return by_text, vocabulary


def slow(text, *, split):
    words = read_slowly(text)
    places = split_slowly(text) if split else [(0, len(text), 0)]
    return [(begin, end, block, [word for word in words if begin <= word[1] < end]) for begin, end, block in places]


def spellings(*texts):
    by_text, _ = read(texts, split=False)
    return [[word for word, _, _ in words] for [(_, _, _, words)] in by_text]


def test_case_folding_makes_no_character_longer_than_there_is_room():
    every = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    growth = {sign: len(sign.casefold().encode()) / len(sign.encode()) for sign in every}
    assert max(growth.values()) <= scanner.MOST_GROWTH
    # A faulty text may write any character up to U+07FF in two bytes.
    assert max(len(sign.casefold().encode()) for sign in every[:0x800]) <= 2 * scanner.MOST_GROWTH


@pytest.mark.parametrize("split", [True, False], ids=["split", "as they are"])
@settings(deadline=None, max_examples=600)
@given(texts=st.lists(TEXTS, max_size=4))
@example(texts=["U.S. The x", "U.S. Mr", "a.b", "", "U.S."])
@example(texts=["a'\u0301b c-\u0301 d’\u0345", "’\u0301", "1.\u0301"])
@example(texts=["a." * 20 + "b. Ruiz", "ö." * 14 + "ö. Ruiz", "ö." * 15 + "ö. Ruiz", "é" * 40 + "-mr. Ruiz"])
@example(texts=["A\n. Then", "\n\n x \n\n\n y", "x.\n\n\ny"])
@example(texts=["abcdefghabcdefgh abcdefghabcdefgi abcdefgh abcdefg abcdefghi"])
def test_the_scanner_finds_the_words_and_sentences_that_a_slow_reading_finds(texts, split):
    by_text, vocabulary = read(texts, split=split)
    assert by_text == [slow(text, split=split) for text in texts]
    words = [word for sentences in by_text for *_, words in sentences for word, _, _ in words]
    assert vocabulary == list(dict.fromkeys(words))


def marks_of(text, *, split):
    """What the scanner knows of each word beside its spelling."""
    return scan(*of_bytes([text.encode()]), split=split).mark.tolist()


def marks_slowly(text, *, split):
    """The same by looking at the text between two words of a sentence."""
    marks = []
    for begin, _, _, words in slow(text, split=split):
        last = begin
        for _, start, end in words:
            signs = text[last:start]
            mark = CAPITAL * (text[start] <= "ÿ" and text[start].isupper())
            mark += PARTED * any(sign in ",:;()-–—" for sign in signs)
            mark += OPENED * any(sign in "“«" for sign in signs) + CLOSED * any(sign in "”»" for sign in signs)
            marks.append(int(mark + QUOTED * (signs.count('"') % 2)))
            last = end
    return marks


@pytest.mark.parametrize("split", [True, False], ids=["split", "as they are"])
@settings(deadline=None, max_examples=300)
@given(text=TEXTS)
@example(text='“Öl,” said Ruiz (of "Oil") — and… “gas”. «Then» “it fell. It rose,” "he said. She')
@example(text="The “Inc.” Ruiz; “Mr.” Lira")
def test_the_scanner_marks_words_as_a_look_between_them_does(text, split):
    assert marks_of(text, split=split) == marks_slowly(text, split=split)


@pytest.mark.parametrize(
    "text",
    ["\x00Mr. The end", "x \x00mr. The", "\x00\x00ph.d. Ruiz", "No. The\u0345 end", "Inc. Meanwhile\u0345 it rose"],
)
def test_signs_that_are_nearly_nothing_beside_an_abbreviation_or_an_opener_are_not_lost(text):
    assert read([text], split=True)[0] == [slow(text, split=True)]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_every_word_lies_in_one_sentence_and_splitting_moves_none(texts):
    split, whole = read(texts, split=True)[0], read(texts, split=False)[0]
    assert [[word for *_, words in sentences for word in words] for sentences in split] == [
        words for [(*_, words)] in whole
    ]
    for sentences in split:
        for begin, end, _, words in sentences:
            assert all(begin <= word_begin < word_end <= end for _, word_begin, word_end in words)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4), st.booleans())
def test_a_text_is_read_alike_alone_and_among_others(texts, split):
    together, _ = read(texts, split=split)
    assert together == [read([text], split=split)[0][0] for text in texts]


# Not a single valid character, the beginnings of characters, and what ends or folds words among them.
BYTES = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.sampled_from(b"\x80 \xbf \xc3 \xce \xe2\x80 \xf0\x9f \xff \xc1\x81 \xce\x90 \xe2\x80\x99".split())
        | st.sampled_from(b"a Z. U.S. oilprice 7 7. Mr. . '".split())
        | st.sampled_from([b" ", b"\n", b". A"]),
        max_size=30,
    ).map(b"".join),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(BYTES, max_size=3), st.binary(max_size=12), st.binary(max_size=12), st.booleans())
def test_bytes_that_are_no_utf_8_do_no_harm_and_nothing_beside_the_texts_is_read(pieces, before, behind, split):
    data, offsets = of_bytes(pieces)
    found = scan(data, offsets, split=split)
    length = np.diff(offsets)[found.row]
    assert ((found.sentence_begin >= 0) & (found.sentence_end <= length)).all()
    assert (found.sentence_begin <= found.sentence_end).all()
    row = np.repeat(found.row, np.diff(found.first))
    assert ((found.begin >= 0) & (found.begin < found.end) & (found.end <= np.diff(offsets)[row])).all()
    assert ((found.term >= 0) & (found.term < len(found.spelled_at) - 1)).all()
    assert (np.diff(found.spelled_at) > 0).all()
    beside = np.frombuffer(before + bytes(data) + behind, dtype=np.uint8)
    again = scan(beside, offsets + len(before), split=split)
    for one, other in zip(found, again, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("data", [b"", b"Oil"], ids=["nothing", "bytes of no text"])
def test_without_texts_there_is_nothing(data):
    found = scan(np.frombuffer(data, dtype=np.uint8), np.zeros(1, dtype=np.int64), split=True)
    assert [len(array) for array in found] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("n", range(1, 27))
@pytest.mark.parametrize("behind", ["", " ", ".", "é", "-", "’s", "1"])
def test_a_word_of_any_length_is_read_wherever_the_text_ends(n, behind):
    word = (string.ascii_uppercase + "x")[:n]
    expected = [spelled for spelled, _, _ in read_slowly(word + behind)]
    assert spellings(word + behind) == [expected]
    assert spellings(f"{word + behind} and so on, for eight bytes and more")[0][: len(expected)] == expected


def test_words_that_differ_in_one_letter_are_two_words_wherever_it_stands():
    for n in (7, 8, 9, 15, 16, 17, 40):
        words = ["a" * n] + ["a" * k + "b" + "a" * (n - k - 1) for k in range(n)]
        by_text, vocabulary = read([" ".join(words + words)], split=False)
        assert vocabulary == words
        assert [word for word, _, _ in by_text[0][0][3]] == words + words


@pytest.mark.parametrize(("one", "other"), SAME_NUMBER)
def test_two_words_of_one_number_are_two_words(one, other):
    assert spellings(f"{one} {other} {one} {other}") == [[one, other, one, other]]
    assert spellings(f"{other} {one} {other} {one}") == [[other, one, other, one]]


def test_300_000_distinct_words_are_numbered_in_the_order_of_their_appearance():
    letters = string.ascii_lowercase[:24]
    words = ["".join(word) for word in itertools.islice(itertools.product(letters, repeat=4), 300_000)]
    for texts in ([" ".join(words)], words):  # in one text, and each in a text of its own
        found = scan(*of_bytes([text.encode() for text in texts]), split=True)
        np.testing.assert_array_equal(found.term, np.arange(300_000))
        assert bytes(found.spelled).decode() == "".join(words)
        np.testing.assert_array_equal(np.diff(found.spelled_at), 4)


def test_many_short_texts_behind_one_long_text_find_room_for_their_words():
    # The long text makes room for as many places as it has bytes and for more numbers than that; the others use them up.
    words = ["".join(word) for word in itertools.islice(itertools.product(string.ascii_lowercase, repeat=3), 16_000)]
    found = scan(*of_bytes([b"x" + b" " * 9_000, *(f"{word}   ".encode() for word in words)]), split=True)
    assert found.term.tolist() == list(range(16_001))
    assert bytes(found.spelled).decode() == "x" + "".join(words)
    assert np.diff(found.spelled_at).tolist() == [1] + [3] * 16_000


def test_long_words_keep_their_numbers_while_their_table_grows():
    words = [f"{'abcdefgh'[k % 8] * 9}-{chr(0x4E00 + k)}" for k in range(20_000)]
    texts = [word.encode() for word in words]
    found = scan(*of_bytes(texts + texts[::-1]), split=False)
    assert found.term.tolist() == [*range(20_000), *range(19_999, -1, -1)]
    assert bytes(found.spelled).decode() == "".join(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1" * 100_000, {"a": 100_000, "1": 100_000}),
        ("1a" * 100_000, {"a": 100_000, "1": 100_000}),
        ("a." * 100_000, {"a." * 100_000: 1}),
        ("1." * 100_000, {"1." * 99_999 + "1": 1}),
        ("x" * 100_000, {"x" * 100_000: 1}),
        ("x" * 100_000 + "é", {"x" * 100_000 + "é": 1}),
        ("x-" * 100_000, {"x-" * 99_999 + "x": 1}),
        ("ΐ" * 100_000, {"ι\u0308\u0301" * 100_000: 1}),  # three times as many bytes
        ("ΐ " * 100_000, {"ι\u0308\u0301": 100_000}),
        ("ß" * 100_000, {"s" * 200_000: 1}),
        ("a\n\n" * 100_000, {"a": 100_000}),
        ("é. A" * 100_000, {"é": 1, "aé": 99_999, "a": 1}),
    ],
    ids=lambda value: value[:4] if isinstance(value, str) else "",
)
def test_texts_of_more_words_or_letters_than_news_has_find_room(text, expected):
    found = scan(*of_bytes([text.encode()]), split=True)
    words = [bytes(found.spelled[begin:end]).decode() for begin, end in itertools.pairwise(found.spelled_at)]
    assert {words[term]: n for term, n in Counter(found.term.tolist()).items()} == expected


def test_room_that_is_short_in_the_middle_of_a_corpus_loses_nothing():
    texts = ["Oil rose. It fell.\n\nGold", "", "ΐ" * 70_000, "a1" * 9_000, "x. Y! " * 5_000, "It fell."] * 2
    by_text = scan(*of_bytes([text.encode() for text in texts]), split=True)
    n_sentences = [len(split_slowly(text)) for text in texts[:6]] * 2
    n_words = [len(read_slowly(text)) for text in texts[:6]] * 2
    assert np.bincount(by_text.row, minlength=12).tolist() == n_sentences
    row = np.repeat(by_text.row, np.diff(by_text.first))
    assert np.bincount(row, minlength=12).tolist() == n_words
    half = len(by_text.term) // 2
    for array in (by_text.term, by_text.begin, by_text.end, by_text.mark):
        np.testing.assert_array_equal(array[:half], array[half:])


@pytest.mark.parametrize(
    "piece",
    [*"a a. a1 1. x- - . “ .” .( é \u0301 ’ aé …".split(), " ", "\n", "\n ", ".\n", ". ", ". A", "Mr. ", "xé "],
)
def test_the_time_grows_with_the_length_of_a_text_and_not_with_its_square(piece):
    data, offsets = of_bytes([(piece * 300_000).encode()])
    scan(data[:1000], np.array([0, 1000]), split=True)  # compiled now at the latest
    before = time.perf_counter()
    scan(data, offsets, split=True)
    assert time.perf_counter() - before < 3  # 300,000 squared is 90,000,000,000
