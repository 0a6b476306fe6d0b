"""Figures of topics."""

import numpy as np
import pandas as pd

from features.trends import FEWEST_ARTICLES, periods_of
from figures.corpus import fold_small_outlets
from figures.labels import count, name_rows, say_nothing_to_draw, shorten, shorten_all
from figures.periods import frame_time

_ACROSS = 4


def draw_topic_terms(topics, terms, figure, *, stability=None, most=8):
    """One panel a topic: its words in the order in which to read them, its label and its share of the corpus. Returns what is drawn.

    A bar is the share of the topic’s articles that have the word, on the same scale in all panels; the drawing says so.

    Parameters
    ----------
    topics, terms : DataFrame
        Tables TOPICS and TOPIC_TERMS.
    figure : matplotlib.figure.Figure
        Empty; its size is set to the number of topics.
    stability : DataFrame, optional
        Table TOPIC_STABILITY: each panel says in how many of the refits its topic was found again, and is grey where that is too few.
    most : int
        The most words per topic.

    Returns
    -------
    DataFrame, one row per topic and term drawn
        topic_no, label, rank, term, share.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_topic_terms
    >>> topics = pd.DataFrame({"topic_no": [0], "label": ["oil, price"], "share": [1.0], "n_articles": [9]})
    >>> terms = pd.DataFrame({"topic_no": [0, 0], "rank": [1, 2], "term": ["oil", "price"], "share": [0.6, 0.3]})
    >>> figure = plt.figure()
    >>> draw_topic_terms(topics, terms, figure)[["label", "term", "share"]].values.tolist()
    [['oil, price', 'oil', 0.6], ['oil, price', 'price', 0.3]]
    >>> plt.close(figure)
    """
    drawn = terms[terms["rank"] <= most].merge(topics[["topic_no", "label"]], on="topic_no")
    drawn = drawn[["topic_no", "label", "rank", "term", "share"]].sort_values(["topic_no", "rank"], ignore_index=True)
    if not len(topics):
        say_nothing_to_draw(figure.subplots(), "there are no topics")
        return drawn
    panels = _panels(figure, len(topics), height=1.95)
    widest = drawn["share"].max() if len(drawn) else 1.0
    found = {} if stability is None else {row.topic_no: row for row in stability.itertuples()}
    for axes, topic in zip(panels, topics.sort_values("topic_no").itertuples(), strict=True):
        mine = drawn[drawn["topic_no"] == topic.topic_no]
        places = np.arange(len(mine))
        again = found.get(topic.topic_no)
        holds = again is None or again.holds
        axes.barh(places, mine["share"], color="C4" if holds else "0.6", alpha=0.55, height=0.78, linewidth=0)
        for place, term in zip(places, mine["term"], strict=True):
            axes.text(0.02 * widest, place, shorten(term, 20), va="center", fontsize=8.5)
        axes.set(xlim=(0, widest), ylim=(most - 0.4, -0.6), xticks=[], yticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
        title = f"{topic.topic_no}  {shorten(topic.label, 31)}\n"
        axes.set_title(title, fontsize=8.5, pad=1, color="black" if holds else "0.45")
        axes.text(
            0,
            1.02,
            f"{topic.share:.0%} of the corpus, first in {count(topic.n_articles, 'article')}"
            if again is None
            else f"{topic.share:.0%}, first in {count(topic.n_articles, 'article')}, again in {again.survival:.0%}",
            transform=axes.transAxes,
            fontsize=7.5,
            color="0.4",
        )
    figure.supxlabel(
        f"bar: share of the topic’s articles that have the word; all panels end at {widest:.0%}", fontsize=9
    )
    return drawn


def draw_topics_over_time(topics, series, published, period, figure):
    """One panel a topic: its mean share by period, with its interval. Returns what is drawn.

    Parameters
    ----------
    topics : DataFrame
        Table TOPICS.
    series : DataFrame
        Table SERIES of the share, grouped by `topic_no`.
    published : Series of datetime
        Moments of all articles, whose middle 99 % set the axis of time.
    period : {"day", "week", "month", "quarter", "year"}
        Name of the series’ period.
    figure : matplotlib.figure.Figure
        Empty; its size is set to the number of topics.

    Returns
    -------
    DataFrame, one row per topic and period
        Table SERIES; the group is the topic’s number and label. A line joins neighbouring periods only.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_topics_over_time
    >>> topics = pd.DataFrame({"topic_no": [0], "label": ["oil, price"]})
    >>> series = pd.DataFrame({"group": ["0"] * 2, "period": pd.to_datetime(["2024-01-01", "2024-02-01"], utc=True),
    ...                        "estimate": [0.4, 0.6], "low": [0.3, 0.5], "high": [0.5, 0.7], "n_articles": [9, 9],
    ...                        "state": ["complete"] * 2})
    >>> figure = plt.figure()
    >>> draw_topics_over_time(topics, series, series["period"], "month", figure)[["group", "estimate"]].values.tolist()
    [['0 oil, price', 0.4], ['0 oil, price', 0.6]]
    >>> plt.close(figure)
    """
    names = dict(
        zip(
            topics["topic_no"].astype(str),
            shorten_all((f"{t.topic_no}  {t.label}" for t in topics.itertuples()), 30),
            strict=True,
        )
    )
    if not len(series) or not names:
        say_nothing_to_draw(figure.subplots(), "there are no topics, or no dates")
        return series
    series = series.assign(group=series["group"].map(names))
    panels = _panels(figure, len(names), height=1.35, sharex=True, sharey=True)
    filled = series[series["n_articles"] >= FEWEST_ARTICLES]
    top = min(1.0, 1.05 * (filled if len(filled) else series)[["estimate", "high"]].max(axis=None))
    beyond = ""
    for axes, name in zip(panels, names.values(), strict=True):
        mine = series[series["group"] == name]
        moments, whole = mine["period"].dt.tz_localize(None), (mine["state"] == "complete").to_numpy()
        axes.vlines(moments, mine["low"].clip(lower=0), mine["high"].clip(upper=1), color="0.82", linewidth=1)
        line = mine.assign(estimate=mine["estimate"].where(whole)).set_index(periods_of(mine["period"], period))[
            "estimate"
        ]
        line = line.reindex(pd.period_range(line.index.min(), line.index.max()))
        axes.plot(line.index.start_time, line, color="C0", marker="o", markersize=2.5, linewidth=0.9)
        axes.scatter(moments[~whole], mine["estimate"][~whole], s=9, facecolor="white", edgecolor="0.55", zorder=3)
        beyond = frame_time(axes, published, series.drop_duplicates("period")["period"], period, most=4)
        axes.set_title(name, fontsize=8, pad=3)
        axes.set_ylim(0, top)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.tick_params(labelsize=7.5)
    figure.supxlabel(
        f"{period} of publication (UTC); hollow: fewer than {FEWEST_ARTICLES} articles, or unfinished{beyond}",
        fontsize=9,
    )
    figure.supylabel("mean share of the topic", fontsize=9)
    return series


def draw_topics_by_outlet(topics, article_topics, articles, axes):
    """Mean share of each topic in each outlet, as a table of shades with numbers. Returns what is drawn.

    Parameters
    ----------
    topics, article_topics, articles : DataFrame
        Tables TOPICS, ARTICLE_TOPICS and ARTICLES.
    axes : matplotlib.axes.Axes
        The size of its figure is set to the number of outlets and topics. The largest outlet stands on top.

    Returns
    -------
    DataFrame, one row per outlet and topic
        outlet, topic_no, share, n_articles; by name of the outlet. The shares of an outlet sum to 1.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_topics_by_outlet
    >>> topics = pd.DataFrame({"topic_no": [0, 1], "label": ["oil, price", "club, goal"]})
    >>> shares = pd.DataFrame({"article_id": ["a", "a"], "topic_no": [0, 1], "share": [0.25, 0.75]})
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Wire"]})
    >>> figure, axes = plt.subplots()
    >>> draw_topics_by_outlet(topics, shares, articles, axes).values.tolist()
    [['Wire', 0, 0.25, 1], ['Wire', 1, 0.75, 1]]
    >>> plt.close(figure)
    """
    joined = article_topics.merge(articles[["article_id", "outlet"]], on="article_id")
    if not len(joined):
        say_nothing_to_draw(axes, "there are no topics")
        return pd.DataFrame(columns=["outlet", "topic_no", "share", "n_articles"])
    joined = joined.assign(outlet=fold_small_outlets(joined["outlet"].astype(str).rename("outlet")))
    drawn = joined.groupby(["outlet", "topic_no"])["share"].agg(share="mean", n_articles="size").reset_index()
    wide = drawn.pivot(index="outlet", columns="topic_no", values="share")
    sizes = drawn.drop_duplicates("outlet").set_index("outlet")["n_articles"]
    order = sorted(wide.index, key=lambda name: (name.endswith(" other outlets"), -sizes[name], name))
    wide = wide.loc[order]
    axes.figure.set_size_inches(max(6.5, 3.4 + 0.52 * wide.shape[1]), 2.6 + 0.34 * len(wide))
    axes.imshow(wide.to_numpy(), aspect="auto", cmap="Blues", vmin=0, vmax=max(0.35, float(wide.max().max())))
    for (row, column), share in np.ndenumerate(wide.to_numpy()):
        axes.text(
            column,
            row,
            f"{100 * share:.0f}",
            ha="center",
            va="center",
            fontsize=8,
            color="white" if share > 0.6 * max(0.35, wide.max().max()) else "0.2",
        )
    labels = shorten_all(order, 28)
    name_rows(axes, labels, sizes[order])
    named = topics.set_index("topic_no")["label"]
    axes.set_xticks(
        range(wide.shape[1]),
        [shorten(f"{number}  {named[number]}", 34) for number in wide.columns],
        rotation=40,
        ha="right",
        rotation_mode="anchor",
    )
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_title("Mean share of a topic in an outlet’s articles, in percent")
    return drawn


def _panels(figure, number, *, height, **shared):
    """`number` axes, at most four across; what is left over is removed."""
    across = min(_ACROSS, number)
    down = -(-number // across)
    figure.set_size_inches(2.6 * across if across > 1 else 4, max(height * down + 0.5, 2.2))
    panels = figure.subplots(down, across, squeeze=False, **shared).ravel()
    for spare in panels[number:]:
        spare.remove()
    if shared.get("sharex"):
        for above in panels[max(0, number - across) : number]:
            above.tick_params(labelbottom=True)
    return panels[:number]
