"""Shares of topics by period: over stories, with gaps, whatever the order."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from features import tables
from features.topics.over_time import count_left_out, score_interval, spread_shares, summarise_topics


def corpus(*rows):
    """Shares and articles of (id, outlet, day, share of each topic…)."""
    ids = [row[0] for row in rows]
    n_topics = len(rows[0][3:]) if rows else 2
    shares = pd.DataFrame(
        {
            "article_id": pd.array(np.repeat(np.array(ids, dtype=object), n_topics), dtype="str"),
            "topic_no": np.tile(np.arange(n_topics, dtype=np.int32), len(rows)),
            "share": np.array([row[3:] for row in rows], dtype=float).ravel(),
        }
    )
    articles = pd.DataFrame(
        {
            "article_id": pd.array(ids, dtype="str"),
            "outlet": pd.array([row[1] for row in rows], dtype="str"),
            "published": pd.to_datetime(pd.Series([row[2] for row in rows], dtype=object), utc=True, format="ISO8601"),
        }
    )
    return shares, articles


def stories_of(**names):
    return pd.DataFrame({"article_id": list(names), "story_id": list(names.values())})


def test_a_story_counts_once_however_many_copies_print_it():
    rows = [("a", "A", "2024-01-05", 1, 0), ("b", "B", "2024-01-06", 0.5, 0.5), ("c", "A", "2024-01-07", 0, 1)]
    table = summarise_topics(*corpus(*rows), stories_of(a="a", b="a"))
    # The story of a and b has a share of 0.75, that of c one of 0.
    assert table["share"].tolist() == [0.375, 0.625]
    assert table[["n_stories", "n_articles"]].drop_duplicates().to_numpy().tolist() == [[2, 3]]


def test_by_outlet_a_story_counts_once_in_every_outlet_that_printed_it():
    rows = [("a", "A", "2024-01-05", 1, 0), ("b", "B", "2024-01-06", 0.5, 0.5), ("c", "A", "2024-01-07", 0, 1)]
    table = summarise_topics(*corpus(*rows), stories_of(a="a", b="a", c="c"), by="outlet")
    found = table[["topic_no", "group", "share", "n_stories"]].to_numpy().tolist()
    assert found == [[0, "A", 0.5, 2], [0, "B", 0.5, 1], [1, "A", 0.5, 2], [1, "B", 0.5, 1]]


def test_a_period_without_articles_between_others_is_a_gap_for_the_group_only():
    rows = [("a", "A", "2024-01-01", 1, 0), ("b", "A", "2024-03-31", 1, 0), ("c", "B", "2024-03-05", 0, 1)]
    table = summarise_topics(*corpus(*rows), by="outlet")
    mine = table[table["topic_no"] == 0]
    assert mine["group"].tolist() == ["A", "A", "A", "B"]
    assert mine["period"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-01", "2024-02-01", "2024-03-01", "2024-03-01"]
    assert mine["state"].tolist() == ["thin", "gap", "thin", "thin"]
    assert mine[["share", "low", "high"]].isna().all(axis=1).tolist() == [False, True, False, False]
    assert mine["n_articles"].tolist() == [1, 0, 1, 1]


def test_states_are_those_of_series():
    # 28 of 31 days of January, 29 of February, 27 of 31 of March.
    days = ["2024-01-04"] * 5 + ["2024-02-15"] * 4 + ["2024-03-27"] * 5
    table = summarise_topics(*corpus(*[(f"a{number:02}", "A", day, 1) for number, day in enumerate(days)]))
    assert table["state"].tolist() == ["complete", "thin", "unfinished"]


def test_a_period_is_finished_when_the_corpus_goes_on_without_shares():
    shares, articles = corpus(
        *[(f"a{number}", "A", "2024-01-01", 1, 0) for number in range(5)], ("z", "A", "2024-02-09", 1, 0)
    )
    table = summarise_topics(shares[shares["article_id"] != "z"], articles)
    assert table["state"].tolist() == ["complete", "complete"]


def test_one_day_by_day_is_complete():
    rows = [(f"a{number}", "A", "2024-01-05T12:00", 0.5, 0.5) for number in range(5)]
    table = summarise_topics(*corpus(*rows), period="day")
    assert table[["share", "state"]].to_numpy().tolist() == [[0.5, "complete"]] * 2


def test_shares_of_only_0_and_1_have_wilsons_interval():
    rows = [(f"a{number}", "A", "2024-01-05", int(number < 3), int(number >= 3)) for number in range(10)]
    table = summarise_topics(*corpus(*rows))
    expected = binomtest(3, 10).proportion_ci(0.95, method="wilson")
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])


def test_the_dispersion_is_the_larger_of_the_topics_own_and_that_of_all():
    rows = [("a", "A", "2024-01-05", 1, 0, 0), ("b", "A", "2024-02-05", 0.5, 0, 0.5), ("c", "A", "2024-02-06", 0, 0, 1)]
    table = summarise_topics(*corpus(*rows))
    # Topics 0 and 2 have means of 1/2 and a variance of 1/6 where 1/4 is the most: 2/3 of it, and so have all together.
    for row, (share, number) in enumerate([(1, 1), (0.25, 2), (0, 1), (0, 2), (0, 1), (0.75, 2)]):
        ends = [float(end) for end in score_interval(share, number, 2 / 3)]
        assert table.loc[row, ["low", "high"]].tolist() == pytest.approx(ends)


def test_an_interval_with_dispersion_is_that_of_more_values():
    # A variance of a quarter is that of four times as many values.
    expected = binomtest(12, 40).proportion_ci(0.95, method="wilson")
    assert [float(end) for end in score_interval(0.3, 10, 0.25)] == pytest.approx([expected.low, expected.high])
    assert [float(end) for end in score_interval(0.0, 10, 0.0)] == [0, 0]


def test_articles_without_date_or_shares_are_left_out_and_counted():
    shares, articles = corpus(("a", "A", "2024-01-05", 1, 0), ("b", "A", None, 0, 1), ("c", "A", "2024-01-06", 0, 1))
    shares = shares[shares["article_id"] != "c"]
    table = summarise_topics(shares, articles)
    assert table[["share", "n_articles"]].to_numpy().tolist() == [[1, 1], [0, 1]]
    assert count_left_out(shares, articles) == {"undated": 1, "without topics": 1}


def test_moments_count_in_utc():
    shares, articles = corpus(("a", "A", "2024-01-01T01:00+05:00", 1, 0))
    assert summarise_topics(shares, articles)["period"].dt.strftime("%Y-%m").tolist() == ["2023-12"] * 2


@pytest.mark.parametrize("rows", [[], [("a", "A", None, 1, 0)]], ids=["no articles", "no dates"])
def test_nothing_to_average_makes_an_empty_whole_table(rows):
    pd.testing.assert_frame_equal(summarise_topics(*corpus(*rows)), tables.empty(tables.TOPIC_SERIES))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"period": "decade"}, r"period is one of \['day', .*\], got 'decade'"),
        ({"by": "colour"}, "by is None or 'outlet', got 'colour'"),
        ({"stories": pd.DataFrame({"article_id": ["a"]})}, r"stories needs the columns \['story_id'\]"),
    ],
)
def test_wrong_arguments_are_refused(how, message):
    with pytest.raises(ValueError, match=message):
        summarise_topics(*corpus(("a", "A", "2024-01-05", 1, 0)), **how)


def test_repeated_rows_are_refused_with_their_article():
    shares, articles = corpus(("a", "A", "2024-01-05", 1, 0))
    with pytest.raises(ValueError, match="articles has one row per article; 'a' stands more than once"):
        summarise_topics(shares, pd.concat([articles, articles]))
    with pytest.raises(ValueError, match="article 'a' has more than one of topic 1"):
        summarise_topics(pd.concat([shares, shares[1:]]), articles)


def test_a_topic_without_row_has_no_share_and_numbers_may_have_holes():
    shares = pd.DataFrame({"article_id": ["b", "a", "a"], "topic_no": [7, 2, 7], "share": [1.0, 0.25, 0.75]})
    ids, numbers, matrix = spread_shares(shares)
    assert ids.to_pylist() == ["a", "b"]
    assert numbers.tolist() == [2, 7]
    assert matrix.tolist() == [[0.25, 0.75], [0, 1]]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.dates(pd.Timestamp("2023-01-01").date(), pd.Timestamp("2024-12-31").date()),
        st.integers(0, 8),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=20,
)


@given(
    ROWS,
    st.sampled_from(["day", "month", "year"]),
    st.sampled_from([None, "outlet"]),
    st.randoms(use_true_random=False),
)
def test_shares_sum_to_1_stories_are_counted_once_and_order_makes_no_difference(rows, period, by, random):
    made = [
        (f"a{n:02}", outlet, day.isoformat(), part / 8, 1 - part / 8) for n, (outlet, day, part, _) in enumerate(rows)
    ]
    shares, articles = corpus(*made)
    stories = stories_of(**{f"a{n:02}": f"s{story}" for n, (*_, story) in enumerate(rows)})
    table = summarise_topics(shares, articles, stories, period=period, by=by)
    known = table[table["state"] != "gap"]
    assert np.allclose(known.groupby(["group", "period"])["share"].sum(), 1)
    assert (known["low"] <= known["share"]).all() and (known["share"] <= known["high"]).all()
    assert known.groupby("topic_no")["n_articles"].sum().tolist() == [len(rows)] * 2
    again = summarise_topics(
        shares.sample(frac=1, random_state=random.randrange(99)),
        articles.sample(frac=1, random_state=random.randrange(99)),
        stories.sample(frac=1, random_state=random.randrange(99)),
        period=period,
        by=by,
    )
    pd.testing.assert_frame_equal(table, again, check_exact=True)


@given(ROWS, st.integers(1, 4))
def test_copies_of_an_article_do_not_change_the_story_mean(rows, n_copies):
    made = [
        (f"a{n:02}", outlet, day.isoformat(), part / 8, 1 - part / 8) for n, (outlet, day, part, _) in enumerate(rows)
    ]
    copies = [(f"c{n}", *made[0][1:]) for n in range(n_copies)]
    table = summarise_topics(*corpus(*made))
    again = summarise_topics(*corpus(*made, *copies), stories_of(a00="a00", **{name: "a00" for name, *_ in copies}))
    columns = ["share", "low", "high", "n_stories", "state"]
    pd.testing.assert_frame_equal(table[columns], again[columns])
