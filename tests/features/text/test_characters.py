import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from features.text.characters import (
    DIGIT,
    FOLDS,
    LETTER,
    MARK,
    N_CODE_POINTS,
    ONE_LETTER,
    OPENS,
    SPACE,
    characters,
    code_point,
)

EVERY_SIGN = [chr(point) for point in range(N_CODE_POINTS)]
# Surrogates stand in no text.
WRITTEN = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]


@njit
def decode(data, points, sizes):
    place, n = 0, 0
    while place < len(data):
        points[n], sizes[n] = code_point(data, place, len(data))
        place += sizes[n]
        n += 1
    return n


def decoded(written):
    """The code points that one after the other are found in some bytes, and how many bytes each took."""
    points, sizes = np.zeros(len(written), dtype=np.int64), np.zeros(len(written), dtype=np.int64)
    n = decode(np.frombuffer(written, dtype=np.uint8), points, sizes)
    return points[:n], sizes[:n]


def is_letter(sign):
    """By the categories of Unicode: a letter, or a number that is no decimal digit; of what it is folded to."""
    first = sign.casefold()[0]
    category = unicodedata.category(first)
    return category[0] == "L" or (category != "Nd" and unicodedata.numeric(first, None) is not None)


def is_mark(sign):
    return sign <= "\uffff" and unicodedata.category(sign.casefold()[0]) in ("Mn", "Mc")


def opens(sign):
    """A letter or digit as it stands, but none of the small ones from a to z and from ß to ÿ."""
    return sign.isalnum() and not ("a" <= sign <= "z" or "ß" <= sign <= "ÿ")


@pytest.mark.parametrize(
    ("flag", "is_so"),
    [
        (LETTER, is_letter),
        (ONE_LETTER, lambda sign: is_letter(sign) and len(sign.casefold()) == 1),
        (MARK, is_mark),
        (DIGIT, lambda sign: unicodedata.category(sign) == "Nd"),
        (SPACE, str.isspace),
        (OPENS, opens),
        (FOLDS, lambda sign: sign.casefold() != sign),
    ],
    ids=["letter", "one letter", "mark", "digit", "space", "opener", "folds"],
)
def test_every_character_is_what_unicode_says_of_it(flag, is_so):
    found = characters().kind & flag != 0
    wrong = np.flatnonzero(found != np.fromiter(map(is_so, EVERY_SIGN), dtype=bool, count=N_CODE_POINTS))
    assert [f"U+{point:04X}" for point in wrong] == []


def test_a_reader_knows_letters_marks_digits_and_blanks_by_hand_picked_signs():
    kind = characters().kind
    expected = {LETTER: set("aÉ油ß²½"), MARK: set("\u0301ि"), DIGIT: set("7٣"), SPACE: set(" \n\xa0")}
    signs = "aÉ油ß²½\u0301ि7٣ \n\xa0_.-'😀"
    assert {flag: {sign for sign in signs if kind[ord(sign)] & flag} for flag in expected} == expected


def test_behind_the_tables_no_character_is_a_letter_a_digit_or_a_space_nor_is_it_folded():
    behind = WRITTEN[WRITTEN.index(chr(N_CODE_POINTS - 1)) + 1 :]
    assert len(behind) == sys.maxunicode + 1 - N_CODE_POINTS
    assert not any(sign.isalnum() or sign.isspace() or sign.casefold() != sign for sign in behind)


def test_every_character_is_folded_to_the_bytes_of_its_casefold():
    tables = characters()
    changed = [sign for sign in EVERY_SIGN if sign.casefold() != sign]
    assert len(changed) > 1000
    for sign in changed:
        row = tables.fold_row[ord(sign)]
        assert bytes(tables.folded[row, : tables.n_folded[row]]) == sign.casefold().encode(), sign


def test_a_word_ends_at_any_ascii_sign_that_no_word_holds():
    found = {chr(byte) for byte in np.flatnonzero(characters().ends_word)}
    assert found == {chr(byte) for byte in range(128) if not chr(byte).isalnum()} - {"'", "-"}


def test_the_tables_cannot_be_written_to():
    for table in characters():
        with pytest.raises(ValueError, match="read-only"):
            table[0] = 0


def test_every_code_point_is_decoded_and_those_behind_the_tables_are_nothing():
    points, sizes = decoded("".join(WRITTEN).encode())
    expected = np.array([ord(sign) if ord(sign) < N_CODE_POINTS else 0xFFFD for sign in WRITTEN])
    np.testing.assert_array_equal(points, expected)
    np.testing.assert_array_equal(sizes, [len(sign.encode()) for sign in WRITTEN])


@pytest.mark.parametrize("sign", ["é", "油", "😀"])
def test_a_character_that_is_cut_off_is_nothing_and_what_stands_behind_the_end_is_not_read(sign):
    written = np.frombuffer(sign.encode(), dtype=np.uint8)
    for end in range(1, len(written)):
        assert code_point(written, 0, end) == (0xFFFD, 1)
    assert code_point(written, 0, len(written))[1] == len(written)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=40))
def test_bytes_that_are_no_utf_8_are_read_to_their_end_and_stay_within_the_tables(written):
    points, sizes = decoded(written)
    assert sizes.sum() == len(written)
    assert ((sizes >= 1) & (sizes <= 4)).all()
    assert ((points >= 0) & (points < N_CODE_POINTS)).all()
