"""Axes of time: where they begin and end, and how their periods are called."""

import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from features.trends import middle_span
from figures.labels import count

_FORMS = {"year": "{0:%Y}", "month": "{0:%b %Y}", "week": "week of {0.day} {0:%b %Y}", "day": "{0.day} {0:%b %Y}"}


def name_period(moment, period):
    """What a period is called that begins at `moment`.

    Parameters
    ----------
    moment : Timestamp
        The period’s first moment, in UTC.
    period : {"day", "week", "month", "quarter", "year"}
        Its length.

    Returns
    -------
    str
        For people, in English.

    Raises
    ------
    KeyError
        If the period is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures.periods import name_period
    >>> name_period(pd.Timestamp("2024-07-01"), "quarter"), name_period(pd.Timestamp("2024-07-01"), "week")
    ('2024 Q3', 'week of 1 Jul 2024')
    """
    if period == "quarter":
        return f"{moment.year} Q{(moment.month - 1) // 3 + 1}"
    return _FORMS[period].format(moment)


def frame_time(axes, published, periods, period, *, most=8):
    """Show the middle 99 % of the articles’ time with at most `most` labels, and say what lies beyond.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its axis of time is the horizontal one.
    published : Series of datetime
        Moments of all articles.
    periods : Series of datetime
        First moments of the periods drawn, one per dot.
    period : {"day", "week", "month", "quarter", "year"}
        Their length.
    most : int
        The most labels. Up to half as many periods are each called by their name.

    Returns
    -------
    str
        Words for the label of the axis, such as "\\n3 earlier dots not shown"; "" when nothing lies beyond.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures.periods import frame_time
    >>> months = pd.Series(pd.to_datetime(["2024-01-01", "2024-02-01"], utc=True))
    >>> figure, axes = plt.subplots()
    >>> frame_time(axes, months, months, "month"), [label.get_text() for label in axes.get_xticklabels()]
    ('', ['Jan 2024', 'Feb 2024'])
    >>> plt.close(figure)
    """
    first, last = middle_span(published)
    periods = periods.dt.tz_localize(None) if periods.dt.tz is not None else periods
    # The period that the core begins in begins before it; when no mark stands there, the core's own beginning serves.
    begins = periods[periods <= first].max()
    shown = periods[periods.between(first if pd.isna(begins) else begins, last)]
    shown = shown if len(shown) else periods
    margin = max((shown.max() - shown.min()) * 0.04, pd.Timedelta(days=1))
    left, right = shown.min() - margin, shown.max() + margin
    axes.set_xlim(left, right)
    named = sorted(set(shown))
    if len(named) <= most // 2:
        # So few that each can have its name; a locator would mark hours between them.
        axes.set_xticks(named, [name_period(moment, period) for moment in named])
    else:
        ticks = AutoDateLocator(minticks=2, maxticks=most)
        axes.xaxis.set_major_locator(ticks)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(ticks, show_offset=False))
    n_before, n_after = int((periods < left).sum()), int((periods > right).sum())
    sides = [count(number, f"{side} dot") for number, side in ((n_before, "earlier"), (n_after, "later")) if number]
    return f"\n{' and '.join(sides)} not shown" if sides else ""
