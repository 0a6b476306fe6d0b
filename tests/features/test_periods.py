"""Periods are those of UTC, by days."""

import pandas as pd
import pytest

from features.periods import in_utc, periods_of, share_covered


def test_moments_lie_in_the_period_of_utc_whatever_their_zone():
    moments = pd.Series(pd.to_datetime(["2024-01-01T01:00+05:00", "2024-01-01T00:00+00:00"], utc=True))
    assert periods_of(moments, "month").astype(str).tolist() == ["2023-12", "2024-01"]
    assert in_utc(moments).dt.tz is None


def test_weeks_begin_on_monday_and_missing_moments_have_no_period():
    moments = pd.Series([pd.Timestamp("2024-01-07"), pd.Timestamp("2024-01-08"), pd.NaT])
    weeks = periods_of(moments, "week")
    assert [week.start_time.day for week in weeks[:2]] == [1, 8]
    assert weeks.isna().tolist() == [False, False, True]


def test_an_unknown_period_is_refused():
    with pytest.raises(KeyError, match="decade"):
        periods_of(pd.Series([pd.Timestamp("2024-01-07")]), "decade")


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [
        ("2024-01-04 23:00", "2024-03-01", 28 / 31),
        ("2023-01-01", "2024-01-10 01:00", 10 / 31),
        ("2023-01-01", "2025-01-01", 1),
    ],
)
def test_both_outer_days_of_a_period_count_whole(first, last, share):
    assert share_covered(pd.Period("2024-01"), pd.Timestamp(first), pd.Timestamp(last)) == share
