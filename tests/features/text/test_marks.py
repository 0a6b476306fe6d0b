import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.marks import CAPITAL, CLOSED, OPENED, PARTED, QUOTED, is_capital, mark_between

MARKS = [CAPITAL, PARTED, OPENED, CLOSED, QUOTED]


def capital(text):
    return bool(is_capital(np.frombuffer(text.encode(), dtype=np.uint8), 0))


def between(signs):
    mark = np.uint8(0)
    for sign in signs:
        mark = np.uint8(mark_between(mark, ord(sign)))
    return int(mark)


def test_marks_are_bits_of_their_own():
    assert [int(mark) for mark in MARKS] == [1, 2, 4, 8, 16]


def test_capitals_of_latin_1_are_those_that_unicode_calls_upper_case():
    every = [chr(point) for point in range(0x100)]
    assert [sign for sign in every if capital(sign)] == [sign for sign in every if sign.isupper()]


@pytest.mark.parametrize("sign", ["Ā", "Ω", "Ж", "油", "🅰", "1", "’"])
def test_of_other_alphabets_and_signs_none_is_a_capital(sign):
    assert not capital(sign)


def test_a_character_that_is_cut_off_is_no_capital():
    assert not is_capital(np.array([0xC3], dtype=np.uint8), 0)
    assert is_capital(np.array([0x20, 0xC3, 0x80], dtype=np.uint8), 1)


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (" ", 0),
        (", ", PARTED),
        *((sign, PARTED) for sign in ":;()-–—"),
        (" “", OPENED),
        ("« ", OPENED),
        ("” ", CLOSED),
        ("»", CLOSED),
        (' "', QUOTED),
        ('" "', 0),
        ('", "', PARTED),
        (",” “", PARTED + OPENED + CLOSED),
        ("/.!?‘’'…[]%\n\t", 0),
    ],
)
def test_signs_between_two_words_add_up(signs, expected):
    assert between(signs) == expected


@given(st.text(' ,:;-–—()"“”«»ab', max_size=12), st.randoms())
def test_the_order_of_signs_makes_no_difference(signs, random):
    shuffled = list(signs)
    random.shuffle(shuffled)
    assert between(signs) == between(shuffled)
    assert bool(between(signs) & QUOTED) == bool(signs.count('"') % 2)
    assert not between(signs) & CAPITAL
