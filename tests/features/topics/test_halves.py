"""Halves of a sample, agreement against scikit-learn, and pairs against all permutations."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, vstack
from sklearn.metrics import cohen_kappa_score
from threadpoolctl import threadpool_info

from features.topics.grouping import group_articles
from features.topics.halves import draw_halves, find_agreement, match_topics, one_thread
from features.topics.mixture import fit_mixture
from features.topics.placing import place_articles
from features.topics.weighting import find_rarity, weigh_words
from tests.features.topics.corpora import about

COUNTS, WORDS, THEMES = about([30, 30, 21])


def test_each_two_halves_hold_all_articles_of_the_sample_once():
    halves = draw_halves(COUNTS, WORDS, n_halves=6).halves
    for one, other in zip(halves[::2], halves[1::2], strict=True):
        assert (len(one.rows), len(other.rows)) == (40, 41)
        assert sorted([*one.rows, *other.rows]) == list(range(81))
    assert len({half.rows.tobytes() for half in halves}) == 6
    assert len({half.seed for half in halves}) == 6


def test_a_half_holds_the_counts_of_its_articles():
    sample = draw_halves(COUNTS, WORDS, n_halves=2)
    for half in sample.halves:
        np.testing.assert_array_equal(half.counts.toarray(), sample.counts.toarray()[half.rows])


def test_articles_without_words_and_those_with_the_same_words_do_not_count():
    nothing = csr_array(COUNTS.shape, dtype=np.int32)
    more = csr_array(vstack([COUNTS, COUNTS[:7], nothing[:5]], format="csr"))
    np.testing.assert_array_equal(
        draw_halves(more, WORDS).counts.toarray(), draw_halves(COUNTS, WORDS).counts.toarray()
    )


def test_of_many_articles_the_first_are_drawn_from():
    one, other = draw_halves(COUNTS, WORDS, most_articles=50), draw_halves(COUNTS[:50], WORDS)
    assert one.counts.shape[0] <= 50
    np.testing.assert_array_equal(one.counts.toarray(), other.counts.toarray())
    assert [half.rows.tolist() for half in one.halves] == [half.rows.tolist() for half in other.halves]


def test_a_topic_needs_five_articles_of_a_half():
    assert draw_halves(COUNTS, WORDS).most_topics == 8  # 40 articles
    assert draw_halves(COUNTS[:3], WORDS).most_topics == 0


def test_a_fit_of_a_half_is_a_fit_of_its_articles_alone():
    half = draw_halves(COUNTS, WORDS, n_halves=3).halves[2]
    rarity = find_rarity(half.counts)
    groups = group_articles(place_articles(weigh_words(half.counts, rarity), seed=half.seed), 3)
    np.testing.assert_array_equal(half.fit(3, n_rounds=10), fit_mixture(half.counts, rarity, groups, 3))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_agreement_is_cohens_kappa_of_being_in_the_topic(pairs):
    one, other = np.array(pairs).T
    agreement = find_agreement(one, other, 4)
    for row in range(4):
        for column in range(4):
            in_one, in_other = one == row, other == column
            # Where all or none are in both, scikit-learn divides 0 by 0.
            settled = (in_one.all() and in_other.all()) or not (in_one.any() or in_other.any())
            wanted = 0.0 if settled else cohen_kappa_score(in_one, in_other)
            assert agreement[row, column] == pytest.approx(wanted, abs=1e-12)


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_other_pairs_agree_better(n_topics, seed):
    agreement = np.random.default_rng(seed).uniform(-1, 1, (n_topics, n_topics))
    sums = {chosen: agreement[range(n_topics), chosen].sum() for chosen in permutations(range(n_topics))}
    partner = match_topics(agreement)
    assert sums[tuple(partner.tolist())] == pytest.approx(max(sums.values()), abs=1e-8)


def test_inside_there_is_one_thread():
    with one_thread():
        assert {library["num_threads"] for library in threadpool_info()} == {1}
