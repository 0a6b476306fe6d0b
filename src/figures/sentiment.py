"""Figures of tone."""

import numpy as np

from features.trends import FEWEST_ARTICLES
from figures.corpus import MOST_OUTLETS
from figures.labels import count, name_rows, say_nothing_to_draw, shorten, shorten_all
from figures.periods import frame_time

_UP, _DOWN, _NEUTRAL = "C0", "C1", "0.6"
# Words with less than this share of the heaviest one’s contribution are not named beside their sentence.
_LEAST_SHARE = 0.2


def draw_tone_over_time(series, period, published, axes):
    """Mean tone by period with its interval, and n below; thin and unfinished periods are hollow. Returns what is drawn.

    Parameters
    ----------
    series : DataFrame
        Table SERIES of the tone, one group.
    period : {"day", "week", "month", "quarter", "year"}
        Name of the series’ period.
    published : Series of datetime
        Moments of all articles, whose middle 99 % set the axis of time.
    axes : matplotlib.axes.Axes
        Up is good; the range is set by the complete periods.

    Returns
    -------
    DataFrame, one row per period
        The series as drawn, in the order of time.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_tone_over_time
    >>> series = pd.DataFrame({"period": pd.to_datetime(["2024-02-01", "2024-01-01"], utc=True), "estimate": [0.1, 0.3],
    ...                        "low": [0.0, 0.2], "high": [0.2, 0.4], "n_articles": [9, 9], "state": ["complete"] * 2})
    >>> figure, axes = plt.subplots()
    >>> draw_tone_over_time(series, "month", series["period"], axes)["estimate"].tolist()   # January first
    [0.3, 0.1]
    >>> plt.close(figure)
    """
    if not len(series):
        say_nothing_to_draw(axes, "no article has both a date and a tone")
        return series
    drawn = series.sort_values("period").reset_index(drop=True)
    moments = drawn["period"].dt.tz_localize(None)
    whole = (drawn["state"] == "complete").to_numpy()
    low, high = drawn["low"].fillna(drawn["estimate"]), drawn["high"].fillna(drawn["estimate"])
    axes.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    axes.vlines(moments, low, high, color=[_UP if is_whole else "0.7" for is_whole in whole], linewidth=1.4)
    axes.scatter(
        moments[whole], drawn["estimate"][whole], s=28, color=_UP, zorder=3, label="mean and its 95 % interval"
    )
    if (~whole).any():
        axes.scatter(
            moments[~whole],
            drawn["estimate"][~whole],
            s=28,
            facecolor="white",
            edgecolor="0.55",
            zorder=3,
            label=f"fewer than {FEWEST_ARTICLES} articles, or an unfinished period",
        )
    shown = whole if whole.any() else np.ones(len(drawn), dtype=bool)
    reach = min(1.25 * max(low[shown].abs().max(), high[shown].abs().max(), 0.05), 1.05)
    axes.set(ylim=(-reach, reach), ylabel="tone (up is good)")
    n_off = int((drawn["estimate"].abs() > reach).sum())
    _write_counts(axes, moments, drawn["n_articles"])
    beyond = frame_time(axes, published, drawn["period"], period)
    above = f"\n{count(n_off, 'hollow dot')} above or below the frame" if n_off else ""
    axes.set_xlabel(f"{period} of publication (UTC); the small numbers are articles{beyond}{above}")
    axes.legend(loc="upper left", ncols=2, bbox_to_anchor=(0, 1.1), borderaxespad=0)
    return drawn


