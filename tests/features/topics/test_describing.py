"""Words and labels of topics, from articles to what a reader is told."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from features import tables
from features.topics.describing import describe_topics

WORDS = np.array(["coal", "gas", "goal", "league"], dtype=object)
# Four articles on energy and two on football; gas stands in all of the one, and once in the other.
COUNTS = csr_array(np.array([[1, 2, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [0, 3, 0, 0], [0, 1, 1, 1], [0, 0, 2, 1]]))


def test_words_labels_shares_and_lifts_are_those_counted_by_hand():
    terms, labels = describe_topics(COUNTS, np.array([0, 0, 0, 0, 1, 1]), 2, WORDS)
    # Gas: 4 of 4 against 5 of 6, 1 · ln(6 / 5) = 0.18; coal: 2 of 4 against 2 of 6, 0.5^1.25 · ln(3 / 2) = 0.17. Goal and league
    # are in both articles on football, and come by the alphabet.
    assert terms[["topic_no", "rank", "term", "share"]].values.tolist() == [
        [0, 1, "gas", 1.0],
        [0, 2, "coal", 0.5],
        [1, 1, "goal", 1.0],
        [1, 2, "league", 1.0],
    ]
    assert terms["lift"].tolist() == pytest.approx([6 / 5, 3 / 2, 3, 3])
    assert labels == ("gas, coal", "goal, league")
    assert list(terms) == tables.TOPIC_TERMS.names


def test_a_topic_that_is_the_largest_of_no_article_has_no_words_and_a_label_that_says_so():
    terms, labels = describe_topics(COUNTS, np.array([0, 0, 0, 0, 2, 2]), 3, WORDS)
    assert terms["topic_no"].unique().tolist() == [0, 2]
    assert labels == ("gas, coal", "(nothing of its own)", "goal, league")


def test_one_article_of_one_topic_is_typical_of_nothing():
    terms, labels = describe_topics(COUNTS[:1], np.array([0]), 1, WORDS)
    assert terms.empty and labels == ("(nothing of its own)",)
