"""Figures of what is in the corpus."""

import numpy as np
import pandas as pd

from features.article import OUTLET_SOURCES, PRECISIONS
from features.reading import name_reason
from features.trends import periods_of
from figures.labels import count, name_rows, say_nothing_to_draw, shorten_all
from figures.periods import frame_time

MOST_OUTLETS = 15
# Fill and letters for each level of knowledge, from well known to missing.
_SHADES = {
    "moment": ("C0", "white"),
    "known": ("C0", "white"),
    "data": ("C0", "white"),
    "folder": ("C4", "0.15"),
    "local time": ("C4", "0.15"),
    "day": ("C2", "white"),
    "lead": ("C3", "0.15"),
    "missing": ("0.85", "0.15"),
}


def fold_small_outlets(outlets, most=MOST_OUTLETS):
    """The outlet of each article, with all but the `most` largest folded into one row, “217 other outlets”.

    Parameters
    ----------
    outlets : Series of str
        One entry per article.
    most : int
        How many outlets keep their name, from 1; a single one beyond them keeps it too.

    Returns
    -------
    Series of str
        One entry per article, with the same index.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures.corpus import fold_small_outlets
    >>> fold_small_outlets(pd.Series(["A", "A", "B", "C"]), most=1).tolist()
    ['A', 'A', '2 other outlets', '2 other outlets']
    """
    sizes = (
        outlets.value_counts().reset_index().sort_values(["count", outlets.name or "index"], ascending=[False, True])
    )
    names = sizes.iloc[:, 0]
    if len(names) <= most + 1:
        return outlets
    return outlets.where(outlets.isin(set(names[:most])), f"{len(names) - most} other outlets")


def draw_outlets_over_time(articles, period, axes):
    """One row an outlet, one dot a period: the dot’s area is the number of articles. Returns what is drawn.

    Outlets are ranked and numbered by all their articles; those without a date make no dot.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    period : {"day", "week", "month", "quarter", "year"}
        As `features.trends.choose_period` gives it.
    axes : matplotlib.axes.Axes
        The height of its figure is set to the number of rows.

    Returns
    -------
    DataFrame, one row per outlet and period
        outlet, period, n_articles; outlets in the order drawn, the largest first.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_outlets_over_time
    >>> two = pd.DataFrame({"outlet": ["Wire"] * 2, "published": pd.to_datetime(["2024-01-05", "2024-01-20"], utc=True)})
    >>> figure, axes = plt.subplots()
    >>> draw_outlets_over_time(two, "month", axes)[["outlet", "n_articles"]].values.tolist()
    [['Wire', 2]]
    >>> plt.close(figure)
    """
    dated = articles["published"].notna()
    if not dated.any():
        say_nothing_to_draw(axes, "no article has a date")
        return pd.DataFrame(columns=["outlet", "period", "n_articles"])
    folded = fold_small_outlets(articles["outlet"].astype(str).rename("outlet"))
    periods = periods_of(articles.loc[dated, "published"], period).dt.start_time
    drawn = (
        pd.DataFrame({"outlet": folded[dated], "period": periods})
        .groupby(["outlet", "period"])
        .size()
        .rename("n_articles")
        .reset_index()
    )
    sizes = folded.value_counts().rename_axis("outlet").reset_index(name="n")
    sizes["rest"] = sizes["outlet"].str.endswith(" other outlets")
    sizes = sizes.sort_values(["rest", "n", "outlet"], ascending=[True, False, True])
    order = sizes["outlet"].tolist()
    drawn = drawn.assign(row=drawn["outlet"].map({name: row for row, name in enumerate(order)})).sort_values(
        ["row", "period"]
    )
    axes.figure.set_size_inches(8, 1.3 + 0.34 * len(order))
    largest = drawn["n_articles"].max()
    areas = 260 * drawn["n_articles"] / largest
    axes.hlines(range(len(order)), periods.min(), periods.max(), color="0.92", linewidth=1, zorder=0)
    beyond = frame_time(axes, articles["published"], drawn["period"], period)
    axes.scatter(drawn["period"], drawn["row"], s=areas, color="C0", alpha=0.75, linewidth=0)
    labels = shorten_all(order, 28)
    name_rows(axes, labels, sizes["n"])
    axes.set(ylim=(len(order) - 0.4, -0.9), xlabel=f"{period} of publication (UTC){beyond}")
    undated = f"; {(~dated).sum():,} without a date have none" if not dated.all() else ""
    axes.set_title(f"The largest dot is {count(int(largest), 'article')} in a {period}{undated}")
    return drawn.drop(columns="row").reset_index(drop=True)