def draw_tone_by_outlet(groups, axes):
    """One dot an outlet: the mean tone of its articles with its interval and its n. Returns what is drawn.

    Parameters
    ----------
    groups : DataFrame
        Table GROUPS of the tone, by outlet. Drawn are the outlets with most articles, at most fifteen of those with five or
        more; when none has five, those with most.
    axes : matplotlib.axes.Axes
        Right is good; the height of its figure is set to the number of outlets.

    Returns
    -------
    DataFrame, one row per outlet drawn
        Table GROUPS, from the lowest tone to the highest.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_tone_by_outlet
    >>> groups = pd.DataFrame({"group": ["Wire", "Courier"], "estimate": [0.2, -0.1], "low": [0.1, -0.3],
    ...                        "high": [0.3, 0.1], "n_articles": [9, 7]})
    >>> figure, axes = plt.subplots()
    >>> draw_tone_by_outlet(groups, axes)["group"].tolist()
    ['Courier', 'Wire']
    >>> plt.close(figure)
    """
    if not len(groups):
        say_nothing_to_draw(axes, "no article has a tone")
        return groups
    drawn = groups[groups["n_articles"] >= min(FEWEST_ARTICLES, groups["n_articles"].max())]
    drawn = drawn.sort_values(["n_articles", "group"], ascending=[False, True]).head(MOST_OUTLETS)
    drawn = drawn.sort_values(["estimate", "group"]).reset_index(drop=True)
    rows = np.arange(len(drawn))
    colours = [
        _UP if low > 0 else _DOWN if high < 0 else _NEUTRAL
        for low, high in zip(drawn["low"], drawn["high"], strict=True)
    ]
    axes.figure.set_size_inches(8, 1.4 + 0.36 * len(drawn))
    axes.axvline(0, color="0.6", linewidth=0.8, zorder=0)
    axes.hlines(
        rows,
        drawn["low"].fillna(drawn["estimate"]),
        drawn["high"].fillna(drawn["estimate"]),
        color=colours,
        linewidth=2,
    )
    axes.scatter(drawn["estimate"], rows, s=36, color=colours, zorder=3)
    labels = shorten_all(drawn["group"], 28)
    name_rows(axes, labels, drawn["n_articles"])
    axes.set(xlabel="mean tone of its articles with 95 % interval (right is good)", ylim=(-0.7, len(drawn) - 0.3))
    return drawn


def latest_article(articles):
    """Identity of the article published last.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.

    Returns
    -------
    str or None
        Of several at the same moment the last by identity. None when no article has a date.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures import latest_article
    >>> dates = pd.to_datetime(["2024-01-02", "2024-01-01"], utc=True)
    >>> latest_article(pd.DataFrame({"article_id": ["a", "b"], "published": dates}))
    'a'
    """
    dated = articles[articles["published"].notna()].sort_values(["published", "article_id"])
    return dated["article_id"].iloc[-1] if len(dated) else None


