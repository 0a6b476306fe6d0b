"""Topics as tables, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from features import tables
from features.topics import Topics, tabulate_shares, tabulate_terms, tabulate_topics

WORDS = np.array(["club", "gas", "goal", "oil"], dtype=object)
# Ten articles: four about oil, six about football.
SIZES = np.array([4, 6])
BY_TOPIC = np.array([[0.0, 2.0, 1.0, 4.0], [3.0, 0.0, 6.0, 1.0]])
FIT = Topics(labels=("oil, gas", "goal, club"), numbers=np.array([0, 1], dtype=np.int32))


def test_terms_stand_in_the_order_of_the_ranking_with_their_share_and_lift():
    terms = tabulate_terms([np.array([3, 1]), np.array([2, 0])], BY_TOPIC, SIZES, WORDS)
    # Oil is in 4 of 4, and in 5 of all 10; gas in 2 of 4 and 2 of 10; goal in 6 of 6 and 7 of 10; club in 3 of 6 and 3 of 10.
    wanted = [
        [0, 1, "oil", 1.0, 2.0],
        [0, 2, "gas", 0.5, 2.5],
        [1, 1, "goal", 1.0, 10 / 7],
        [1, 2, "club", 0.5, 5 / 3],
    ]
    assert terms.drop(columns="lift").values.tolist() == [row[:4] for row in wanted]
    assert terms["lift"].tolist() == pytest.approx([row[4] for row in wanted])
    assert list(terms) == tables.TOPIC_TERMS.names


def test_a_topic_without_words_or_without_articles_has_no_terms_and_disturbs_no_other():
    by_topic, sizes = np.array([[0.0] * 4, *BY_TOPIC]), np.array([0, *SIZES])
    terms = tabulate_terms([np.array([], dtype=int), np.array([3]), np.array([2])], by_topic, sizes, WORDS)
    assert terms[["topic_no", "rank", "term"]].values.tolist() == [[1, 1, "oil"], [2, 1, "goal"]]


@pytest.mark.parametrize("ranked", [[], [np.array([], dtype=int)] * 2], ids=["no topics", "no words"])
def test_no_terms_make_an_empty_whole_table(ranked):
    terms = tabulate_terms(ranked, BY_TOPIC[: len(ranked)], SIZES[: len(ranked)], WORDS)
    pd.testing.assert_frame_equal(terms, tables.empty(tables.TOPIC_TERMS))


def test_topics_have_the_labels_of_the_fit_and_mean_shares_over_the_articles_that_have_shares():
    topics = tabulate_topics(FIT, np.array([2.5, 1.5]), np.array([3, 1]), 4)
    assert topics.values.tolist() == [[0, "oil, gas", 0.625, 3], [1, "goal, club", 0.375, 1]]


def test_topics_keep_their_numbers():
    fit = Topics(labels=FIT.labels, numbers=np.array([2, 7], dtype=np.int32))
    assert tabulate_topics(fit, [1, 1], [1, 1], 2)["topic_no"].tolist() == [2, 7]
    shares = tabulate_shares(np.array([[0.25, 0.75]]), np.array(["a"]), fit.numbers)
    assert shares.values.tolist() == [["a", 2, 0.25], ["a", 7, 0.75]]


def test_topics_that_no_article_has_are_there_with_shares_of_0():
    topics = tabulate_topics(FIT, np.zeros(2), np.zeros(2), 0)
    assert topics["share"].tolist() == [0, 0] and topics["n_articles"].tolist() == [0, 0]


def test_no_topics_make_an_empty_whole_table():
    pd.testing.assert_frame_equal(tabulate_topics(Topics(), [], [], 3), tables.empty(tables.TOPICS))


def test_each_article_has_a_row_per_topic_and_one_without_shares_none():
    shares = np.array([[0.25, 0.75], [0.0, 0.0], [1.0, 0.0]])
    table = tabulate_shares(shares, np.array(["b", "none", "a"], dtype=object))
    assert table.values.tolist() == [["b", 0, 0.25], ["b", 1, 0.75], ["a", 0, 1.0], ["a", 1, 0.0]]


def test_a_share_that_rounding_brought_beyond_1_is_1():
    assert tabulate_shares(np.array([[1 + 1e-15, 0.0]]), np.array(["a"]))["share"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_no_shares_make_an_empty_whole_table(shape):
    ids = np.array([f"a{row}" for row in range(shape[0])], dtype=object)
    pd.testing.assert_frame_equal(tabulate_shares(np.zeros(shape), ids), tables.empty(tables.ARTICLE_TOPICS))
