import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.text.characters import characters
from features.text.endings import BEFORE_A_NAME, ENDINGS, FARTHEST, MAY_CLOSE, OPENERS, find_stop
from tests.features.text.slow_reading import split_slowly

KNOWN = BEFORE_A_NAME | MAY_CLOSE | OPENERS
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def stop_at(text, place):
    """What `find_stop` says of the stop at a place, in characters: where reading goes on, where it ends, what follows."""
    data = text.encode()
    tables = characters()
    found = find_stop(
        np.frombuffer(data, dtype=np.uint8), len(text[:place].encode()), 0, len(data), tables.kind, tables[2:], ENDINGS
    )
    return tuple(byte if byte < 0 else len(data[:byte].decode()) for byte in found)


def ends(before, following):
    """Whether a sentence ends between two words, the first with a full stop."""
    return stop_at(f"Then {before}. {following}", len(f"Then {before}"))[1] >= 0


def cased(words):
    """One of the words, each letter of it small or large."""
    letter = st.sampled_from([str.lower, str.upper])
    return st.sampled_from(sorted(words)).flatmap(
        lambda word: st.lists(letter, min_size=len(word), max_size=len(word)).map(
            lambda cases: "".join(case(sign) for case, sign in zip(cases, word, strict=True))
        )
    )


def near(words):
    """Words that differ from a known one by a letter more, less or other, and are none themselves."""
    letter = st.sampled_from(LETTERS)
    changed = st.tuples(st.sampled_from(sorted(words)), letter, st.integers(0, 12), st.integers(0, 2)).map(
        lambda drawn: drawn[0][: drawn[2]] + drawn[1] * (drawn[3] > 0) + drawn[0][drawn[2] + (drawn[3] != 1) :]
    )
    return changed.filter(lambda word: word not in KNOWN and len(word) > 1 and "." not in word)


def test_no_word_both_never_ends_a_sentence_and_sometimes():
    assert not BEFORE_A_NAME & MAY_CLOSE


@pytest.mark.parametrize("word", sorted(BEFORE_A_NAME))
def test_no_sentence_ends_after_what_stands_before_a_name(word):
    for written in (
        word,
        word.title(),
        word.upper(),
        f"Lt.-{word}",
        f"“{word}",
        f"({word}",
        f"'{word}",
        f"’{word}’",
        f"x-{word}”",
    ):
        assert not ends(written, "The"), written
        assert not ends(written, "Ruiz"), written


@pytest.mark.parametrize("word", sorted(MAY_CLOSE))
def test_after_what_may_close_a_sentence_the_next_word_decides(word):
    for written in (word, word.title(), word.upper(), f"D-{word}", f"“{word}", f"'’{word}"):
        assert ends(written, "The"), written
        assert not ends(written, "Ruiz"), written


@pytest.mark.parametrize("word", sorted(OPENERS))
def test_every_opener_opens_a_sentence(word):
    title = word.title()
    for written in (title, word.upper(), f"“{title}", f"(—{title}", f"{title}’s", f"{title}-x"):
        assert ends("Inc", written), written


@pytest.mark.parametrize("word", ["u.s", "U.S", "a.b.c", "D-u.s", "’N.Y", "油.价"])
def test_after_letters_with_full_stops_the_next_word_decides(word):
    assert ends(word, "The")
    assert not ends(word, "Ruiz")


@pytest.mark.parametrize("word", ["a.bc", "ab.c", "ab.cd", "1.b", "a.1", "a..b", "ß.a", "e\u0301.a", "a.b’s", "u.s-x1"])
def test_other_words_with_full_stops_inside_are_no_initials(word):
    assert ends(word, "Ruiz")


@pytest.mark.parametrize("word", ["J", "j", "Ö", "油", "’J", "D-J", "²"])
def test_no_sentence_ends_after_a_single_letter(word):
    assert not ends(word, "The")
    assert not ends(word, "Ruiz")


@pytest.mark.parametrize("word", ["I", "i", "7", "ß", "İ", "\u0301", "😀", "-"])
def test_a_sentence_ends_after_a_single_sign_that_is_no_initial(word):
    assert ends(word, "The")
    assert ends(word, "Ruiz")


@settings(deadline=None)
@given(cased(BEFORE_A_NAME), cased(MAY_CLOSE), cased(OPENERS))
def test_it_makes_no_difference_how_the_words_are_cased(before_a_name, may_close, opener):
    opener = opener[0].upper() + opener[1:]
    assert not ends(before_a_name, opener)
    assert ends(may_close, opener)
    assert not ends(may_close, "Ruiz")


@settings(deadline=None, max_examples=400)
@given(near(BEFORE_A_NAME | MAY_CLOSE), near(OPENERS))
def test_words_that_nearly_are_an_abbreviation_or_an_opener_are_none(before, following):
    assert ends(before, "Ruiz")
    assert not ends("Inc", following.title())


@pytest.mark.parametrize("word", sorted(word for word in OPENERS if len(word) >= 8))
def test_of_eight_letters_and_more_every_one_counts(word):
    for place in range(len(word)):
        other = word[:place] + ("z" if word[place] != "z" else "y") + word[place + 1 :]
        assert not ends("Inc", other.title()), other
        assert not ends("Inc", (word[:place] + "z" + word[place:]).title())


@pytest.mark.parametrize("word", ["mr", "inc", "the"])
def test_no_letters_before_a_known_word_are_lost_however_many_they_are(word):
    for n in range(1, 40):
        assert ends("x" * n + word, "Ruiz")
        assert not ends("Inc", ("x" * n + word).title())


def test_a_known_word_is_looked_for_no_farther_back_than_any_is_long():
    assert max(map(len, KNOWN)) <= FARTHEST
    # A hyphen is where a word begins, but the whole of it may be as long as it will.
    assert not ends("x" * 60 + "-mr", "Ruiz")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell. It rose.", (9, 8, 9)),
        ("It fell.", (8, -1, 8)),
        ("It fell. ", (8, -1, 8)),
        ("It fell.It rose", (8, -1, 8)),
        ("It fell. it rose", (8, -1, 8)),
        ("It fell?! It rose", (10, 9, 10)),
        ("It fell...”) It", (13, 12, 13)),
        ("It fell. “(It", (9, 8, 9)),
        ("It fell.\nIt", (9, 8, 9)),
        ("It fell. \n\n It", (8, -1, 8)),  # the end of a paragraph, and not of this rule
        ("Now Mr. Ruiz", (7, -1, 7)),
        ("Été.\xa0Ölpreis", (5, 4, 5)),
        ("It fell… 40 men", (9, 8, 9)),
        ("It fell. _It", (8, -1, 8)),
    ],
)
def test_a_stop_says_where_the_sentence_ends_and_where_the_next_begins(text, expected):
    place = next(place for place, sign in enumerate(text) if sign in ".?!…")
    assert stop_at(text, place) == expected


@settings(deadline=None, max_examples=400)
@given(st.text("aIß'’”-(“é1\u0301\n ", max_size=8), st.sampled_from(".!?…"), st.text(" ”)’“—-aÉß4.The", max_size=8))
def test_a_stop_ends_a_sentence_where_a_slow_reading_ends_one(before, stop, behind):
    text, place = before + stop + behind, len(before)
    closing = ".!?…\"”’'»)]"
    expected = any(place < end and not text[place:end].strip(closing) for _, end, _ in split_slowly(text)[:-1])
    assert (stop_at(text, place)[1] >= 0) == expected
