"""Coarse topics: joined by hand-made evidence, summed exactly."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.metrics import silhouette_score

from features import tables
from features.topics import Topics
from features.topics.hierarchy import _find_silhouette, coarsen_shares, nest_topics

WORDS = np.array(["bank", "club", "film", "goal", "loan", "star"], dtype=object)
# Two topics each of money, sport and film.
EVIDENCE = np.array(
    [
        [2, -1, -1, -1, 1, -1],
        [-1, 2, -1, 1, -1, -1],
        [-1, -1, 2, -1, -1, 1],
        [1, -1, -1, -1, 2, -1],
        [-1, 1, -1, 2, -1, -1],
        [-1, -1, 1, -1, -1, 2],
    ],
    dtype=float,
)
LABELS = tuple("money goals cinema loans clubs stars".split())
COUNTS = csr_array(np.eye(6, dtype=int).repeat(4, axis=0))


def fit_of(rows=range(6), numbers=None):
    rows = list(rows)
    numbers = np.array(rows if numbers is None else numbers)
    return Topics(vocabulary=WORDS, evidence=EVIDENCE[rows], labels=tuple(LABELS[row] for row in rows), numbers=numbers)


def test_topics_that_use_the_same_words_are_joined_and_named_by_their_words():
    levels = nest_topics(fit_of(), COUNTS)
    assert levels["topic_no"].tolist() == [0, 1, 2, 3, 4, 5]
    assert levels["coarse_no"].tolist() == [0, 1, 2, 0, 1, 2]
    assert levels["coarse_label"].tolist() == ["bank, loan", "club, goal", "film, star"] * 2
    place = levels.sort_values("place")["coarse_no"].tolist()
    assert sorted(levels["place"]) == list(range(6))
    assert [a == b for a, b in zip(place[::2], place[1::2], strict=True)] == [True] * 3


def test_a_coarse_topic_of_one_keeps_its_label():
    evidence = EVIDENCE[[0, 1, 2, 3, 4, 0]]
    evidence[5] = [1, -1, -1, -1, 1, -1]
    fit = Topics(vocabulary=WORDS, evidence=evidence, labels=LABELS, numbers=np.arange(6))
    levels = nest_topics(fit, COUNTS)
    assert levels["coarse_no"].tolist() == [0, 1, 2, 0, 1, 0]
    assert levels["coarse_label"].tolist()[:3] == ["bank, loan", "club, goal", "cinema"]


@given(st.permutations(range(6)), st.permutations(range(24)))
def test_the_order_of_topics_and_articles_makes_no_difference(topics, articles):
    pd.testing.assert_frame_equal(
        nest_topics(fit_of(topics), csr_array(COUNTS[articles])), nest_topics(fit_of(), COUNTS)
    )


def test_words_that_were_not_fitted_do_not_count():
    words = ["aaa", *WORDS[::-1]]
    counts = csr_array(np.c_[np.full(24, 9), COUNTS.toarray()[:, ::-1]])
    pd.testing.assert_frame_equal(nest_topics(fit_of(), counts, words), nest_topics(fit_of(), COUNTS))


@pytest.mark.parametrize("n_topics", [1, 2, 3])
def test_few_topics_are_not_joined(n_topics):
    levels = nest_topics(fit_of(range(n_topics)), COUNTS)
    assert levels["coarse_no"].tolist() == list(range(n_topics))
    assert levels["coarse_label"].tolist() == list(LABELS[:n_topics])


def test_topics_that_have_no_words_in_common_are_not_joined():
    fit = Topics(vocabulary=WORDS, evidence=np.eye(6), labels=LABELS, numbers=np.arange(6))
    assert nest_topics(fit, COUNTS)["coarse_no"].tolist() == list(range(6))


def test_without_topics_or_articles_there_is_a_whole_table():
    pd.testing.assert_frame_equal(nest_topics(Topics(), COUNTS[:, :0]), tables.empty(tables.TOPIC_LEVELS))
    assert nest_topics(fit_of(), csr_array((0, 6), dtype=np.int32))["coarse_no"].tolist() == list(range(6))


@given(st.integers(0, 2**32 - 1))
def test_silhouettes_are_those_of_scikit_learn(seed):
    random = np.random.default_rng(seed)
    places, groups = random.normal(size=(9, 2)), np.r_[0, 1, 2, random.integers(0, 3, 6)]
    distances = np.abs(places[:, None] - places[None]).sum(axis=2)
    assert _find_silhouette(distances, groups) == pytest.approx(
        silhouette_score(distances, groups, metric="precomputed"), abs=1e-8
    )


@given(st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_shares_of_coarse_topics_are_exactly_the_sums_of_fine_ones(parts):
    made = [(f"a{n}", topic, part / sum(row)) for n, row in enumerate(parts) for topic, part in enumerate(row)]
    shares = pd.DataFrame(made, columns=["article_id", "topic_no", "share"])
    levels = pd.DataFrame({"topic_no": [0, 1, 2], "coarse_no": [0, 1, 0]})
    coarse = coarsen_shares(shares.sample(frac=1, random_state=0), levels)
    fine = shares.pivot(index="article_id", columns="topic_no", values="share").to_numpy()
    assert coarse["share"].tolist() == np.c_[fine[:, 0] + fine[:, 2], fine[:, 1]].ravel().tolist()
    assert coarse["topic_no"].tolist() == [0, 1] * len(parts)


def test_levels_of_another_fit_are_refused():
    shares = pd.DataFrame({"article_id": "a", "topic_no": [0, 4], "share": 0.5})
    with pytest.raises(ValueError, match=r"levels has no row of the topics \[4\]"):
        coarsen_shares(shares, pd.DataFrame({"topic_no": [0, 1], "coarse_no": [0, 0]}))
