"""Words of topics, counted and chosen one after the other by the definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics.ranking import N_CANDIDATES, TERMS_SHOWN, count_by_topic, find_typical, rank_words


def random_counts(seed, n_articles, n_words):
    return np.random.default_rng(seed).poisson(0.7, (n_articles, n_words)).astype(np.int32)


def fit_of_two(counts, one, other):
    """Normalised pointwise mutual information within articles (Bouma 2009)."""
    has_one, has_other = counts[:, one] > 0, counts[:, other] > 0
    both = np.mean(has_one & has_other)
    if both == 1:
        return 1.0
    # −1, or as good as that, where they never stand together.
    both = max(both, 1e-9)
    return max(-1, min(1, math.log(both / (has_one.mean() * has_other.mean())) / -math.log(both)))


@given(st.integers(0, 2**32 - 1), st.integers(0, 12), st.integers(1, 4))
def test_articles_are_counted_by_their_topic(seed, n_articles, n_topics):
    counts = random_counts(seed, n_articles, 4)
    largest = np.random.default_rng(seed).integers(0, n_topics, n_articles)
    wanted = [
        [sum(1 for row, topic in zip(counts, largest, strict=True) if row[word] and topic == k) for word in range(4)]
        for k in range(n_topics)
    ]
    assert count_by_topic(csr_array(counts), largest, n_topics).tolist() == wanted


def test_typical_is_a_word_that_is_frequent_in_the_topic_and_more_so_than_elsewhere():
    # Four and six articles. In 2 of 4 against 2 of 10; in 6 of 6 against 7 of 10; in half of either; in more of the other.
    found = find_typical(np.array([[2.0, 1, 2, 2], [0.0, 6, 3, 3]]), np.array([4, 6]))
    assert found[0].tolist() == pytest.approx([0.5**1.25 * math.log(2.5), 0, 0, 0])
    assert found[1].tolist() == pytest.approx([0, math.log(10 / 7), 0, 0])


def test_a_word_belongs_to_the_topic_that_has_it_in_most_articles_even_if_its_share_is_smaller_there():
    # In 3 of 4 and in 4 of 20: rarer in the larger topic than in the corpus, and in fewer articles of the smaller one.
    assert find_typical(np.array([[3.0], [4.0]]), np.array([4, 20])).tolist() == [[0.0], [0.0]]


def test_words_and_topics_without_articles_are_typical_of_nothing():
    assert find_typical(np.array([[0.0, 2], [0, 0]]), np.array([2, 0])).tolist() == [[0, 0], [0, 0]]
    assert find_typical(np.zeros((2, 3)), np.zeros(2)).tolist() == [[0] * 3] * 2


@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(1, 8), st.integers(1, 9))
def test_each_word_is_the_one_that_fits_best_to_those_before_it(seed, n_articles, n_words, n_most):
    counts = random_counts(seed, n_articles, n_words)
    in_none = ~(counts > 0).any(axis=0)
    typical = np.random.default_rng(seed).random(n_words).clip(0.05)
    typical[in_none] = 0
    [ranked] = rank_words(csr_array(counts), typical[None, :], n_most)
    ranked, free = ranked.tolist(), set(np.flatnonzero(typical).tolist())
    assert len(ranked) == min(n_most, len(free)) or not free
    for place, word in enumerate(ranked):
        if not place:
            assert word == max(free, key=lambda one: typical[one])
        else:
            scores = {
                one: np.mean([fit_of_two(counts, one, before) for before in ranked[:place]])
                + 0.1 * math.log(typical[one] / typical[ranked[0]])
                for one in free
            }
            assert scores[word] >= max(scores.values()) - 1e-9
        free.remove(word)


def test_of_equally_typical_words_those_come_first_that_stand_with_the_first():
    # The first stands with the third in every article, and never with the second.
    counts = csr_array(np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0]] * 5))
    assert rank_words(counts, np.array([[0.4, 0.3, 0.3]]))[0].tolist() == [0, 2, 1]
    # Unless a word is far more typical: 0.1 · ln(0.3 / 0.3e-10) is more than the 2 between 1 and −1.
    assert rank_words(counts, np.array([[0.4, 0.3, 0.3e-10]]))[0].tolist() == [0, 1, 2]


def test_words_that_are_in_every_article_stand_together():
    # The second stands with the first in all three, the third in two of them, as often as chance has it: 0.
    counts = csr_array(np.array([[1, 1, 1], [1, 1, 1], [1, 1, 0]]))
    assert rank_words(counts, np.array([[0.3, 0.2, 0.2]]))[0].tolist() == [0, 1, 2]


def test_words_in_every_article_and_equal_ones_are_ranked_by_their_place():
    counts = csr_array(np.ones((6, 3), dtype=np.int32))
    assert rank_words(counts, np.array([[0.2, 0.2, 0.2]]))[0].tolist() == [0, 1, 2]


def test_words_that_are_typical_of_nothing_are_not_shown():
    counts = csr_array(np.ones((3, 3), dtype=np.int32))
    found = rank_words(counts, np.array([[0.0, 0.0, 0.0], [0.0, 0.4, 0.0], [0.1, 0.0, 0.2]]))
    assert [ranked.tolist() for ranked in found] == [[], [1], [2, 0]]


@pytest.mark.parametrize(("n_words", "n_shown"), [(None, TERMS_SHOWN), (3, 3), (1, 1), (60, N_CANDIDATES)])
def test_no_more_words_are_shown_than_asked_for_and_none_but_the_most_typical(n_words, n_shown):
    counts = csr_array(random_counts(0, 200, 60))
    typical = np.linspace(1, 0.9, 60)[None, :]
    [ranked] = rank_words(counts, typical) if n_words is None else rank_words(counts, typical, n_words)
    assert len(ranked) == len(set(ranked.tolist())) == n_shown
    assert max(ranked) < N_CANDIDATES
