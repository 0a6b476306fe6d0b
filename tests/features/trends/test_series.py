import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from features import tables
from features.trends import choose_period, middle_span, summarise_groups, summarise_series


def features_of(*rows):
    """One row per (moment, outlet, tone)."""
    moments, outlets, tones = zip(*rows, strict=True) if rows else ((), (), ())
    published = pd.to_datetime(pd.Series(moments, dtype=object), utc=True, format="ISO8601")
    return pd.DataFrame(
        {"published": published, "outlet": pd.Series(outlets, dtype="str"), "tone": pd.Series(tones, dtype=float)}
    )


def days(first, n, per_day=1):
    return pd.Series(pd.date_range(first, periods=n, tz="UTC").repeat(per_day))


@pytest.mark.parametrize(
    ("period", "firsts"),
    [
        ("day", ["2024-01-03", "2024-02-29", "2024-12-31"]),
        ("week", ["2024-01-01", "2024-02-26", "2024-12-30"]),  # the Mondays before
        ("month", ["2024-01-01", "2024-02-01", "2024-12-01"]),
        ("quarter", ["2024-01-01", "2024-10-01"]),
        ("year", ["2024-01-01"]),
    ],
)
def test_a_period_is_named_by_its_first_moment(period, firsts):
    table = summarise_series(
        features_of(("2024-01-03T23:59:59", "A", 0.1), ("2024-02-29T00:00", "A", 0.2), ("2024-12-31T12:00", "A", 0.6)),
        "tone",
        period=period,
    )
    assert table["period"].dt.strftime("%Y-%m-%d").tolist() == firsts
    assert str(table["period"].dtype.tz) == "UTC"


def test_the_estimate_is_the_mean_over_articles_with_students_interval():
    tones = [0.1, 0.4, -0.2, 0.3, 0.25]
    table = summarise_series(
        features_of(*[("2024-05-01", outlet, tone) for outlet, tone in zip("ABABC", tones, strict=True)]), "tone"
    )
    expected = ttest_1samp(tones, 0).confidence_interval(0.95)
    row = table.iloc[0]
    assert [row["estimate"], row["low"], row["high"]] == pytest.approx([0.17, expected.low, expected.high])
    assert (row["group"], row["n_articles"], row["n_outlets"]) == ("all", 5, 3)


def test_one_article_has_an_estimate_and_no_interval():
    row = summarise_series(features_of(("2024-05-01", "A", 0.5)), "tone").iloc[0]
    assert row["estimate"] == 0.5
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])


def test_articles_without_date_or_value_are_left_out():
    features = features_of(("2024-05-01", "A", 0.5), (None, "A", 0.1), ("2024-05-01", "B", np.nan))
    table = summarise_series(features, "tone")
    assert table[["estimate", "n_articles", "n_outlets"]].to_numpy().tolist() == [[0.5, 1, 1]]


def test_a_period_below_five_articles_is_thin_and_one_that_is_covered_by_less_than_nine_tenths_is_unfinished():
    rows = (
        [("2024-01-04", "A", 0.1)] * 5 + [("2024-02-15", "A", 0.1)] * 4 + [("2024-03-27", "A", 0.1)] * 5
    )  # 28 and 27 of 31 days
    assert summarise_series(features_of(*rows), "tone", period="month")["state"].tolist() == [
        "complete",
        "thin",
        "unfinished",
    ]
    rows.append(("2024-03-28", "A", 0.1))
    assert summarise_series(features_of(*rows), "tone", period="month")["state"].tolist() == [
        "complete",
        "thin",
        "complete",
    ]
    rows[:5] = [("2024-01-05", "A", 0.1)] * 5
    assert summarise_series(features_of(*rows), "tone", period="month")["state"].tolist()[0] == "unfinished"


def test_a_last_period_is_finished_when_the_corpus_goes_on_without_a_value():
    rows = [("2024-01-01", "A", 0.1)] * 5 + [("2024-02-10", "A", np.nan)]
    assert summarise_series(features_of(*rows), "tone", period="month")["state"].tolist() == ["complete"]


def test_groups_have_series_of_their_own():
    features = features_of(("2024-01-05", "A", 0.1), ("2024-01-06", "B", 0.3), ("2024-04-05", "B", 0.5))
    table = summarise_series(features, "tone", by="outlet")
    assert table["group"].tolist() == ["A", "B", "B"]
    assert table["estimate"].tolist() == [0.1, 0.3, 0.5]
    assert table["state"].tolist() == ["thin", "thin", "unfinished"]
    assert table["n_outlets"].tolist() == [1, 1, 1]


def test_articles_without_group_are_left_out():
    features = features_of(("2024-01-05", "A", 0.1), ("2024-01-06", "B", 0.3)).assign(place=["Tarn", None])
    assert summarise_series(features, "tone", by="place")["group"].tolist() == ["Tarn"]


