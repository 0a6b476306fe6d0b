"""Expectation and maximisation by its definition, article by article and word by word."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics.mixture import CERTAINTIES, fit_certainty, fit_mixture


def fit_slowly(counts, rarity, groups, n_topics, seeds=None, n_rounds=10):
    """As the notes of `fit_mixture` say it."""
    n_articles, n_words = counts.shape
    x = [[1 + math.log(n) if n else 0.0 for n in row] for row in counts.tolist()]
    total = [sum(row[word] for row in x) + 1 for word in range(n_words)]
    background = [number / sum(total) for number in total]
    mass = min(200, sum(map(sum, x)) / n_topics / 10)
    belongs = [[float(group == topic) for topic in range(n_topics)] for group in groups]
    for round_ in range(n_rounds + 1):
        evidence = []
        for topic in range(n_topics):
            found = [
                sum(belongs[i][topic] * x[i][word] for i in range(n_articles))
                + mass * background[word]
                + (0 if seeds is None else seeds[topic][word])
                for word in range(n_words)
            ]
            frequency = [number / sum(found) for number in found]
            evidence.append(
                [
                    math.log(frequency[word] / background[word]) * rarity[word] / (sum(rarity) / n_words)
                    for word in range(n_words)
                ]
            )
        if round_ == n_rounds:
            return np.array(evidence)
        sizes = [sum(row[topic] for row in belongs) for topic in range(n_topics)]
        for i in range(n_articles):
            length = math.sqrt(max(sum(x[i]), 1))
            scores = [
                math.log(sizes[topic] + 1) + 2 * sum(x[i][w] * evidence[topic][w] for w in range(n_words)) / length
                for topic in range(n_topics)
            ]
            parts = [math.exp(score - max(scores)) for score in scores]
            belongs[i] = [part / sum(parts) for part in parts]
    raise AssertionError


@st.composite
def problems(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_articles, n_words, n_topics = draw(st.integers(1, 8)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    counts = random.poisson(draw(st.sampled_from([0.3, 1, 4])), (n_articles, n_words)).astype(np.int32)
    assume(counts.any())
    return counts, 1 + random.random(n_words), random.integers(0, n_topics, n_articles), n_topics


@given(problems(), st.booleans(), st.integers(0, 3) | st.none())
def test_evidence_is_that_of_the_definition(problem, are_seeded, n_rounds):
    counts, rarity, groups, n_topics = problem
    seeds = np.arange(n_topics * counts.shape[1], dtype=float).reshape(n_topics, -1) if are_seeded else None
    rounds = {} if n_rounds is None else {"n_rounds": n_rounds}
    found = fit_mixture(csr_array(counts), rarity, groups, n_topics, seeds=seeds, **rounds)
    np.testing.assert_allclose(found, fit_slowly(*problem, seeds, **rounds), rtol=1e-6, atol=1e-6)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_articles_makes_no_difference_and_topics_follow_their_groups(problem, random):
    counts, rarity, groups, n_topics = problem
    found = fit_mixture(csr_array(counts), rarity, groups, n_topics)
    order, names = list(range(len(counts))), list(range(n_topics))
    random.shuffle(order)
    random.shuffle(names)
    moved = fit_mixture(csr_array(counts[order]), rarity, np.array(names)[groups[order]], n_topics)
    np.testing.assert_allclose(moved[names], found, rtol=1e-6, atol=1e-6)


@given(problems(), st.floats(0.1, 10))
def test_only_the_relation_of_rarities_counts(problem, factor):
    counts, rarity, groups, n_topics = problem
    one, other = (fit_mixture(csr_array(counts), rarity * by, groups, n_topics) for by in (1, factor))
    np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-6)


def test_the_groups_are_the_topics_where_no_article_may_change_its_own_worked_out_by_hand():
    counts = csr_array(np.array([[1, 0], [1, 0], [0, 1], [0, 1]]))
    # Two topics of two words each. Of the corpus, with one more of either word: (2 + 1) of 6, a half each. Mass: a tenth of 4 / 2,
    # half of it for either word: 2.1 of 2.2 in the one, 0.1 in the other.
    found = fit_mixture(counts, np.ones(2), np.array([0, 0, 1, 1]), 2, n_rounds=0)
    own, other = math.log(2.1 / 2.2 / 0.5), math.log(0.1 / 2.2 / 0.5)
    assert found.tolist() == [pytest.approx([own, other]), pytest.approx([other, own])]
    # A word that is three times as rare counts 3 / 2 and the other 1 / 2: the mean is 1.
    found = fit_mixture(counts, np.array([3.0, 1.0]), np.array([0, 0, 1, 1]), 2, n_rounds=0)
    assert found[0].tolist() == pytest.approx([1.5 * own, 0.5 * other])


def test_one_topic_says_the_same_for_every_word_as_the_corpus():
    counts = csr_array(np.array([[50, 0], [0, 50], [50, 50]]))
    assert np.abs(fit_mixture(counts, np.ones(2), np.zeros(3, dtype=int), 1)).max() < 0.05


def test_a_wrong_group_is_left_for_the_one_whose_words_an_article_has():
    dense = np.array([[3, 2, 0, 0], [2, 3, 0, 0], [0, 0, 3, 2], [0, 0, 2, 3]] * 5)
    groups = np.array([0, 0, 1, 1] * 5)
    wrong = groups.copy()
    wrong[:2] = 1
    found = fit_mixture(csr_array(dense), np.ones(4), wrong, 2)
    np.testing.assert_allclose(found, fit_mixture(csr_array(dense), np.ones(4), groups, 2), atol=1e-3)


def test_articles_without_words_and_counts_that_are_given_are_left_alone():
    counts = csr_array(np.array([[2, 0], [0, 0], [0, 3]], dtype=np.int32))
    found = fit_mixture(counts, np.ones(2), np.array([0, 0, 1]), 2)
    assert np.isfinite(found).all() and found[0, 0] > 0 > found[0, 1]
    assert counts.toarray().tolist() == [[2, 0], [0, 0], [0, 3]] and counts.dtype == np.int32


# How sure shares are


def squares_missed(counts, evidence, certainty):
    """Of articles that are put together, one of the first half with one of the second: pair by pair."""
    missed, half = [], len(counts) // 2
    for one, other in zip(counts[:half], counts[half : 2 * half], strict=True):
        parts = [[1 + math.log(n) if n else 0 for n in row] for row in (one, other)]
        if not (any(parts[0]) and any(parts[1])):
            continue
        scores = [[sum(n * says for n, says in zip(part, topic, strict=True)) for topic in evidence] for part in parts]
        of_one, of_other = (score.index(max(score)) for score in scores)
        if of_one == of_other:
            continue
        length = sum(map(sum, parts))
        raised = [math.exp(certainty * (a + b) / length) for a, b in zip(*scores, strict=True)]
        for topic, part in ((of_one, parts[0]), (of_other, parts[1])):
            missed.append((raised[topic] / sum(raised) - sum(part) / length) ** 2)
    return sum(missed)


@given(st.integers(0, 2**32 - 1), st.integers(0, 7), st.integers(1, 3))
def test_no_other_certainty_misses_the_parts_by_less(seed, n_articles, n_topics):
    random = np.random.default_rng(seed)
    counts = random.poisson(1, (n_articles, 5)).astype(np.int32)
    evidence = random.normal(size=(n_topics, 5))
    found = fit_certainty(csr_array(counts), evidence)
    missed = [squares_missed(counts.tolist(), evidence.tolist(), certainty) for certainty in CERTAINTIES]
    if any(missed):
        assert found in CERTAINTIES
        assert squares_missed(counts.tolist(), evidence.tolist(), found) <= min(missed) + 1e-9
    else:
        assert found == 1.0


@pytest.mark.parametrize(
    "dense",
    [
        np.zeros((0, 2)),
        [[1, 0]],
        [[1, 0]] * 4,
        [[1, 0], [0, 1], [1, 0], [0, 1]],
        [[0, 0], [1, 0], [0, 1], [0, 0]],
    ],
    ids=["none", "one", "copies", "pairs of one topic", "pairs with an empty one"],
)
def test_without_two_articles_of_different_topics_the_certainty_is_1(dense):
    assert fit_certainty(csr_array(np.array(dense, dtype=np.int32)), np.array([[1.0, -1.0], [-1.0, 1.0]])) == 1.0


def test_evidence_of_another_scale_has_the_certainty_that_makes_up_for_it():
    random = np.random.default_rng(3)
    counts, evidence = csr_array(random.poisson(1, (40, 6)).astype(np.int32)), random.normal(size=(3, 6))
    certainty = fit_certainty(counts, evidence)
    assert CERTAINTIES[2] < certainty < CERTAINTIES[-3]
    assert fit_certainty(counts, evidence * 1.1**2) == pytest.approx(certainty / 1.1**2)


def test_certainties_are_steps_of_a_tenth_around_1():
    assert CERTAINTIES[20] == 1 and CERTAINTIES[[0, -1]] == pytest.approx([0.1486, 17.449], rel=1e-3)
    assert CERTAINTIES[1:] / CERTAINTIES[:-1] == pytest.approx(1.1)
