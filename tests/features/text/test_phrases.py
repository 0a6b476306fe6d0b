import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text.phrases import find_phrases

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
