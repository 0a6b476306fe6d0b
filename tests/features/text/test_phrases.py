import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text.phrases import find_phrases, prepare_phrases

TERMS = ["a", "b", "c"]
# "d" is no term.
PHRASES = st.lists(st.lists(st.sampled_from("abcd"), max_size=4).map(" ".join), max_size=8)
SENTENCES = st.lists(st.lists(st.sampled_from(range(3)), max_size=8), max_size=4)


def found(phrases, sentences):
    term = np.array([number for sentence in sentences for number in sentence], dtype=np.int32)
    first = np.cumsum([0, *map(len, sentences)], dtype=np.int64)
    phrase, position = find_phrases(phrases, pa.array(TERMS, type=pa.large_string()), term, first)
    return list(zip(phrase.tolist(), position.tolist(), strict=True))


@settings(deadline=None, max_examples=300)
@given(PHRASES, SENTENCES)
@example(["a b", "b a", "a", "a b a", "a b", ""], [[0, 1, 0, 1, 0], [1, 0]])
def test_phrases_are_found_wherever_a_look_at_each_place_finds_them(phrases, sentences):
    expected, begin = [], 0
    for sentence in sentences:
        words = [TERMS[number] for number in sentence]
        expected += [
            (number, begin + place)
            for place in range(len(words))
            for number, phrase in enumerate(phrases)
            if phrase and words[place : place + len(phrase.split())] == phrase.split()
        ]
        begin += len(sentence)
    assert found(phrases, sentences) == expected


def test_more_phrases_are_found_than_there_is_room_for_at_first():
    assert found(["a"] * 3, [[0] * 1_000]) == [(phrase, place) for place in range(1_000) for phrase in range(3)]


def test_a_phrase_never_reaches_into_the_next_sentence():
    assert found(["a b"], [[0], [1], [0, 1], [0]]) == [(0, 2)]


def slowly(phrases, words):
    """All phrases tried at every place of every sentence."""
    occurrences, begin = [], 0
    for sentence in words:
        for place in range(len(sentence)):
            for number, phrase in enumerate(phrases):
                parts = phrase.split()
                if parts and sentence[place : place + len(parts)] == parts:
                    occurrences.append((number, begin + place))
        begin += len(sentence)
    return occurrences


def quickly(phrases, words, *, possessives=False):
    terms = sorted({word for sentence in words for word in sentence})
    number = {word: place for place, word in enumerate(terms)}
    term = np.array([number[word] for sentence in words for word in sentence], dtype=np.int32)
    first = np.cumsum([0, *map(len, words)], dtype=np.int64)
    spelled = pa.array(terms, type=pa.large_string())
    phrase, position = find_phrases(phrases, spelled, term, first, possessives=possessives)
    return list(zip(phrase.tolist(), position.tolist(), strict=True))


# More words than a number of 64 bits has bits, of which many begin a phrase and many begin none; long phrases, cut out of the text.
MANY = [f"w{number}" for number in range(200)]
LONG = st.lists(st.lists(st.sampled_from(MANY), max_size=30), min_size=1, max_size=4)


@settings(deadline=None, max_examples=150)
@given(LONG, st.data())
def test_of_hundreds_of_phrases_the_quick_way_finds_what_a_slow_search_finds(words, data):
    numbers = st.integers(0, 30)
    cuts = data.draw(st.lists(st.tuples(st.sampled_from(words), numbers, st.integers(1, 9)), max_size=30))
    phrases = [" ".join(sentence[begin : begin + length]) for sentence, begin, length in cuts]
    # Some that nearly occur, and many that do not.
    phrases += [f"{phrase} w{number}" for number, phrase in enumerate(phrases)]
    phrases += [f"w{number} w{number * 7 % 200}" for number in range(data.draw(st.integers(0, 200)))]
    assert quickly(phrases, words) == slowly(phrases, words)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "a's", "b", "b's", "c"]), max_size=8), max_size=3), PHRASES)
def test_with_possessives_a_phrase_is_found_as_its_nouns_are(words, phrases):
    phrases = [phrase.replace("d", "b's") for phrase in phrases]
    bare = [[word.removesuffix("'s") for word in sentence] for sentence in words]
    expected = slowly([phrase.replace("'s", "") for phrase in phrases], bare)
    assert quickly(phrases, bare, possessives=True) == expected


def test_phrases_are_made_ready_once():
    assert prepare_phrases(("crude oil", "a")) is prepare_phrases(("crude oil", "a"))


def test_without_phrases_or_words_there_is_nothing():
    assert quickly([], [["a"]]) == quickly(["a", ""], []) == quickly([""], [["a"]]) == []