def test_periods_are_those_of_utc_wherever_the_clock_stood():
    moments = pd.to_datetime(["2024-01-01T01:00+05:00", "2024-03-31T23:00+05:00"])
    features = pd.DataFrame({"published": moments, "outlet": "A", "tone": [0.1, 0.2]})
    table = summarise_series(features, "tone")
    assert table["period"].dt.strftime("%Y-%m").tolist() == ["2023-10", "2024-01"]
    assert table["state"].tolist() == ["unfinished", "thin"]  # one day of the first quarter, all of the second


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(pd.Timestamp("2023-01-01").date(), pd.Timestamp("2025-12-31").date()),
            st.sampled_from("ABC"),
            st.floats(-1, 1),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.randoms(use_true_random=False),
)
def test_articles_are_counted_once_whatever_their_order(rows, period, random):
    features = features_of(*[(day.isoformat(), outlet, tone) for day, outlet, tone in rows])
    table = summarise_series(features, "tone", by="outlet", period=period)
    assert table["n_articles"].sum() == len(rows)
    assert (table["estimate"] * table["n_articles"]).sum() == pytest.approx(features["tone"].sum(), abs=1e-9)
    assert (table["state"] == "unfinished").groupby(table["group"]).sum().max() <= 2  # the first and the last
    order = random.sample(range(len(rows)), len(rows))
    again = summarise_series(features.iloc[order], "tone", by="outlet", period=period)
    pd.testing.assert_frame_equal(table, again)


@pytest.mark.parametrize(
    "rows", [[], [(None, "A", 0.1)], [("2024-01-01", "A", np.nan)]], ids=["no articles", "no dates", "no values"]
)
def test_nothing_to_average_makes_an_empty_whole_table(rows):
    pd.testing.assert_frame_equal(summarise_series(features_of(*rows), "tone"), tables.empty(tables.SERIES))


def test_an_unknown_period_is_refused():
    with pytest.raises(ValueError, match=r"period is one of \['day', 'week', .*\], got 'decade'"):
        summarise_series(features_of(), "tone", period="decade")


def test_a_missing_column_is_refused():
    message = (
        r"a series of 'mood' needs the columns \['mood', 'place'\]; "
        r"the table has \['published', 'outlet', 'tone'\]"
    )
    with pytest.raises(ValueError, match=message):
        summarise_series(features_of(), "mood", by="place")


@pytest.mark.parametrize(
    ("published", "period"),
    [
        (days("2024-01-01", 60, per_day=10), "day"),
        (days("2024-01-01", 61, per_day=10), "week"),  # 61 days are more than an axis holds
        (days("2024-01-01", 60, per_day=9), "week"),  # too few a day
        (days("2024-01-01", 300), "month"),  # 7 a week, 31 a month
        (days("2024-01-01", 6 * 366), "quarter"),  # 73 months, 72 of them the core; 91 a quarter
        (days("2024-01-01", 16 * 366), "year"),  # 65 quarters, 64 of them the core
        (pd.concat([days("1999-01-01", 3), days("2024-01-01", 60, per_day=10)]), "day"),  # three strays of 603
        (days("2024-01-01", 3), "year"),
        (days("2024-01-01", 0), "year"),
        (pd.Series([pd.NaT, pd.NaT], dtype="datetime64[s, UTC]"), "year"),
    ],
)
def test_the_finest_period_is_chosen_that_is_full_enough_and_fits_an_axis(published, period):
    assert choose_period(published) == period


def test_a_period_may_be_asked_to_hold_fewer_articles():
    assert choose_period(days("2024-01-01", 20), fewest=1) == "day"
    assert choose_period(days("2024-01-01", 20), fewest=5) == "week"


@pytest.mark.parametrize(
    ("n_days", "core"),
    [
        (199, ("2024-01-01", "2024-07-17")),  # 0.5 % of 199 is less than one: all of them
        (200, ("2024-01-02", "2024-07-17")),  # one of 200 at either end
        (1, ("2024-01-01", "2024-01-01")),
    ],
)
def test_the_core_leaves_out_the_outermost_half_percent_at_either_end(n_days, core):
    published = days("2024-01-01", n_days).sample(frac=1, random_state=0)
    assert tuple(str(moment.date()) for moment in middle_span(published)) == core


def test_without_dates_there_is_no_core():
    assert middle_span(pd.Series([pd.NaT], dtype="datetime64[s, UTC]")) == (None, None)


def test_groups_have_means_over_all_time_with_students_interval():
    tones = [0.1, 0.4, -0.2]
    rows = [
        ("2024-01-05", "A", tones[0]),
        ("2025-01-05", "A", tones[1]),
        (None, "A", tones[2]),
        ("2024-01-05", "B", 0.5),
        ("2024-01-05", "C", np.nan),
    ]
    table = summarise_groups(features_of(*rows), "tone").set_index("group")
    low, high = ttest_1samp(tones, 0).confidence_interval(0.95)
    assert table.loc["A", ["estimate", "low", "high"]].tolist() == pytest.approx([0.1, low, high])
    assert table.loc["B", "estimate"] == 0.5
    assert table.loc["B", ["low", "high"]].isna().all()
    assert table["n_articles"].to_dict() == {"A": 3, "B": 1}


def test_groups_of_another_column_count_their_outlets_and_leave_out_articles_without_group():
    rows = [("2024-01-05", outlet, 0.1) for outlet in "ABBC"]
    features = features_of(*rows).assign(place=["Tarn", "Tarn", "Tarn", None])
    table = summarise_groups(features, "tone", by="place")
    assert table[["group", "n_articles", "n_outlets"]].to_numpy().tolist() == [["Tarn", 3, 2]]


def test_groups_of_nothing_are_an_empty_whole_table_and_an_unknown_column_is_refused():
    pd.testing.assert_frame_equal(summarise_groups(features_of(), "tone"), tables.empty(tables.GROUPS))
    with pytest.raises(ValueError, match=r"needs the columns \['place'\]; the table has"):
        summarise_groups(features_of(), "tone", by="place")