def draw_one_article(article_id, articles, sentences, sentence_sentiment, word_sentiment, axes, *, most=24):
    """One article read closely: a bar a sentence, its beginning on the left, the words that made it on the right.

    The words that weigh most come first, with an arrow up where they make the sentence better; “(turned)” means that other words turn
    what they say.

    Parameters
    ----------
    article_id : str or None
        As `latest_article` gives it; without such an article nothing is drawn.
    articles, sentences, sentence_sentiment, word_sentiment : DataFrame
        Tables ARTICLES, SENTENCES, SENTENCE_SENTIMENT and WORD_SENTIMENT.
    axes : matplotlib.axes.Axes
        From −1 to 1, right is good; the size of its figure is set to the number of sentences.
    most : int
        The most sentences, from the beginning.

    Returns
    -------
    DataFrame, one row per sentence drawn
        sentence_no, sentence, score (missing when no word was scored), words (those with a fifth of the heaviest one’s contribution
        and more).

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_one_article
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Wire"], "title": ["Rain"]})
    >>> sentences = pd.DataFrame({"article_id": ["a"] * 2, "sentence_no": [0, 1], "text": ["Rain was good.", "Oil fell."]})
    >>> scores = sentences[["article_id", "sentence_no"]].assign(score=[0.5, None])
    >>> words = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "word": ["good"], "negated": [False],
    ...                       "contribution": [0.5]})
    >>> figure, axes = plt.subplots()
    >>> draw_one_article("a", articles, sentences, scores, words, axes)[["score", "words"]].values.tolist()
    [[0.5, '↑good'], [nan, '']]
    >>> plt.close(figure)
    """
    drawn = _read_closely(article_id, sentences, sentence_sentiment, word_sentiment)
    n_more = max(len(drawn) - most, 0)
    drawn = drawn.head(most)
    if not len(drawn):
        say_nothing_to_draw(axes, "there is no article with sentences")
        return drawn
    axes.figure.set_size_inches(10.5, 1.5 + 0.28 * len(drawn))
    scores = drawn["score"].fillna(0)
    axes.barh(range(len(drawn)), scores, color=[_DOWN if score < 0 else _UP for score in scores], height=0.66)
    axes.axvline(0, color="0.6", linewidth=0.8)
    name_rows(axes, [shorten(text, 62) for text in drawn["sentence"]], fontsize=8.5)
    axes.set(xlim=(-1, 1), xticks=[-1, -0.5, 0, 0.5, 1], ylim=(len(drawn) - 0.4, -1.5))
    axes.set_xlabel("score of the sentence (right is good)")
    beside = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 8.5}
    for row, text in enumerate(drawn["words"]):
        # The encoder reads a sentence as a whole.
        unsaid = "no scored word" if np.isnan(drawn["score"].iloc[row]) else "no single word"
        axes.text(1.06, row, shorten(text, 40) or unsaid, color="0.25" if text else "0.65", **beside)
    axes.text(-0.02, -1.1, "sentence", ha="right", color="0.45", **beside)
    axes.text(1.06, -1.1, "words that made the score (↑ good, ↓ bad)", color="0.45", **beside)
    title = _headline(articles[articles["article_id"] == article_id].iloc[0])
    more = f"; {count(n_more, 'sentence')} more" if n_more else ""
    axes.figure.suptitle(f"{title}{more}", x=0.01, ha="left", fontsize=11, fontweight="bold")
    return drawn


def _read_closely(article_id, sentences, sentence_sentiment, word_sentiment):
    mine = sentences[sentences["article_id"] == article_id]
    words = _name_words(word_sentiment[word_sentiment["article_id"] == article_id])
    scores = sentence_sentiment[sentence_sentiment["article_id"] == article_id].set_index("sentence_no")["score"]
    read = mine[["sentence_no", "text"]].rename(columns={"text": "sentence"}).reset_index(drop=True)
    return read.assign(
        score=read["sentence_no"].map(scores).astype(float),
        words=words.astype("str").reindex(read["sentence_no"], fill_value="").array,
    )


def _name_words(scored):
    """Of each sentence the words that weigh most, the heaviest first, with an arrow to the side that they are on."""
    size = scored["contribution"].abs()
    scored = scored[size >= _LEAST_SHARE * size.groupby(scored["sentence_no"]).transform("max")]
    scored = scored[scored["contribution"] != 0]
    scored = scored.sort_values("contribution", key=lambda each: -each.abs(), kind="stable")
    written = scored["word"].astype(str).where(~scored["negated"], scored["word"].astype(str) + " (turned)")
    arrow = scored["contribution"].gt(0).map({True: "↑", False: "↓"}).astype(str)
    return (arrow + written).groupby(scored["sentence_no"]).agg("  ".join)


def _headline(article):
    title = article["title"] if isinstance(article["title"], str) else "(no headline)"
    return f"{shorten(title, 90)} — {shorten(article['outlet'], 30)}"


def _write_counts(axes, moments, numbers):
    """n under each point, as many as there is room for; when crowded, every second, third …"""
    step = int(np.ceil(len(moments) / 30))
    for moment, number in list(zip(moments, numbers, strict=True))[::step]:
        axes.text(
            moment,
            0.02,
            f"{number:,}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=7,
            color="0.45",
            clip_on=True,
        )
