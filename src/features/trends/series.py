"""Means by period, each with its interval and its n."""

import numpy as np
import pandas as pd
from scipy.stats import t as student

from features import tables

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
# Below five articles a mean says more about the articles than about the period.
FEWEST_ARTICLES = 5
# An axis with more than sixty periods shows a texture and no longer a course.
MOST_PERIODS = 60


def choose_period(published, *, fewest=10):
    """The finest period of day, week, month, quarter and year whose median holds `fewest` articles, over at most 60 periods.

    Examples
    --------
    >>> choose_period(pd.Series(pd.date_range("2024-01-01", periods=300, freq="D", tz="UTC")))
    'month'
    """
    known = published.dropna()
    for period, code in PERIODS.items():
        periods = _periods(known, code)
        if not len(known):
            break
        n_periods = (periods.max() - periods.min()).n + 1
        if n_periods <= MOST_PERIODS and periods.value_counts().median() >= fewest:
            return period
    return "year"


def summarise_series(features, value, *, by=None, period="quarter"):
    """Mean of `value` by period, and by group when asked.

    Parameters
    ----------
    features : DataFrame, one row per article
        Columns `published`, `outlet`, `value` and, when given, `by`. Rows without date or value are left out.
    value : str
        The column to average.
    by : str, optional
        The column to group by.
    period : {"day", "week", "month", "quarter", "year"}
        In UTC; weeks begin on Monday.

    Returns
    -------
    DataFrame, one row per group and period that has articles
        Table SERIES. The interval is Student's over the articles, as if they were independent: reprints and outlets are not
        yet paid for, so it is too narrow where one report was printed often. `state` is "thin" below five articles, and
        "unfinished" for the last period when the corpus ends before its last day.

    Raises
    ------
    ValueError
        If the period or a column is unknown.

    Examples
    --------
    >>> some = pd.DataFrame({"published": pd.to_datetime(["2024-01-05", "2024-02-05", "2024-05-05"], utc=True),
    ...                      "outlet": ["A", "B", "A"], "tone": [0.1, 0.3, 0.5]})
    >>> summarise_series(some, "tone")[["estimate", "n_articles", "n_outlets", "state"]].values.tolist()
    [[0.2, 2, 2, 'thin'], [0.5, 1, 1, 'unfinished']]
    """
    if period not in PERIODS:
        raise ValueError(f"period is one of {list(PERIODS)}, got {period!r}")
    missing = [name for name in ["published", "outlet", value, *([by] if by else [])] if name not in features.columns]
    if missing:
        raise ValueError(f"a series of {value!r} needs the columns {missing}; the table has {list(features.columns)}")
    known = features[features["published"].notna() & features[value].notna()]
    if not len(known):
        return tables.empty(tables.SERIES)
    periods = _periods(known["published"], PERIODS[period])
    groups = known[by].astype(str) if by else pd.Series("all", index=known.index)
    grouped = known.assign(group=groups, period=periods).groupby(["group", "period"], sort=True)
    table = grouped[value].agg(["mean", "std", "count"]).join(grouped["outlet"].nunique().rename("n_outlets"))
    half = student.ppf(0.975, (table["count"] - 1).where(table["count"] > 1)) * table["std"] / np.sqrt(table["count"])
    last_day = features["published"].max().tz_localize(None).floor("D")
    index = table.index.get_level_values("period")
    unfinished = (index == periods.max()) & (last_day < periods.max().end_time.floor("D"))
    thin = table["count"] < FEWEST_ARTICLES
    return tables.check(pd.DataFrame({
        "group": table.index.get_level_values("group"),
        "period": index.start_time.tz_localize("UTC").as_unit("s"),
        "estimate": table["mean"].to_numpy(),
        "low": (table["mean"] - half).to_numpy(),
        "high": (table["mean"] + half).to_numpy(),
        "n_articles": table["count"].to_numpy(),
        "n_outlets": table["n_outlets"].to_numpy(),
        "state": np.select([unfinished, thin], ["unfinished", "thin"], "complete"),
    }), tables.SERIES)


def _periods(published, code):
    return published.dt.tz_localize(None).dt.to_period(code)
