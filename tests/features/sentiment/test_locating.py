import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment.locating import locate_targets
from features.text import find_words
from tests.features.sentiment.small_scorers import sentences_of


def locate(texts, *targets):
    """The words of targets (row, start, end), as rows of sentence, first and behind."""
    numbers = np.array(targets, dtype=np.int64).reshape(-1, 3).T
    return np.array(locate_targets(find_words(sentences_of(*texts)), *numbers)).T.tolist()


@pytest.mark.parametrize(
    ("written", "first", "behind"),
    [
        ("They", 0, 1),
        ("Ana Duarte", 2, 4),
        ("Ana", 2, 3),
        ("na Du", 2, 4),  # words that are only in part of it are of it
        ("“Ana Duarte’s”", 2, 4),
        (" Ana", 2, 3),
        ("praised", 1, 2),
        ("again", 4, 5),
        ("again.", 4, 5),
    ],
)
def test_the_words_of_a_target_are_those_that_it_touches(written, first, behind):
    text = "They praised “Ana Duarte’s” again." if "’" in written else "They praised Ana Duarte again."
    start = text.index(written)
    assert locate([text], (0, start, start + len(written))) == [[0, first, behind]]


def test_places_count_characters_of_the_own_sentence():
    texts = ["😀😀 Rain fell.", "", "Öl! 油 Ana won."]
    assert locate(texts, (0, 3, 7), (2, 6, 9)) == [[0, 0, 1], [2, 4, 5]]
    assert locate(texts, (2, 0, 2)) == [[2, 2, 3]]


def test_a_target_that_is_no_word_stands_for_the_next_one_or_the_last():
    assert locate(["Rain … fell …"], (0, 5, 6), (0, 12, 13)) == [[0, 1, 1], [0, 1, 2]]


def test_a_target_in_a_sentence_without_words_has_none():
    assert locate(["Rain.", "…", "Snow."], (1, 0, 1)) == [[1, 1, 1]]


def test_no_targets_have_no_words():
    assert locate(["Rain."]) == []


@given(
    st.lists(
        st.lists(st.sampled_from(["Ana", "praised", "…", "油", "won’t", "😀"]), max_size=6).map(" ".join), max_size=3
    ),
    st.data(),
)
def test_targets_are_located_as_a_slow_reading_locates_them(texts, data):
    texts = [*texts, "Ana won."]
    row = data.draw(st.sampled_from([row for row, text in enumerate(texts) if text]))
    start = data.draw(st.integers(0, len(texts[row]) - 1))
    end = data.draw(st.integers(start + 1, len(texts[row])))
    words = find_words(sentences_of(*texts))
    places = pd.DataFrame(dict(zip(("start", "end"), words.places(), strict=True))).assign(row=words.sentence)
    touched = places.index[(places["row"] == row) & (places["start"] < end) & (places["end"] > start)].tolist()
    [[sentence, first, behind]] = locate(texts, (row, start, end))
    assert sentence == row
    if touched:
        assert (first, behind) == (touched[0], touched[-1] + 1)
    else:
        assert words.first[row] <= first <= behind <= words.first[row + 1]
