import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from features.copies.hashing import SHINGLE, hash_shingles, hash_terms

MASK = 2**64 - 1
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), min_size=1, max_size=20)


def mix(number):
    """SplitMix64 as its authors write it, in whole numbers of Python."""
    number = (number + 0x9E3779B97F4A7C15) & MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & MASK
    return number ^ (number >> 31)


def slow_hash(word, place):
    spelled = sum((byte + 1) * mix(number) for number, byte in enumerate(word.encode())) & MASK
    return mix((spelled + 0x9E3779B97F4A7C15 * place) & MASK)


def hashes_of(words):
    return [one.tolist() for one in hash_terms(pa.array(words, type=pa.large_string()))]


def test_the_reference_is_splitmix64():
    # The first two numbers of the published generator with the seed 0.
    assert mix(0) == 0xE220A8397B1DCDAF
    assert mix(0x9E3779B97F4A7C15) == 0x6E789E6AA1B965F4


@given(WORDS)
def test_words_have_the_numbers_of_a_slow_reference(words):
    assert hashes_of(words) == [[slow_hash(word, place) for word in words] for place in range(SHINGLE)]


@given(WORDS)
def test_a_word_has_the_same_number_in_every_vocabulary(words):
    together = hashes_of(words)
    assert together == [[hashes_of([word])[place][0] for word in words] for place in range(SHINGLE)]


def test_a_slice_of_a_vocabulary_has_the_numbers_of_its_words():
    words = pa.array(["coal", "gas", "oil"], type=pa.large_string())
    assert [one.tolist() for one in hash_terms(words.slice(1))] == hashes_of(["gas", "oil"])


def test_an_empty_vocabulary_has_no_numbers():
    assert hashes_of([]) == [[], [], []]


def test_the_order_of_three_words_matters():
    hashed = hash_terms(pa.array(["gas", "oil"], type=pa.large_string()))
    first = {int(hash_shingles(hashed, np.array(term))[0]) for term in ([0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 0])}
    assert len(first) == 4


def test_where_no_shingle_begins_stands_the_largest_number():
    hashed = hash_terms(pa.array(["gas", "oil"], type=pa.large_string()))
    for n in range(3):
        assert hash_shingles(hashed, np.zeros(n, dtype=np.int32)).tolist() == [MASK] * n
    assert hash_shingles(hashed, np.array([0, 1, 0, 1]))[2:].tolist() == [MASK] * 2
