"""Figures of who prints whose reports."""

import numpy as np
import pandas as pd

from figures.corpus import fold_small_outlets
from figures.labels import count, name_rows, say_nothing_to_draw, shorten, shorten_all

# Of the words of the first copy, as much as a copy must keep to be drawn as printed almost word for word.
NEARLY_WHOLE = 0.9
_LAST_SECOND = pd.Timedelta(days=1) - pd.Timedelta(seconds=1)
_TICKS = {0.1: "6 min", 1: "1 hour", 6: "6 hours", 24: "1 day", 168: "1 week", 730: "1 month", 8766: "1 year"}
# Golden section: so many dots of a row are spread over its height evenly, and the same on every run.
_SPREAD = 0.618


def bound_moments(articles):
    """The first and the last moment at which each article can have been published: of a day its beginning and its end.

    Parameters
    ----------
    articles : DataFrame
        Columns `published` and `precision` of table ARTICLES. A local time is taken as UTC, as everywhere.

    Returns
    -------
    DataFrame
        Columns `earliest` and `latest`, with the same index; missing where the date is.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures.copying import bound_moments
    >>> one = pd.DataFrame({"published": pd.to_datetime(["2026-03-06"], utc=True), "precision": ["day"]})
    >>> bound_moments(one)["latest"].tolist()
    [Timestamp('2026-03-06 23:59:59+0000', tz='UTC')]
    """
    known = articles["published"]
    return pd.DataFrame(
        {"earliest": known, "latest": known.where(articles["precision"] != "day", known + _LAST_SECOND)}
    )


def list_copies(articles, stories):
    """The articles that print another outlet's report, and whether it is known which came first.

    Parameters
    ----------
    articles, stories : DataFrame
        Tables ARTICLES and STORIES.

    Returns
    -------
    DataFrame, one row per copy whose story has its first copy in another outlet
        article_id; outlet; source, the outlet of the first copy; lag_hours, missing where the order is not known; share_kept;
        is_ordered, whether the dates say that the source was earlier. In the order of the articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures.copying import list_copies
    >>> when = pd.to_datetime(["2026-03-06 08:00", "2026-03-06 18:00"], utc=True)
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Wire", "Courier"], "published": when,
    ...                          "precision": "moment"})
    >>> stories = pd.DataFrame({"article_id": ["a", "b"], "story_id": "a", "is_first": [True, False],
    ...                         "lag_hours": [0.0, 10.0], "share_kept": [1.0, 0.8]})
    >>> list_copies(articles, stories)[["outlet", "source", "lag_hours", "is_ordered"]].values.tolist()
    [['Courier', 'Wire', 10.0, True]]
    """
    found = articles[["article_id", "outlet"]].join(bound_moments(articles)).merge(stories, on="article_id")
    first = found.loc[found["is_first"], ["story_id", "outlet", "latest"]]
    first = first.rename(columns={"outlet": "source", "latest": "source_latest"})
    found = found[~found["is_first"]].merge(first, on="story_id")
    found = found[found["outlet"] != found["source"]].reset_index(drop=True)
    found["is_ordered"] = found["earliest"] > found["source_latest"]
    found["lag_hours"] = found["lag_hours"].where(found["is_ordered"])
    return found[["article_id", "outlet", "source", "lag_hours", "share_kept", "is_ordered"]]


def draw_copying(articles, stories, axes):
    """One dot a copy of another outlet's report, in the row of the outlet that printed it, by its lag. Returns what is drawn.

    Parameters
    ----------
    articles, stories : DataFrame
        Tables ARTICLES and STORIES.
    axes : matplotlib.axes.Axes
        The size of its figure is set to the number of outlets. The outlet with most copies stands on top; at most fifteen have a row
        of their own.

    Returns
    -------
    DataFrame, one row per copy
        As `list_copies` returns it, row by row as drawn, those of a row by their lag.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_copying
    >>> when = pd.to_datetime(["2026-03-06 08:00", "2026-03-06 18:00"], utc=True)
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Wire", "Courier"], "published": when,
    ...                          "precision": "moment"})
    >>> stories = pd.DataFrame({"article_id": ["a", "b"], "story_id": "a", "is_first": [True, False],
    ...                         "lag_hours": [0.0, 10.0], "share_kept": [1.0, 0.8]})
    >>> figure, axes = plt.subplots()
    >>> draw_copying(articles, stories, axes)[["outlet", "source"]].values.tolist()
    [['Courier', 'Wire']]
    >>> plt.close(figure)
    """
    copies = list_copies(articles, stories)
    if not len(copies):
        say_nothing_to_draw(axes, "no article is a copy of another outlet’s report")
        return copies
    copies["row_name"] = fold_small_outlets(copies["outlet"].astype(str).rename("outlet"))
    sizes = copies["row_name"].value_counts()
    order = sorted(sizes.index, key=lambda name: (name.endswith(" other outlets"), -sizes[name], name))
    copies["row"] = copies["row_name"].map({name: row for row, name in enumerate(order)})
    drawn = copies.sort_values(["row", "lag_hours", "article_id"], ignore_index=True)
    axes.figure.set_size_inches(8.6, 1.5 + 0.36 * len(order))
    _draw_dots(drawn, axes)
    whole = articles["outlet"].value_counts()
    labels = [
        f"{label}  {sizes[name]:,}" + (f" of {whole[name]:,}" if name in whole else "")
        for name, label in zip(order, shorten_all(order, 26), strict=True)
    ]
    name_rows(axes, labels)
    _name_sources(drawn, len(order), axes)
    known = drawn["lag_hours"].dropna()
    lag = (
        f"; {'median lag' if len(known) > 1 else 'the only known lag is'} {_say_hours(known.median())}"
        if len(known)
        else ""
    )
    copied = f"{len(drawn):,} of {count(len(articles), 'article')}"
    title = f"{copied} {'is a copy' if len(drawn) == 1 else 'are copies'} of another outlet’s report{lag}"
    # Over the whole width: the rows have long names.
    axes.figure.suptitle(title, x=0.01, ha="left", fontsize=10, weight="bold")
    return drawn.drop(columns=["row_name", "row"])


