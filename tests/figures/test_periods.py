import matplotlib.dates as mdates
import pandas as pd
import pytest

from figures.periods import frame_time, name_period


def series(*days):
    return pd.Series(pd.to_datetime(list(days)))


@pytest.mark.parametrize(
    "period, name",
    [
        ("year", "2024"),
        ("quarter", "2024 Q3"),
        ("month", "Jul 2024"),
        ("week", "week of 1 Jul 2024"),
        ("day", "1 Jul 2024"),
    ],
)
def test_a_period_is_called_as_people_call_it(period, name):
    assert name_period(pd.Timestamp("2024-07-01", tz="UTC"), period) == name


@pytest.mark.parametrize("days", [["2024-01-01"], ["2024-01-01", "2025-01-01", "2026-01-01"]])
def test_few_periods_are_marked_by_their_names_and_nothing_between_them(axes, days):
    frame_time(axes, series(*days).dt.tz_localize("UTC"), series(*days), "year")
    assert [label.get_text() for label in axes.get_xticklabels()] == [day[:4] for day in days]


def test_many_periods_get_few_labels(axes):
    months = pd.Series(pd.date_range("2019-01-01", periods=60, freq="MS"))
    assert frame_time(axes, months.dt.tz_localize("UTC"), months, "month") == ""
    assert 2 <= len(axes.get_xticks()) <= 8


def test_what_is_inside_the_margin_is_shown_and_not_counted_as_beyond(axes):
    published = pd.Series(pd.date_range("2019-01-01", periods=3000, freq="D", tz="UTC"))
    quarters = published.dt.tz_localize(None).dt.to_period("Q").dt.start_time.drop_duplicates()
    quarters = pd.concat([quarters, series("2027-04-01")])
    assert frame_time(axes, published, quarters, "quarter") == ""
    assert axes.get_xlim()[1] > mdates.date2num(quarters.max())


def test_what_lies_beyond_the_core_is_counted_and_not_shown(axes):
    published = pd.Series(
        pd.date_range("2020-01-01", periods=600, freq="D", tz="UTC").insert(0, pd.Timestamp("1999-05-05", tz="UTC"))
    )
    months = published.dt.tz_localize(None).dt.to_period("M").dt.start_time.drop_duplicates()
    assert frame_time(axes, published, months, "month") == "\n1 earlier dot not shown"
    assert mdates.num2date(axes.get_xlim()[0]).year >= 2019


@pytest.mark.parametrize("drawn", [["2024-01-01", "2024-02-01"], ["2023-01-01"], ["2030-01-01"]])
def test_marks_that_begin_after_the_first_article_or_lie_wholly_elsewhere_are_framed_all_the_same(axes, drawn):
    published = series("2018-05-05", *["2024-01-15"] * 30, *["2024-02-15"] * 30).dt.tz_localize("UTC")
    frame_time(axes, published, series(*drawn), "month")
    low, high = (mdates.num2date(limit).year for limit in axes.get_xlim())
    assert low <= int(drawn[0][:4]) <= high