def draw_what_is_known(articles, axes):
    """Shares of articles by what is known of them: date, outlet, headline, byline, body. Returns what is drawn.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    axes : matplotlib.axes.Axes
        The size of its figure is set.

    Returns
    -------
    DataFrame, one row per fact and level
        fact, level, n_articles, share; also the levels that no article has. The shares of a fact sum to 1.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_what_is_known
    >>> two = pd.DataFrame({"precision": ["day", "missing"], "outlet_from": ["data", "data"], "title": ["Rain", None],
    ...                     "authors": [None, None], "text": ["It rained.", "It snowed."]})
    >>> figure, axes = plt.subplots()
    >>> draw_what_is_known(two, axes).query("fact == 'date' and share > 0").values.tolist()
    [['date', 'day', 1, 0.5], ['date', 'missing', 1, 0.5]]
    >>> plt.close(figure)
    """
    columns = ["fact", "level", "n_articles", "share"]
    if not len(articles):
        say_nothing_to_draw(axes, "there are no articles")
        return pd.DataFrame(columns=columns)
    levels = {
        "date": (articles["precision"], PRECISIONS),
        "outlet": (articles["outlet_from"], OUTLET_SOURCES),
        "headline": (_known(articles["title"]), ("known", "missing")),
        "byline": (_known(articles["authors"]), ("known", "missing")),
        "body": (_known(articles["text"]), ("known", "missing")),
    }
    rows = [(fact, level, int((values == level).sum())) for fact, (values, known) in levels.items() for level in known]
    drawn = pd.DataFrame(rows, columns=columns[:3])
    drawn["share"] = drawn["n_articles"] / len(articles)
    axes.figure.set_size_inches(8, 3.1)
    for row, fact in enumerate(levels):
        left = 0.0
        for part in drawn[(drawn["fact"] == fact) & (drawn["n_articles"] > 0)].itertuples():
            shade, ink = _SHADES[part.level]
            axes.barh(row, part.share, left=left, color=shade, height=0.62, edgecolor="white")
            if part.share > 0.09:
                middle = left + part.share / 2
                axes.text(
                    middle, row, f"{part.level} {part.share:.0%}", ha="center", va="center", fontsize=9, color=ink
                )
            left += part.share
    name_rows(axes, list(levels))
    axes.set(xlim=(0, 1), ylim=(len(levels) - 0.5, -0.5), xlabel=f"share of {count(len(articles), 'article')}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return drawn


def summarise_reasons(rejected, most=12):
    """How many pieces were refused for each reason, the most frequent first.

    Parameters
    ----------
    rejected : DataFrame
        Table REJECTED.
    most : int
        How many reasons have a row of their own; all others share a last one.

    Returns
    -------
    DataFrame, one row per reason
        Index: the reason; column `n_pieces`. One row with 0 when nothing was refused.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures import summarise_reasons
    >>> rejected = pd.DataFrame({"reason": ["no text", "the same article as a.txt, whole file", "no text"]})
    >>> summarise_reasons(rejected)["n_pieces"].to_dict()
    {'no text': 2, 'the same article again': 1}
    """
    if not len(rejected):
        return pd.DataFrame({"n_pieces": [0]}, index=pd.Index(["(nothing was refused)"], name="reason"))
    kinds = rejected["reason"].map(name_reason).value_counts().sort_index().sort_values(ascending=False, kind="stable")
    table = kinds.head(most).to_frame("n_pieces")
    if len(kinds) > most:
        table.loc[f"({count(len(kinds) - most, 'other reason')})"] = kinds.iloc[most:].sum()
    return table


def summarise_flags(articles, most=8):
    """How many articles are in which language, and how many carry which flag.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    most : int
        How many languages have a row of their own; all others share one.

    Returns
    -------
    DataFrame, one row per language and per flag that occurs
        Index: “language” or “flag”, and which; column `n_articles`, the most frequent first. Each article has one language at
        most and any number of flags. What each flag means: `features.article.FLAGS`.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures import summarise_flags
    >>> articles = pd.DataFrame({"language": ["en", "en"], "flagged": ["truncated; signs removed", "truncated"]})
    >>> summarise_flags(articles)["n_articles"].to_dict()
    {('language', 'en'): 2, ('flag', 'truncated'): 2, ('flag', 'signs removed'): 1}
    """
    languages = articles["language"].fillna("not known").value_counts()
    languages = languages.sort_index().sort_values(ascending=False, kind="stable")
    rows = {("language", name): int(n) for name, n in languages.head(most).items()}
    if len(languages) > most:
        rows["language", f"({count(len(languages) - most, 'other')})"] = int(languages.iloc[most:].sum())
    flags = articles["flagged"].dropna().str.split("; ").explode().value_counts()
    flags = flags.sort_index().sort_values(ascending=False, kind="stable")
    rows |= {("flag", name): int(n) for name, n in flags.items()}
    if not len(flags):
        rows["flag", "(none)"] = 0
    index = pd.MultiIndex.from_tuples(list(rows), names=["of the article", "is"])
    return pd.DataFrame({"n_articles": list(rows.values())}, index=index)


def _known(column):
    return pd.Series(
        np.where(column.notna() & column.astype("str").str.strip().ne(""), "known", "missing"), index=column.index
    )
