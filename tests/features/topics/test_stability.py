"""Topics that are there are found again, those that are not are marked."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score
from threadpoolctl import threadpool_limits

from features import tables
from features.topics import Topics, fit_counts, stability
from features.topics.halves import draw_halves
from features.topics.shares import score_counts
from features.topics.stability import find_stability
from tests.features.topics.corpora import about

COUNTS, WORDS, THEMES = about([80, 80], n_scattered=90)


def with_topics(numbers):
    """Two topics of the words of either theme; among three more the other words, and so the scattered articles, fall by chance."""
    evidence = np.full((5, len(WORDS)), -1.0)
    evidence[0, :12], evidence[1, 12:24] = 1.0, 1.0
    evidence[2 + np.random.default_rng(0).integers(0, 3, len(WORDS) - 24), np.arange(24, len(WORDS))] = 1.0
    return Topics(vocabulary=WORDS, evidence=evidence, labels=("a", "b", "c", "d", "e"), numbers=np.array(numbers))


FIT = with_topics([0, 1, 2, 3, 4])
TABLE, NOTE = find_stability(COUNTS, WORDS, FIT)


def test_topics_that_are_there_hold_and_those_that_were_cut_by_chance_are_marked():
    assert NOTE == ""
    assert TABLE["survival"][:2].tolist() == [1.0, 1.0]
    assert TABLE["holds"].tolist() == [True, True, False, False, False]
    assert TABLE["agreement_of_articles"][:2].min() > 0.7 > 0.5 > TABLE["agreement_of_articles"][2:].max()
    assert TABLE["agreement_of_terms"][:2].min() > 0.8 > TABLE["agreement_of_terms"][2:].max()


def test_topics_of_shuffled_words_do_not_hold():
    shuffled = COUNTS.copy()
    shuffled.indices = np.random.default_rng(0).permutation(shuffled.indices)
    shuffled.sum_duplicates()
    table, _ = find_stability(shuffled, WORDS, fit_counts(shuffled, WORDS, 4))
    assert len(table) == 4 and not table["holds"].any()


def test_a_topic_must_be_found_again_by_articles_and_by_words_in_eight_of_ten_runs(monkeypatch):
    runs = iter(
        [([0.5, 0.5, 0.9, 0.9, 0.1], [0.5, 0.9, 0.4, 0.5, 0.1])] * 8
        + [([0.9, 0.4, 0.9, 0.5, 0.1], [0.9, 0.9, 0.4, 0.6, 0.1])] * 2
    )
    monkeypatch.setattr(stability, "_compare", lambda *_: next(runs))
    table, _ = find_stability(COUNTS, WORDS, FIT, n_runs=10)
    assert table["survival"].tolist() == [1.0, 0.8, 0.0, 1.0, 0.0]
    assert table["holds"].tolist() == [True, True, False, True, False]
    assert table["n_runs"].tolist() == [10] * 5
    assert table["agreement_of_articles"].tolist() == pytest.approx([0.58, 0.48, 0.9, 0.82, 0.1])
    assert table["agreement_of_terms"].tolist() == pytest.approx([0.58, 0.9, 0.4, 0.52, 0.1])
    for row, found in zip(table.itertuples(), [10, 8, 0, 10, 0], strict=True):
        interval = binomtest(found, 10).proportion_ci(0.95, "wilson")
        assert (row.low, row.high) == pytest.approx((interval.low, interval.high), abs=1e-6)


def test_one_run_in_eight_may_miss_a_topic_and_two_may_not(monkeypatch):
    well, once, twice = [0.9] * 5, [0.9, 0.9, 0.9, 0.1, 0.1], [0.9, 0.9, 0.1, 0.9, 0.1]
    runs = iter([(well, well)] * 6 + [(once, well), (twice, well)])
    monkeypatch.setattr(stability, "_compare", lambda *_: next(runs))
    assert find_stability(COUNTS, WORDS, FIT)[0]["holds"].tolist() == [True, True, True, True, False]


def test_what_a_run_compares_is_the_fit_with_a_fit_of_the_half():
    sample = draw_halves(COUNTS, WORDS, n_halves=1)
    (half,) = sample.halves
    table, _ = find_stability(None, None, FIT, n_runs=1, sample=sample)
    again = score_counts(sample.counts, np.arange(len(sample.vocabulary)), half.fit(5)).argmax(axis=1)
    largest = FIT.score_counts(sample.counts, sample.vocabulary).argmax(axis=1)
    for topic in (0, 1):
        one, other = largest == topic, again == np.bincount(again[largest == topic]).argmax()
        assert table["agreement_of_articles"][topic] == pytest.approx(cohen_kappa_score(one, other))


def test_topics_keep_their_numbers():
    table, _ = find_stability(COUNTS, WORDS, with_topics([7, 0, 3, 9, 4]))
    assert table["topic_no"].tolist() == [7, 0, 3, 9, 4]
    pd.testing.assert_frame_equal(table.drop(columns="topic_no"), TABLE.drop(columns="topic_no"))


def test_a_topic_without_articles_does_not_hold():
    evidence = np.vstack([FIT.evidence[:2], np.full((1, len(WORDS)), -9.0)])
    table, _ = find_stability(COUNTS, WORDS, Topics(vocabulary=WORDS, evidence=evidence, numbers=np.arange(3)))
    assert table["survival"][2] == table["agreement_of_articles"][2] == table["agreement_of_terms"][2] == 0
    assert not table["holds"][2]


@pytest.mark.parametrize("n_threads", [1, 2, 4])
def test_threads_and_halves_that_were_drawn_before_make_no_difference(n_threads):
    sample = draw_halves(COUNTS, WORDS, n_halves=20)
    with threadpool_limits(n_threads):
        pd.testing.assert_frame_equal(find_stability(None, None, FIT, sample=sample)[0], TABLE, check_exact=True)


def test_another_seed_draws_other_halves_and_finds_the_same_topics():
    table, _ = find_stability(COUNTS, WORDS, FIT, seed=5)
    assert table["agreement_of_articles"].tolist() != TABLE["agreement_of_articles"].tolist()
    assert table["holds"].tolist() == TABLE["holds"].tolist()


def test_no_topics_have_no_stability_and_the_note_of_the_fit():
    table, note = find_stability(COUNTS[:0], WORDS, Topics(note="none"))
    pd.testing.assert_frame_equal(table, tables.empty(tables.TOPIC_STABILITY))
    assert note == "none"


@pytest.mark.parametrize("n_articles", [0, 1, 49])
def test_of_too_few_articles_the_table_is_empty_and_the_note_says_why(n_articles):
    table, note = find_stability(COUNTS[:n_articles], WORDS, FIT)
    pd.testing.assert_frame_equal(table, tables.empty(tables.TOPIC_STABILITY))
    assert note.startswith("the stability of 5 topics is told of at least 50 articles that differ")
    n_left = draw_halves(COUNTS[:n_articles], WORDS).counts.shape[0]
    assert f"here {n_left} do" in note