def _draw_dots(drawn, axes):
    """Dots on a logarithmic axis of hours, with a column of its own for those whose lag is not known."""
    lags = np.log10(drawn["lag_hours"].clip(lower=min(_TICKS)))
    is_unknown, n_rows = lags.isna(), drawn["row"].max() + 1
    left = 0.0 if is_unknown.all() else lags.min()
    span = 1.0 if is_unknown.all() else max(lags.max() - left, 1.0)
    column = left - 0.2 * span
    # Dots that would lie on each other are spread: those of a known lag over the height of their row, the others over the column.
    number = drawn.groupby(["row", is_unknown]).cumcount()
    spread = ((number + 1) * _SPREAD) % 1 - 0.5
    gap = lags.groupby(drawn["row"]).diff().groupby(drawn["row"]).transform("min")
    row = drawn["row"] + (0.5 * spread).where((gap < 0.025 * span) & ~is_unknown, 0)
    place = lags.fillna(column + 0.16 * span * spread.where(number > 0, 0))
    is_whole = drawn["share_kept"] >= NEARLY_WHOLE
    start, end = (column - 0.12 * span if is_unknown.any() else left - 0.05 * span), left + 1.05 * span
    axes.hlines(range(n_rows), start, end, color="0.92", linewidth=1, zorder=0)
    style = {"s": 34, "edgecolor": "C0", "linewidth": 1.2, "zorder": 3, "alpha": 0.85}
    axes.scatter(place[is_whole], row[is_whole], facecolor="C0", label="keeps 90 % of the words or more", **style)
    axes.scatter(place[~is_whole], row[~is_whole], facecolor="white", label="keeps fewer", **style)
    ticks = {np.log10(hours): name for hours, name in _TICKS.items()}
    ticks = {at: name for at, name in ticks.items() if left - 0.05 * span <= at <= end and not is_unknown.all()}
    if is_unknown.any():
        axes.axvspan(start, column + 0.12 * span, color="0.95", zorder=-1, linewidth=0)
        ticks = {column: "not\nknown"} | ticks
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set(xlim=(start, end), ylim=(n_rows - 0.4, -0.6), xlabel="time after the first copy")
    axes.figure.legend(loc="outside lower right", ncols=2, handletextpad=0.2)


def _name_sources(drawn, n_rows, axes):
    """Behind each row, the outlet whose reports it prints most; “shared with” where no date says who was earlier."""
    named = []
    for row in range(n_rows):
        mine = drawn[drawn["row"] == row]
        sources = mine["source"].value_counts().sort_index()
        link = "from" if mine["is_ordered"].any() else "shared with"
        largest = shorten(sources.idxmax(), 24) or "(blank)"
        if (sources == sources.max()).sum() > 1:
            named.append(f"{link} {len(sources):,} outlets")
        elif len(sources) > 1:
            named.append(f"{sources.max():,} {link} {largest}")
        else:
            named.append(f"{'all ' if len(mine) > 1 else ''}{link} {largest}")
    side = axes.secondary_yaxis("right")
    side.set_yticks(range(n_rows), named)
    side.tick_params(length=0)
    side.spines["right"].set_visible(False)


def _say_hours(hours):
    if hours < 1:
        return count(max(round(60 * hours), 1), "minute")
    return count(round(hours), "hour") if hours < 48 else count(round(hours / 24), "day")
