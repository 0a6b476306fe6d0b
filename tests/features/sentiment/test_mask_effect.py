import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import find_words, read_scorer
from features.sentiment import score_words
from features.sentiment.mask_effect import compare_masked, find_masked, open_unmasked
from features.sentiment.scored import Scored


def stream(*texts):
    return find_words(pd.DataFrame({"article_id": [str(place) for place in range(len(texts))], "text": list(texts)}))


def scored(words, contributions):
    """Words of a stream with contributions made up by hand; all else does not matter here."""
    position = np.flatnonzero(contributions)
    nothing = np.zeros(len(position))
    n = len(words.row)
    return Scored(
        words, position, nothing, nothing, np.array(contributions)[position], np.ones(n, np.int32), np.ones(n)
    )


def test_contributions_of_a_phrase_are_those_of_its_words_over_all_its_occurrences():
    words = stream("Crude oil fell. Oil rose, crude oil too.")  # crude oil fell | oil rose crude oil too
    without = scored(words, [-0.2, 0.05, -0.3, 0.1, 0.3, -0.4, 0.25, 0.0])
    masked = scored(words, [0.0, 0.0, -0.3, 0.0, 0.3, 0.0, 0.0, 0.0])
    effect = compare_masked(masked, without, ["oil", "crude oil", "gas"])
    assert effect["phrase"].tolist() == ["crude oil", "oil"] and effect["n_times"].tolist() == [2, 1]
    assert effect["without_mask"].tolist() == pytest.approx([-0.2 + 0.05 - 0.4 + 0.25, 0.1])
    assert effect["with_mask"].tolist() == [0.0, 0.0]


def test_names_and_subject_words_add_nothing_with_the_mask_and_something_without():
    words = stream("The party said that crude prices and human rights were discussed.")
    scorer = read_scorer()
    masked, without = score_words(words, scorer), score_words(words, open_unmasked(scorer))
    effect = compare_masked(masked, without, scorer.tone_words.mask).set_index("phrase")
    assert {"party", "human rights"} <= set(effect.index)
    assert (effect["with_mask"] == 0).all() and (effect["without_mask"] != 0).any()


def test_your_own_words_stay_without_the_mask(tmp_path):
    (tmp_path / "own.csv").write_text("term,weight\ntariff,-0.5\n")
    unmasked = open_unmasked(read_scorer(tmp_path / "own.csv"))
    assert unmasked.tone_words.own.to_dict() == {"tariff": -0.5} and unmasked.tone_words.mask == ()


def test_two_streams_are_refused():
    one, other = (scored(stream("Oil."), [0.1]) for _ in range(2))
    with pytest.raises(ValueError, match="score them twice"):
        compare_masked(one, other, ["oil"])


@pytest.mark.parametrize("mask", [[], ["oil"], ["crude oil"]])
def test_nothing_that_occurs_gives_no_row(mask):
    words = stream("It rained.")
    assert len(compare_masked(scored(words, [0.0, 0.1]), scored(words, [0.0, 0.1]), mask)) == 0
    empty = find_words(pd.DataFrame({"article_id": pd.Series(dtype=str), "text": pd.Series(dtype=str)}))
    assert len(find_masked(empty, mask)[0]) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Caracas's party", [("caracas", 0), ("party", 1)]),  # a possessive is its noun
        ("the supreme court of justice", [("supreme court of justice", 1)]),
        ("Supreme Court. Of justice", [("supreme court", 0)]),  # phrases end with their sentence
        ("poor's poor", [("poor's", 0)]),
    ],
)
def test_the_longest_phrase_of_a_place_counts(text, found):
    mask = ["caracas", "party", "court", "supreme court", "supreme court of justice", "poor's"]
    phrase, position = find_masked(stream(text), mask)
    assert [(mask[one], place) for one, place in zip(phrase, position, strict=True)] == found


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=30))
def test_it_finds_what_a_slow_search_finds(letters):
    """Word by word: the longest phrase that begins here, and on behind it; no two phrases overlap but from the same word."""
    mask = ["a", "a b", "a b c", "d"]
    expected, place = [], 0
    while place < len(letters):
        fitting = [term for term in mask if letters[place : place + len(term.split())] == term.split()]
        longest = max(fitting, key=len, default=None)
        expected += [(longest, place)] if longest else []
        place += len(longest.split()) if longest else 1
    phrase, position = find_masked(stream(" ".join(letters)), mask)
    assert [(mask[one], place) for one, place in zip(phrase, position, strict=True)] == expected
