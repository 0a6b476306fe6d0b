import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text.characters import characters
from features.text.spelling import number_word, pack_word, spell_word
from tests.features.text.slow_reading import read_slowly

# Two pairs, found by a search, that have one number each: of two words of sixteen letters, and of one and a word of eight.
SAME_NUMBER = [("juuvelphaaaaaaad", "hkdezleicedseazz"), ("vvfepbujaaaaabaa", "xhoaaxpc")]


def pack(word):
    return int(pack_word(np.frombuffer(word, dtype=np.uint8), 0, len(word)))


def spell(text, place):
    """The word that begins at a place of a text, and where it ends, in characters; spelled behind two other bytes."""
    data, tables = text.encode(), characters()
    spelled = np.full(6 * len(data) + 16, 0xFF, dtype=np.uint8)
    to, end = spell_word(
        np.frombuffer(data, dtype=np.uint8), len(text[:place].encode()), len(data), tables.kind, tables[2:], spelled, 2
    )
    assert bytes(spelled[:2]) == b"\xff\xff"
    assert (spelled[to:] == 0xFF).all()
    return bytes(spelled[2:to]).decode(), len(data[:end].decode())


def number(words):
    """The numbers that words get one after the other, among no more slots than needed."""
    slots = np.zeros((32, 2), dtype=np.uint64)
    spelled, spelled_at, n_terms, found = np.zeros(4096, dtype=np.uint8), np.zeros(64, dtype=np.int64), 0, []
    for word in words:
        at = spelled_at[n_terms]
        spelled[at : at + len(word)] = list(word)
        found.append(int(number_word(np.uint64(pack(word)), len(word), slots, spelled, spelled_at, n_terms)))
        if found[-1] == n_terms:
            n_terms += 1
            spelled_at[n_terms] = at + len(word)
    return found


@settings(deadline=None, max_examples=300)
@given(st.text("aBß’'‐-.,1٣\u0301ΐİ \u0345油U", max_size=12) | st.text(max_size=12))
@example("x-a.b.c 1,2.3,x U.S.A’s ’tis d’\u0301")
def test_a_word_is_spelled_as_a_slow_reading_spells_it(text):
    for word, begin, end in read_slowly(text):
        assert spell(text, begin) == (word, end)


@settings(deadline=None)
@given(st.binary(max_size=8))
def test_up_to_eight_bytes_are_their_own_number_the_first_lowest(word):
    assert pack(word) == int.from_bytes(word, "little")


def test_of_a_longer_word_every_letter_counts():
    for n in (9, 16, 17, 33):
        words = [b"a" * n, *(b"a" * k + b"b" + b"a" * (n - k - 1) for k in range(n))]
        assert len({pack(word) for word in words}) == n + 1


@pytest.mark.parametrize(("one", "other"), SAME_NUMBER)
def test_two_words_of_one_number_are_two_words(one, other):
    one, other = one.encode(), other.encode()
    assert pack(one) == pack(other), "these two no longer have one number: find others"
    assert number([one, other, one, other]) == [0, 1, 0, 1]
    assert number([other, one, other, one]) == [0, 1, 0, 1]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([b"a", b"b", b"abcdefgh", b"abcdefghi", b"abcdefghj", b"b" * 40, b"b" * 39 + b"a"]), max_size=12
    )
)
def test_words_are_numbered_in_the_order_of_their_appearance(words):
    order = list(dict.fromkeys(words))
    assert number(words) == [order.index(word) for word in words]
