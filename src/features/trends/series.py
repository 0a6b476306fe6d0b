"""Means by period and by group, each with its interval and its n."""

import numpy as np
import pandas as pd

from features import tables
from features.intervals import half_interval
from features.periods import LEAST_COVERED, PERIODS, in_utc, periods_of, share_covered

# Below five articles a mean says more about the articles than about the period.
FEWEST_ARTICLES = 5
# An axis with more than sixty periods shows a texture and no longer a course.
MOST_PERIODS = 60


def middle_span(published):
    """The first and the last moment of the middle 99 % of the articles.

    A corpus of ten thousand articles may hold one that is dated ten years before all others; an axis that reaches to it shows
    nothing else. Below 200 articles nothing is left out.

    Parameters
    ----------
    published : Series of datetime
        Moments of articles, in UTC where no zone is given; missing ones are left out.

    Returns
    -------
    first, last : Timestamp or None
        In UTC, without zone. Both None when no moment is known.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.trends import middle_span
    >>> days = pd.date_range("2020-01-01", periods=399, freq="D", tz="UTC").insert(0, pd.Timestamp("1999-01-01", tz="UTC"))
    >>> [str(moment.date()) for moment in middle_span(pd.Series(days))]   # two of 400 may go at either end
    ['2020-01-02', '2021-01-31']
    """
    known = in_utc(published).dropna().sort_values(ignore_index=True)
    if not len(known):
        return None, None
    spare = int(len(known) * 0.005)
    return known.iloc[spare], known.iloc[len(known) - 1 - spare]


def choose_period(published, *, fewest=10):
    """The finest period of day, week, month, quarter and year whose median holds `fewest` articles, over at most 60 periods of the
    core that `middle_span` gives.

    Parameters
    ----------
    published : Series of datetime
        Moments of articles, in UTC where no zone is given; missing ones are left out.
    fewest : int
        Articles that the median period must hold; periods without any article do not count.

    Returns
    -------
    {"day", "week", "month", "quarter", "year"}
        “year” also when none of them does, or no moment is known.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import choose_period
    >>> choose_period(pd.Series(pd.date_range("2024-01-01", periods=300, freq="D", tz="UTC")))   # a week holds seven
    'month'
    """
    first, last = middle_span(published)
    if first is None:
        return "year"
    known = in_utc(published)
    known = known[known.between(first, last)]
    for period, code in PERIODS.items():
        periods = known.dt.to_period(code)
        n_periods = (periods.max() - periods.min()).n + 1
        if n_periods <= MOST_PERIODS and periods.value_counts().median() >= fewest:
            return period
    return "year"


def summarise_series(features, value, *, by=None, period="quarter"):
    """Mean of `value` by period, and by group when asked.

    Parameters
    ----------
    features : DataFrame, one row per article
        Columns `published`, `outlet`, `value` and, when given, `by`. Rows without date, value or group are left out.
    value : str
        The column to average.
    by : str, optional
        The column to group by.
    period : {"day", "week", "month", "quarter", "year"}
        In UTC; weeks begin on Monday.

    Returns
    -------
    DataFrame, one row per group and period that has articles
        Table SERIES, in the unit of `value`. The interval is Student’s over the articles, as if they were independent: reprints
        and outlets are not yet paid for, so it is too narrow where one report was printed often. `state` is “thin” below five
        articles, and “unfinished” where the dates of `features`, with or without a value, cover less than nine tenths of the period.

    Raises
    ------
    ValueError
        If the period or a column is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import summarise_series
    >>> some = pd.DataFrame({"published": pd.to_datetime(["2024-01-05", "2024-02-05", "2024-05-05"], utc=True),
    ...                      "outlet": ["A", "B", "A"], "tone": [0.1, 0.3, 0.5]})
    >>> summarise_series(some, "tone")[["estimate", "n_articles", "n_outlets", "state"]].values.tolist()
    [[0.2, 2, 2, 'thin'], [0.5, 1, 1, 'unfinished']]
    """
    if period not in PERIODS:
        raise ValueError(f"period is one of {list(PERIODS)}, got {period!r}")
    _refuse_missing(features, ["published", "outlet", value, *([by] if by else [])], value)
    known = features[features["published"].notna() & features[value].notna()]
    if not len(known):
        return tables.empty(tables.SERIES)
    periods = periods_of(known["published"], period).rename("period")
    groups = (known[by].astype(str) if by else pd.Series("all", index=known.index)).rename("group")
    grouped = known.groupby([groups, periods], sort=True)
    table = _means(grouped, value)
    dates = in_utc(features["published"]).dropna()
    index = table.index.get_level_values("period")
    unfinished = [share_covered(one, dates.min(), dates.max()) < LEAST_COVERED for one in index]
    thin = (table["n_articles"] < FEWEST_ARTICLES).to_numpy()
    table["period"] = index.start_time.tz_localize("UTC").as_unit("s")
    table["state"] = np.select([unfinished, thin], ["unfinished", "thin"], "complete")
    return tables.check(table.reset_index(level="group").reset_index(drop=True), tables.SERIES)


def summarise_groups(features, value, *, by="outlet"):
    """Mean of `value` by group, over all time.

    Parameters
    ----------
    features : DataFrame, one row per article
        Columns `outlet`, `value` and `by`. Rows without value or group are left out.
    value, by : str
        The column to average, and the column to group by.

    Returns
    -------
    DataFrame, one row per group
        Table GROUPS, in the unit of `value`; the interval as in `summarise_series`.

    Raises
    ------
    ValueError
        If a column is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import summarise_groups
    >>> some = pd.DataFrame({"outlet": ["A", "B", "A"], "tone": [0.1, 0.3, 0.5]})
    >>> summarise_groups(some, "tone")[["group", "estimate", "n_articles"]].values.tolist()
    [['A', 0.3, 2], ['B', 0.3, 1]]
    """
    _refuse_missing(features, ["outlet", value, by], value)
    known = features[features[value].notna() & features[by].notna()]
    if not len(known):
        return tables.empty(tables.GROUPS)
    table = _means(known.assign(group=known[by].astype("str")).groupby("group", sort=True), value)
    return tables.check(table.reset_index(), tables.GROUPS)


def _means(grouped, value):
    table = grouped[value].agg(["mean", "std", "count"])
    half = half_interval(table["std"], table["count"])
    return pd.DataFrame(
        {
            "estimate": table["mean"],
            "low": table["mean"] - half,
            "high": table["mean"] + half,
            "n_articles": table["count"],
            "n_outlets": grouped["outlet"].nunique(),
        }
    )


def _refuse_missing(features, names, value):
    missing = [name for name in names if name not in features.columns]
    if missing:
        raise ValueError(f"a series of {value!r} needs the columns {missing}; the table has {list(features.columns)}")
