import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features.text.known import find_known, know_words

# Short words, and some longer than the eight bytes that are packed into a number, which differ late.
LETTERS = st.text(alphabet="aé's", max_size=3)
WORDS = st.one_of(LETTERS, st.tuples(st.sampled_from(["bulletin", "bulletinbulletin"]), LETTERS).map("".join))


def found(terms, known):
    return [places.tolist() for places in find_known(pa.array(terms, type=pa.large_string()), know_words(known))]


@given(st.lists(WORDS, max_size=40), st.lists(WORDS, unique=True, max_size=40))
@example(["bulletin", "bulletins", "bulletin's"], ["bulletin", "bulletins"])
@example(["", "'s"], [""])
def test_words_are_found_as_they_are_and_by_their_nouns(terms, known):
    number = {word: place for place, word in enumerate(known)}
    as_written, as_noun = found(terms, known)
    assert as_written == [number.get(term, -1) for term in terms]
    assert as_noun == [number.get(term.removesuffix("'s"), -1) for term in terms]


def test_slices_of_arrays_are_read_from_where_they_begin():
    terms = pa.array(["oil", "gas", "oil's"], type=pa.large_string()).slice(1)
    assert [places.tolist() for places in find_known(terms, know_words(["oil", "gas"]))] == [[1, -1], [1, 0]]


def test_thousands_of_words_keep_their_numbers():
    words = [f"word {number}" for number in range(5_000)]
    assert found(words, words)[0] == list(range(5_000))


def test_nothing_is_found_of_nothing_or_in_nothing():
    assert found([], ["oil"]) == [[], []]
    assert found(["oil"], []) == [[-1], [-1]]


def test_a_word_that_stands_there_twice_is_refused():
    with pytest.raises(ValueError, match="'oil' stands there twice"):
        know_words(["oil", "gas", "oil"])
