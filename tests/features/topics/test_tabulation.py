"""Topics as tables, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from features import tables
from features.topics import tabulate_shares, tabulate_terms, tabulate_topics
from features.topics.tabulation import TERMS_SHOWN

WORDS = np.array(["club", "gas", "goal", "oil"], dtype=object)
COMPONENTS = np.array([[0.0, 1.0, 1.0, 2.0], [3.0, 0.0, 1.0, 0.0]])


def test_terms_are_ranked_by_weight_and_equal_ones_by_the_alphabet():
    terms = tabulate_terms(COMPONENTS, WORDS)
    assert terms[terms["topic_no"] == 0][["rank", "term", "weight"]].values.tolist() == [
        [1, "oil", 0.5],
        [2, "gas", 0.25],
        [3, "goal", 0.25],
        [4, "club", 0.0],
    ]
    assert terms[terms["topic_no"] == 1]["term"].tolist() == ["club", "goal", "gas", "oil"]


def test_no_more_terms_are_shown_than_readers_read_and_weights_are_parts_of_all_words():
    words = np.array([f"w{number:03}" for number in range(100)], dtype=object)
    terms = tabulate_terms(np.ones((1, 100)), words)
    assert terms["term"].tolist() == words[:TERMS_SHOWN].tolist()
    assert terms["weight"].tolist() == pytest.approx([1 / 100] * TERMS_SHOWN)


def test_a_label_is_made_of_the_words_that_the_topic_has_more_of_than_the_others():
    # Weights times the part of the topic in the word: oil 0.5 · 1, gas 0.25 · 1, goal 0.25 · 0.5 in the one; club 0.75 · 1,
    # goal 0.25 · 0.5 and gas 0 in the other.
    topics = tabulate_topics(COMPONENTS, WORDS, [3.0, 1.0], [3, 1], 4)
    assert topics["label"].tolist() == ["oil, gas, goal", "club, goal, gas"]


def test_a_label_names_only_words_of_the_eight_heaviest():
    words = np.array([f"w{number}" for number in range(10)], dtype=object)
    # The first eight are as heavy in both topics, the last two are the first topic’s own, but lighter.
    components = np.array([[1.0] * 8 + [0.4] * 2, [1.0] * 8 + [0.0] * 2])
    assert tabulate_topics(components, words, [1, 1], [1, 1], 2)["label"].tolist()[0] == "w0, w1, w2"


def test_shares_of_topics_are_means_over_the_articles_that_have_shares():
    topics = tabulate_topics(COMPONENTS, WORDS, np.array([2.5, 1.5]), np.array([3, 1]), 4)
    assert topics["share"].tolist() == [0.625, 0.375] and topics["n_articles"].tolist() == [3, 1]
    assert topics["topic_no"].tolist() == [0, 1]


def test_topics_that_no_article_has_are_there_with_shares_of_0():
    topics = tabulate_topics(COMPONENTS, WORDS, np.zeros(2), np.zeros(2), 0)
    assert topics["share"].tolist() == [0, 0] and topics["n_articles"].tolist() == [0, 0]


def test_a_topic_without_words_divides_nothing_by_nothing():
    topics = tabulate_topics(np.array([[0.0, 0.0], [1.0, 0.0]]), WORDS[:2], [0, 1], [0, 1], 1)
    assert topics["label"].tolist() == ["club, gas", "club, gas"]
    assert tabulate_terms(np.zeros((1, 2)), WORDS[:2])["weight"].tolist() == [0, 0]


def test_each_article_has_a_row_per_topic_and_one_without_shares_none():
    shares = np.array([[0.25, 0.75], [0.0, 0.0], [1.0, 0.0]])
    table = tabulate_shares(shares, np.array(["b", "none", "a"], dtype=object))
    assert table.values.tolist() == [["b", 0, 0.25], ["b", 1, 0.75], ["a", 0, 1.0], ["a", 1, 0.0]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_no_shares_make_an_empty_whole_table(shape):
    ids = np.array([f"a{row}" for row in range(shape[0])], dtype=object)
    pd.testing.assert_frame_equal(tabulate_shares(np.zeros(shape), ids), tables.empty(tables.ARTICLE_TOPICS))
