import string

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import njit

from features.text.eight import leading_letters, load_eight, store_eight

LETTERS = string.ascii_letters.encode()
# Next to the letters, and letters with their high bit set: what sums and masks go wrong at.
NEIGHBOURS = b"@[`{\x00\x1f\x20\x7f\x80\xff" + bytes(letter | 0x80 for letter in LETTERS)
EIGHT = st.one_of(
    st.binary(min_size=8, max_size=8),
    st.lists(st.sampled_from([*LETTERS, *NEIGHBOURS]), min_size=8, max_size=8).map(bytes),
    st.lists(st.sampled_from(LETTERS), min_size=8, max_size=8).map(bytes),
)


@njit
def load(data, place):
    return load_eight(data, place)


@njit
def store(data, place, number):
    store_eight(data, place, number)


def letters_of(eight):
    """The letters that eight bytes begin with, one after the other, as small ones."""
    letters = b""
    for letter in eight:
        if letter not in LETTERS:
            break
        letters += bytes([letter]).lower()
    return letters


def leading(eight):
    n, letters = leading_letters(np.uint64(int.from_bytes(eight, "little")))
    return int(n), int(letters).to_bytes(8, "little")


@settings(deadline=None, max_examples=500)
@given(EIGHT)
@example(b"Oil fell")
@example(b"AZaz@[`{")
def test_the_letters_that_eight_bytes_begin_with_are_those_that_a_loop_finds(eight):
    expected = letters_of(eight)
    assert leading(eight) == (len(expected), expected.ljust(8, b"\x00"))


@pytest.mark.parametrize("place", range(8))
def test_no_byte_at_any_place_is_taken_for_a_letter_that_is_none(place):
    for byte in range(256):
        eight = bytearray(b"mNoPqRsT")
        eight[place] = byte
        expected = letters_of(eight)
        assert leading(eight) == (len(expected), expected.ljust(8, b"\x00")), bytes(eight)


@settings(deadline=None)
@given(st.binary(min_size=8, max_size=40), st.data())
def test_eight_bytes_are_loaded_from_any_place_the_first_lowest(written, data):
    place = data.draw(st.integers(0, len(written) - 8))
    found = load(np.frombuffer(written, dtype=np.uint8), place)
    assert int(found) == sum(written[place + k] << (8 * k) for k in range(8))


@settings(deadline=None)
@given(st.binary(min_size=8, max_size=40), st.integers(0, 2**64 - 1), st.data())
def test_eight_bytes_are_stored_at_any_place_and_nothing_beside_them(written, number, data):
    place = data.draw(st.integers(0, len(written) - 8))
    array = np.frombuffer(written, dtype=np.uint8).copy()
    store(array, place, np.uint64(number))
    stored = bytes((number >> (8 * k)) & 0xFF for k in range(8))
    assert bytes(array) == written[:place] + stored + written[place + 8 :]
