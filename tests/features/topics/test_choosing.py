"""The number of topics, where it is known, and by the rule as it is written."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp
from threadpoolctl import threadpool_limits

from features import tables
from features.topics import choosing
from features.topics.choosing import choose_n_topics
from features.topics.halves import draw_halves
from tests.features.topics.corpora import about

COUNTS, WORDS, _ = about([60, 50, 40, 30, 30])
FEW = (2, 3, 5, 8)


@pytest.mark.parametrize("n_themes", [2, 3, 5, 8])
def test_as_many_topics_are_chosen_as_there_are_themes(n_themes):
    counts, words, _ = about([40] * n_themes, seed=n_themes)
    n_topics, table, note = choose_n_topics(counts, words)
    assert (n_topics, note) == (n_themes, "")
    assert table.loc[table["is_chosen"], "n_topics"].tolist() == [n_themes]
    assert table.loc[table["is_chosen"], "stability"].item() > 0.95


def test_shuffled_words_have_no_number_of_topics_and_the_note_says_so():
    shuffled = COUNTS.copy()
    shuffled.indices = np.random.default_rng(0).permutation(shuffled.indices)
    shuffled.sum_duplicates()
    _, table, note = choose_n_topics(shuffled, WORDS)
    assert table["stability"].max() < 0.5
    assert note.startswith("whatever their number, less than half of an average topic is found again")


def choose_by(monkeypatch, agreement):
    """What is chosen when topics agree so, in both of two splits."""
    monkeypatch.setattr(choosing, "_compare", lambda sample, halves, vectors, number: np.array(agreement[number] * 2))
    sample = draw_halves(COUNTS, WORDS, n_halves=4)
    return choose_n_topics(None, None, numbers=sorted(agreement), sample=sample)


def test_each_topic_counts_by_how_far_it_surpasses_a_half(monkeypatch):
    # 2 (1 − 1/2) = 1; 3 (0.9 − 1/2) = 1.2; 4 (0.75 − 1/2) = 1; 5 (0.6 − 1/2) = 0.5
    agreement = {2: [1.0, 1.0], 3: [1.0, 0.9, 0.8], 4: [1.0, 1.0, 1.0, 0.0], 5: [1.0, 1.0, 1.0, 0.0, 0.0]}
    n_topics, table, note = choose_by(monkeypatch, agreement)
    assert (n_topics, note) == (3, "")
    assert table["n_topics"].tolist() == [2, 3, 4, 5]
    assert table["stability"].tolist() == pytest.approx([1.0, 0.9, 0.75, 0.6])
    assert table["is_chosen"].tolist() == [False, True, False, False]
    interval = ttest_1samp([1.0, 0.9, 0.8] * 2, 0).confidence_interval(0.95)
    assert (table["low"][1], table["high"][1]) == pytest.approx((interval.low, interval.high))
    interval = ttest_1samp(agreement[4] * 2, 0).confidence_interval(0.95)
    assert (table["low"][2], table["high"][2]) == pytest.approx((interval.low, 1.0))


def test_of_equals_the_smaller_number_is_chosen(monkeypatch):
    # 2 (1 − 1/2) = 1 and 4 (3/4 − 1/2) = 1
    assert choose_by(monkeypatch, {2: [1.0] * 2, 4: [1.0, 1.0, 1.0, 0.0]})[0] == 2


def test_where_less_than_half_is_found_again_the_note_says_so(monkeypatch):
    n_topics, _, note = choose_by(monkeypatch, {2: [0.5, 0.1], 3: [0.5, 0.4, 0.4]})
    assert n_topics == 3  # 2 (0.3 − 1/2) = −0.4; 3 (13/30 − 1/2) = −0.2
    assert note.endswith("halves have 105 of them: the number that was chosen means little")


def test_threads_and_halves_that_were_drawn_before_make_no_difference():
    n_topics, table, _ = choose_n_topics(COUNTS, WORDS, numbers=FEW)
    sample = draw_halves(COUNTS, WORDS, n_halves=20)
    for n_threads in (1, 2, 4):
        with threadpool_limits(n_threads):
            again = choose_n_topics(None, None, numbers=FEW, sample=sample)
        assert again[0] == n_topics
        pd.testing.assert_frame_equal(again[1], table, check_exact=True)


def test_words_that_do_not_count_make_no_difference():
    n_topics, table, _ = choose_n_topics(COUNTS, WORDS, numbers=FEW)
    # Stop words, which stand before the others in the alphabet.
    wide = COUNTS.copy()
    wide.resize((COUNTS.shape[0], COUNTS.shape[1] + 2))
    every = np.array([*WORDS, "about", "the"], dtype=object)
    order = np.argsort(every)
    filled = wide.toarray()
    filled[:, -2:] = 3
    again = choose_n_topics(type(wide)(filled[:, order]), every[order], numbers=FEW)
    assert again[0] == n_topics
    pd.testing.assert_frame_equal(again[1], table, check_exact=True)


def test_numbers_that_leave_too_few_articles_to_a_topic_are_not_tried():
    _, table, _ = choose_n_topics(COUNTS[:60], WORDS)
    assert table["n_topics"].tolist() == [2, 3, 4, 5, 6]  # 30 articles in a half


@pytest.mark.parametrize("n_articles", [0, 1, 19])
def test_of_too_few_articles_the_table_is_empty_and_the_note_says_why(n_articles):
    n_topics, table, note = choose_n_topics(COUNTS[:n_articles], WORDS)
    assert n_topics is None
    pd.testing.assert_frame_equal(table, tables.empty(tables.TOPIC_NUMBERS))
    assert note.startswith("a number of topics is chosen among at least 20 articles that differ in at least 2 words")


def test_copies_of_one_article_are_too_few():
    counts = COUNTS[np.zeros(500, dtype=int)]
    n_topics, table, note = choose_n_topics(counts, WORDS)
    assert n_topics is None and table.empty and "here" in note
