"""Shares are those of the non-negative loads that fit an article’s weights best, found article by article."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls
from scipy.sparse import csr_array

from features.topics.shares import score_counts


def shares_by_the_definition(counts, columns, idf, components):
    """With Lawson and Hanson’s own algorithm for the loads."""
    found = np.zeros((len(counts), len(components)))
    for article, row in enumerate(counts):
        weights = np.zeros(components.shape[1])
        for word, number in enumerate(row):
            if number and columns[word] >= 0:
                weights[columns[word]] = (1 + np.log(number)) * idf[columns[word]]
        if weights.any():
            loads, _ = nnls(components.T, weights / np.linalg.norm(weights))
            parts = loads * components.sum(axis=1)
            found[article] = parts / parts.sum() if parts.sum() else 0
    return found


@st.composite
def problems(draw):
    """Well-posed ones: each topic has words of its own, so that the loads are decided."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_topics, n_words = draw(st.integers(1, 5)), draw(st.integers(1, 14))
    components = random.random((n_topics, n_topics + n_words)) * (random.random((n_topics, n_topics + n_words)) < 0.5)
    components[:, :n_topics] += np.diag(1 + random.random(n_topics))
    columns = random.permutation(np.r_[np.arange(n_topics + n_words), np.full(3, -1)])
    counts = random.poisson(draw(st.sampled_from([0.1, 1, 5])), (draw(st.integers(0, 6)), len(columns)))
    return counts, columns, 1 + 3 * random.random(n_topics + n_words), components


@given(problems())
@settings(deadline=None)
def test_shares_are_those_of_the_best_non_negative_loads(problem):
    counts, columns, idf, components = problem
    shares = score_counts(csr_array(counts.astype(np.int32)), columns, idf, components)
    np.testing.assert_allclose(shares, shares_by_the_definition(*problem), atol=1e-3)
    sums = shares.sum(axis=1)
    assert ((np.abs(sums - 1) < 1e-12) | (sums == 0)).all() and (shares >= 0).all()


@given(problems(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_an_article_has_the_same_bits_alone_as_among_others(problem, random):
    counts, columns, idf, components = problem
    together = score_counts(csr_array(counts.astype(np.int32)), columns, idf, components)
    order = list(range(len(counts)))
    random.shuffle(order)
    for row in order:
        alone = score_counts(csr_array(counts[row : row + 1].astype(np.int32)), columns, idf, components)
        assert alone.tobytes() == together[row : row + 1].tobytes()


def test_one_topic_takes_all_and_a_topic_without_words_nothing():
    counts = csr_array(np.array([[2, 1], [0, 5]], dtype=np.int32))
    one = score_counts(counts, np.array([0, 1]), np.ones(2), np.array([[0.5, 2.0]]))
    assert one.tolist() == [[1.0], [1.0]]
    empty = score_counts(counts, np.array([0, 1]), np.ones(2), np.array([[0.5, 2.0], [0.0, 0.0]]))
    assert empty.tolist() == [[1.0, 0.0], [1.0, 0.0]]


def test_an_article_of_two_words_of_two_separate_topics_is_shared_by_its_weights():
    # Weights: (1 + ln 3) · 1 and 1 · 2, each of which only its own topic knows: the loads are these over the length.
    shares = score_counts(
        csr_array(np.array([[3, 1]], dtype=np.int32)), np.array([0, 1]), np.array([1.0, 2.0]), np.eye(2)
    )
    wanted = np.array([1 + np.log(3), 2.0])
    assert shares[0] == pytest.approx(wanted / wanted.sum())


@pytest.mark.parametrize(
    "counts", [np.zeros((2, 3)), np.array([[0, 0, 4], [0, 0, 1]])], ids=["no words", "words that the fit did not count"]
)
def test_an_article_without_words_of_the_fit_has_no_shares(counts):
    shares = score_counts(csr_array(counts.astype(np.int32)), np.array([0, 1, -1]), np.ones(2), np.eye(2))
    assert shares.tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_no_articles_and_no_topics_make_tables_of_nothing():
    assert score_counts(csr_array((0, 2), dtype=np.int32), np.array([0, 1]), np.ones(2), np.eye(2)).shape == (0, 2)
    nothing = csr_array(np.ones((3, 1), dtype=np.int32))
    assert score_counts(nothing, np.array([-1]), np.empty(0), np.empty((0, 0))).shape == (3, 0)
