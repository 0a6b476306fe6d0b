"""Periods of time: which one a moment lies in, in UTC, and how much of it is covered."""

import pandas as pd

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
# A year that lacks its last five weeks or more is not yet that year.
LEAST_COVERED = 0.9


def periods_of(published, period):
    """The period that each moment lies in, in UTC, as a pandas period.

    Parameters
    ----------
    published : Series of datetime
        Moments, in UTC where no zone is given; may be missing.
    period : {"day", "week", "month", "quarter", "year"}
        Weeks begin on Monday.

    Returns
    -------
    Series of Period
        One entry per moment; missing where the moment is.

    Raises
    ------
    KeyError
        If the period is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.periods import periods_of
    >>> evening = pd.Series(pd.to_datetime(["2023-12-31T23:30:00-05:00"]))   # in UTC it is already 04:30
    >>> periods_of(evening, "year").astype(str).tolist()
    ['2024']
    """
    return in_utc(published).dt.to_period(PERIODS[period])


def share_covered(period, first, last):
    """The part of a period's days that lies between the days of the first and of the last article.

    Parameters
    ----------
    period : Period
        As `periods_of` gives it.
    first, last : Timestamp
        In UTC, without zone, as `in_utc` gives them.

    Returns
    -------
    float
        At most 1; both days count.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.periods import share_covered
    >>> round(share_covered(pd.Period("2024-02"), pd.Timestamp("2023-05-01"), pd.Timestamp("2024-02-10")), 3)   # 10 of 29 days
    0.345
    """
    begins, ends = period.start_time.floor("D"), period.end_time.floor("D")
    days = (min(ends, last.floor("D")) - max(begins, first.floor("D"))).days + 1
    return days / ((ends - begins).days + 1)


def in_utc(published):
    """Moments as clock times in UTC.

    Parameters
    ----------
    published : Series of datetime
        Moments, in UTC where no zone is given; may be missing.

    Returns
    -------
    Series of datetime
        Without zone.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.periods import in_utc
    >>> str(in_utc(pd.Series(pd.to_datetime(["2023-12-31T23:30:00-05:00"])))[0])
    '2024-01-01 04:30:00'
    """
    return pd.to_datetime(published, utc=True).dt.tz_localize(None)
