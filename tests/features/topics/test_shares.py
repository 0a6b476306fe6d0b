"""Shares are the softmax of the mean evidence of an article’s words, found article by article."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics.shares import score_counts


def shares_by_the_definition(counts, columns, evidence):
    """Word by word, with nothing taken off before the exponential."""
    found = []
    for row in counts:
        words = [(1 + math.log(n), column) for n, column in zip(row, columns, strict=True) if n and column >= 0]
        length = sum(weight for weight, _ in words)
        if not words:
            found.append([0.0] * len(evidence))
            continue
        scores = [
            math.exp(sum(weight * of_topic[column] for weight, column in words) / length) for of_topic in evidence
        ]
        found.append([score / sum(scores) for score in scores])
    return np.array(found).reshape(len(counts), len(evidence))


@st.composite
def problems(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_topics, n_words = draw(st.integers(1, 5)), draw(st.integers(1, 14))
    columns = random.permutation(np.r_[np.arange(n_words), np.full(3, -1)])
    counts = random.poisson(draw(st.sampled_from([0.1, 1, 5])), (draw(st.integers(0, 6)), len(columns)))
    return (
        counts.astype(np.int32),
        columns,
        draw(st.sampled_from([0.1, 3, 30])) * random.normal(size=(n_topics, n_words)),
    )


@given(problems())
def test_shares_are_those_of_the_definition(problem):
    counts, columns, evidence = problem
    shares = score_counts(csr_array(counts), columns, evidence)
    np.testing.assert_allclose(shares, shares_by_the_definition(*problem), atol=1e-12)
    has_words = (counts[:, columns >= 0] > 0).any(axis=1)
    assert shares.sum(axis=1) == pytest.approx(has_words.astype(float)) and (shares >= 0).all()


@given(problems(), st.randoms(use_true_random=False))
def test_an_article_has_the_same_bits_alone_as_among_others_in_any_order(problem, random):
    counts, columns, evidence = problem
    order = list(range(len(counts)))
    random.shuffle(order)
    together = score_counts(csr_array(counts[order]), columns, evidence)
    for place, row in enumerate(order):
        alone = score_counts(csr_array(counts[row : row + 1]), columns, evidence)
        assert alone.tobytes() == together[place : place + 1].tobytes()


@given(problems(), st.integers(2, 1_000))
def test_words_that_all_stand_as_often_say_what_they_say_once(problem, times):
    counts, columns, evidence = problem
    once, often = (score_counts(csr_array((counts > 0).astype(np.int32) * n), columns, evidence) for n in (1, times))
    np.testing.assert_allclose(often, once, atol=1e-9)


@given(problems(), st.floats(-5, 5))
def test_what_a_word_says_for_all_topics_alike_changes_nothing(problem, shift):
    counts, columns, evidence = problem
    shifted = evidence + shift * np.arange(evidence.shape[1])
    np.testing.assert_allclose(
        score_counts(csr_array(counts), columns, shifted), score_counts(csr_array(counts), columns, evidence), atol=1e-9
    )


def test_a_word_that_stands_more_often_moves_the_shares_by_its_logarithm():
    # Weights 1 + ln 3 and 1; each word says 2 for its own topic: scores (2 + 2 ln 3) / (2 + ln 3) and 2 / (2 + ln 3).
    shares = score_counts(csr_array(np.array([[3, 1]], dtype=np.int32)), np.array([0, 1]), 2 * np.eye(2))
    ahead = math.exp(2 * math.log(3) / (2 + math.log(3)))
    assert shares[0].tolist() == pytest.approx([ahead / (1 + ahead), 1 / (1 + ahead)])


def test_one_topic_takes_all():
    counts = csr_array(np.array([[2, 1], [0, 5]], dtype=np.int32))
    assert score_counts(counts, np.array([0, 1]), np.array([[-7.0, 2.0]])).tolist() == [[1.0], [1.0]]


def test_evidence_of_any_size_makes_no_share_that_is_no_number():
    counts = csr_array(np.array([[1, 1]], dtype=np.int32))
    evidence = np.array([[1e6, 1e6], [-1e6, -1e6]])
    assert score_counts(counts, np.array([0, 1]), evidence).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize(
    "counts", [np.zeros((2, 3)), np.array([[0, 0, 4], [0, 0, 1]])], ids=["no words", "words that the fit did not count"]
)
def test_an_article_without_words_of_the_fit_has_no_shares(counts):
    shares = score_counts(csr_array(counts.astype(np.int32)), np.array([0, 1, -1]), np.eye(2))
    assert shares.tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_no_articles_and_no_topics_make_tables_of_nothing():
    assert score_counts(csr_array((0, 2), dtype=np.int32), np.array([0, 1]), np.eye(2)).shape == (0, 2)
    nothing = csr_array(np.ones((3, 1), dtype=np.int32))
    assert score_counts(nothing, np.array([-1]), np.empty((0, 0))).shape == (3, 0)
