"""What is new in a period, by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control, norm

from features import tables
from features.topics.moving import find_largest_topics, find_moved_words, find_new_topics

WORDS = np.array(["gas", "oil", "tanker"], dtype=object)


def months(*names):
    return pd.Series(pd.PeriodIndex(names, freq="M"))


def news(n_before, n_now, of=40):
    """Two months of one topic: all stories have the first word, half the second, so many of either month the third."""
    place = np.arange(of)
    block = [np.c_[np.ones(of), place % 2, place < n].astype(int) for n in (n_before, n_now)]
    return csr_array(np.vstack(block)), np.zeros(2 * of, dtype=int), months(*["2024-01"] * of, *["2024-02"] * of)


def test_a_word_that_moved_has_monroes_log_odds_and_the_others_are_not_shown():
    counts, topic_no, periods = news(2, 20)
    [row] = find_moved_words(counts, WORDS, topic_no, periods).to_dict("records")
    # Two stories beforehand, of which (22 + 1/2) of (80 + 1) have the word.
    prior = 2 * 22.5 / 81
    now, before = (20 + prior) / (20 + 2 - prior), (2 + prior) / (38 + 2 - prior)
    log_odds = math.log(now) - math.log(before)
    spread = math.sqrt(1 / (20 + prior) + 1 / (22 - prior) + 1 / (2 + prior) + 1 / (40 - prior))
    assert (row["term"], row["direction"], row["share_before"], row["share_now"]) == ("tanker", "up", 0.05, 0.5)
    assert (row["n_stories_before"], row["n_stories"]) == (40, 40)
    assert row["log_odds"] == pytest.approx(log_odds)
    # One of three words is shown: 5 % of a third of the intervals may miss.
    width = norm.ppf(1 - 0.05 / 3 / 2) * spread
    assert [row["low"], row["high"]] == pytest.approx([log_odds - width, log_odds + width])
    chance = 2 * norm.sf(log_odds / spread)
    assert row["p_value"] == pytest.approx(false_discovery_control([chance, 1, 1]).min())
    assert (str(row["before"].date()), str(row["period"].date())) == ("2024-01-01", "2024-02-01")


def test_a_word_that_falls_is_down_and_one_that_stays_is_not_shown():
    assert find_moved_words(news(20, 2)[0], WORDS, *news(20, 2)[1:])["direction"].tolist() == ["down"]
    assert len(find_moved_words(*[news(10, 12)[0], WORDS, *news(10, 12)[1:]])) == 0


def test_topics_are_looked_at_apart():
    counts, topic_no, periods = news(2, 20)
    # The word is in 2 of 40 stories of topic 3 in January, and in 20 of 40 of topic 5 in February.
    topics = np.where(periods == pd.Period("2024-01"), 3, 5)
    assert len(find_moved_words(counts, WORDS, topics, periods)) == 0
    assert find_moved_words(counts, WORDS, topic_no + 4, periods)["topic_no"].tolist() == [4]


def test_a_thin_period_is_passed_over():
    counts, _, periods = news(2, 20)
    wide = csr_array(np.vstack([counts.toarray(), np.tile([1, 0, 0], (4, 1))]))
    later = periods.where(periods == pd.Period("2024-01"), pd.Period("2024-03"))
    moved = find_moved_words(
        wide, WORDS, np.zeros(84, dtype=int), pd.concat([later, months(*["2024-02"] * 4)], ignore_index=True)
    )
    assert moved[["before", "period"]].map(lambda day: day.month).to_numpy().tolist() == [[1, 3]]


def test_articles_without_date_or_topic_say_nothing():
    counts, topic_no, periods = news(2, 20)
    nothing = tables.empty(tables.TOPIC_WORDS_MOVED)
    pd.testing.assert_frame_equal(find_moved_words(counts, WORDS, topic_no - 1, periods), nothing)
    undated = pd.Series(pd.PeriodIndex([pd.NaT] * 80, freq="M"))
    pd.testing.assert_frame_equal(find_moved_words(counts, WORDS, topic_no, undated), nothing)
    empty = csr_array((0, 3), dtype=int)
    pd.testing.assert_frame_equal(find_moved_words(empty, WORDS, np.empty(0, dtype=int), undated[:0]), nothing)


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 79), max_size=30))
def test_neither_order_nor_copies_make_a_difference(random, copied):
    counts, topic_no, periods = news(2, 20)
    table = find_moved_words(counts, WORDS, topic_no, periods)
    rows = [*range(80), *copied]
    random.shuffle(rows)
    stories = np.array([f"s{row}" for row in rows])
    again = find_moved_words(csr_array(counts[rows]), WORDS, topic_no[rows], periods.iloc[rows], stories=stories)
    pd.testing.assert_frame_equal(table, again, check_exact=True)


def test_lengths_that_do_not_fit_are_refused():
    counts, topic_no, periods = news(2, 20)
    with pytest.raises(ValueError, match=r"got counts of \(80, 3\), 79 topic_no, 80 periods, 80 stories, 3 words"):
        find_moved_words(counts, WORDS, topic_no[1:], periods)


def test_the_smallest_of_the_largest_topics_is_an_articles_own():
    shares = pd.DataFrame({"article_id": list("aabb"), "topic_no": [2, 5, 2, 5], "share": [0.5, 0.5, 0.25, 0.75]})
    assert find_largest_topics(shares, ["b", "c", "a"]).tolist() == [5, -1, 2]
    assert find_largest_topics(shares[:0], ["b"]).tolist() == [-1]


def series(*rows, topic_no=0):
    """One period per (share, half width of the interval, stories)."""
    share, half, n_stories = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "topic_no": topic_no,
            "group": "all",
            "period": pd.date_range("2024-01-01", periods=len(rows), freq="MS", tz="UTC"),
            "share": share,
            "low": share - half,
            "high": share + half,
            "n_articles": n_stories.astype(int),
            "n_stories": n_stories.astype(int),
            "state": "complete",
        }
    )


def test_a_topic_is_new_in_the_first_period_that_is_above_all_before():
    table = find_new_topics(series((0.02, 0.01, 10), (0.05, 0.03, 30), (0.4, 0.1, 20), (0.6, 0.1, 20)))
    [row] = table.to_dict("records")
    assert (row["period"].month, row["share"], row["share_before"]) == (3, 0.4, (0.02 * 10 + 0.05 * 30) / 40)
    # The least sure is against February: 0.35 above it, of √(0.1² + 0.03²) that are 1.96 spreads; three periods are looked at.
    assert row["p_value"] == pytest.approx(3 * norm.sf(norm.ppf(0.975) * 0.35 / math.hypot(0.1, 0.03)))


@pytest.mark.parametrize(
    "rows",
    [
        [(0.4, 0.1, 20)],
        [(0.4, 0.1, 20), (0.6, 0.1, 20), (0.9, 0.1, 20)],  # it grew
        [(0.02, 0.01, 20), (0.1, 0.1, 20)],  # too unsure: one-sided 0.059
        [(0.02, 0.01, 20), (0.4, 0.1, 4)],  # too few
        [(0.02, 0.01, 4), (0.4, 0.1, 20)],
        [(0.5, 0.1, 20), (0.02, 0.01, 500), (0.4, 0.1, 20)],  # it was there before
    ],
)
def test_other_topics_are_not_new(rows):
    pd.testing.assert_frame_equal(find_new_topics(series(*rows)), tables.empty(tables.NEW_TOPICS))


def test_more_topics_are_paid_for():
    rows = (0.02, 0.01, 10), (0.4, 0.1, 20)
    alone, both = find_new_topics(series(*rows)), find_new_topics(pd.concat([series(*rows, topic_no=7), series(*rows)]))
    assert both["topic_no"].tolist() == [0, 7]
    assert both["p_value"].tolist() == pytest.approx([2 * alone["p_value"][0]] * 2)


def test_no_series_has_no_new_topics():
    assert len(find_new_topics(tables.empty(tables.TOPIC_SERIES))) == 0
