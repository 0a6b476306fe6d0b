"""Which phrases a corpus keeps, of counts written by hand."""

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array

from features.topics.collocations import select_phrases


def select(phrases, words, n=400):
    """Phrases and words as `{form: [times in each article]}`; so many other words stand in each article."""
    forms, vocabulary = sorted(phrases), sorted([*words, "zzz"])
    columns = [words.get(word, [n] * len(next(iter(words.values())))) for word in vocabulary]
    counts = csr_array(np.array([phrases[form] for form in forms], dtype=np.int32).T)
    return select_phrases(
        counts,
        pa.array(forms, type=pa.large_string()),
        csr_array(np.array(columns).T),
        np.array(vocabulary, dtype=object),
    )


def test_a_phrase_stays_that_chance_does_not_explain_in_three_articles_at_least():
    words = {"oil": [2, 2, 2, 0], "crude": [2, 2, 2, 0], "sea": [2, 2, 0, 0]}
    kept = select({"crude oil": [2, 2, 2, 0], "oil sea": [2, 2, 0, 0]}, words)
    assert kept.folded == [("crude", "oil")] and kept.written.tolist() == ["crude oil"]
    assert kept.counts.toarray().tolist() == [[2], [2], [2], [0]]


def test_frequent_words_that_meet_by_chance_are_no_phrase():
    # 3 of 3,000 words: of 300 and 300 some 30 would stand side by side by chance.
    assert select({"oil price": [1, 1, 1]}, {"oil": [100] * 3, "price": [100] * 3}, n=800).folded == []


def test_forms_are_one_phrase_that_is_written_as_in_most_articles():
    phrases = {"WHITE HOUSE": [1, 0, 0, 0], "White House": [0, 1, 1, 0], "white house": [0, 0, 0, 2]}
    kept = select(phrases, {"white": [1, 1, 1, 2], "house": [1, 1, 1, 2]})
    assert kept.written.tolist() == ["White House"]
    assert kept.counts.toarray().tolist() == [[1], [1], [1], [2]]


def test_a_pair_within_a_phrase_of_three_goes_with_its_articles():
    phrases = {"Nobel Peace Prize": [1, 1, 1, 0, 0, 0, 0], "Nobel Peace": [1, 1, 1, 0, 0, 0, 0]}
    phrases["Peace Prize"] = [1, 1, 1, 1, 1, 1, 1]
    words = {"nobel": [1, 1, 1, 0, 0, 0, 0], "peace": [1] * 7, "prize": [1] * 7}
    assert select(phrases, words).written.tolist() == ["Nobel Peace Prize", "Peace Prize"]


def test_a_cut_of_a_longer_name_goes():
    phrases = {"American Free Trade": [1, 1, 1], "Free Trade Agreement": [1, 1, 1]}
    words = {word: [1, 1, 1] for word in ("american", "free", "trade", "agreement")}
    assert select(phrases, words).written.tolist() == ["Free Trade Agreement"]


def test_a_phrase_with_a_title_is_none():
    words = {word: [1, 1, 1] for word in ("president", "vladimir", "putin")}
    assert select({"President Vladimir": [1] * 3, "Vladimir Putin": [1] * 3}, words).written.tolist() == [
        "Vladimir Putin"
    ]


def test_a_word_is_a_name_when_enough_of_its_articles_write_it_so():
    kept = select({"Texas": [1, 1, 1, 0, 0], "Court": [1, 1, 1, 0, 0]}, {"texas": [1, 1, 1, 1, 0], "court": [9] * 5})
    assert kept.names == {"texas": "Texas", "court": "Court"}
    # 3 of 8 are less than two fifths.
    kept = select({"Court": [1, 1, 1, 0, 0, 0, 0, 0]}, {"court": [1] * 8})
    assert kept.names == {}


def test_no_articles_have_no_phrases():
    kept = select_phrases(
        csr_array((0, 0), dtype=np.int32),
        pa.array([], type=pa.large_string()),
        csr_array((0, 0), dtype=np.int32),
        np.empty(0, dtype=object),
    )
    assert (kept.folded, kept.written.tolist(), kept.names, kept.counts.shape) == ([], [], {}, (0, 0))


def test_phrases_of_some_articles_are_their_rows():
    kept = select({"crude oil": [2, 3, 2, 0]}, {"oil": [2, 3, 2, 0], "crude": [2, 3, 2, 0]})
    assert kept.take(np.array([1, 3])).counts.toarray().tolist() == [[3], [0]]
