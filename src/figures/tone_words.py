"""Figures of words: which make the tone, and which the mask takes away."""

import numpy as np
import pandas as pd

from figures.labels import name_rows, say_nothing_to_draw, shorten, shorten_all

_UP, _DOWN = "C0", "C1"
# A bar this many times as long as the next one is cut, or nothing else could be told apart; of a handful of bars each can.
_OUTSTANDING, _HANDFUL = 2.5, 5


def draw_words_behind_tone(word_sentiment, axes, *, most=12):
    """The words that moved the tone most, each way: sum of their contributions over all sentences. Returns what is drawn.

    Parameters
    ----------
    word_sentiment : DataFrame
        Table WORD_SENTIMENT.
    axes : matplotlib.axes.Axes
        Left is bad, right is good; the height of its figure is set to the number of rows. One bar that is far longer than all
        others is cut, and its sum written.
    most : int
        The most words each way.

    Returns
    -------
    DataFrame, one row per word
        word, contribution (sum over sentences), n_times, share_negated; from the worst to the best.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_words_behind_tone
    >>> two = pd.DataFrame({"word": ["peace", "war"], "contribution": [0.6, -0.7], "negated": [False, False]})
    >>> figure, axes = plt.subplots()
    >>> draw_words_behind_tone(two, axes).values.tolist()
    [['war', -0.7, 1, 0.0], ['peace', 0.6, 1, 0.0]]
    >>> plt.close(figure)
    """
    if not len(word_sentiment):
        say_nothing_to_draw(axes, "no single word was found to say anything about tone")
        return pd.DataFrame(columns=["word", "contribution", "n_times", "share_negated"])
    words = (
        word_sentiment.groupby("word")
        .agg(contribution=("contribution", "sum"), n_times=("contribution", "size"), share_negated=("negated", "mean"))
        .reset_index()
    )
    words = words.sort_values(["contribution", "word"])
    bad, good = words[words["contribution"] < 0].head(most), words[words["contribution"] > 0].tail(most)
    drawn = pd.concat([bad, good], ignore_index=True)
    if not len(drawn):
        say_nothing_to_draw(axes, "no word moved the tone")
        return drawn
    rows = max(len(bad), len(good))
    axes.figure.set_size_inches(8, 1.4 + 0.3 * rows)
    longest = _longest_bar(drawn["contribution"].abs())
    for part, colour, side in ((bad, _DOWN, -1), (good[::-1], _UP, 1)):
        _draw_side(axes, part, colour, side, longest)
    axes.axvline(0, color="0.6", linewidth=0.8)
    axes.set(
        xlim=(-1.65 * longest, 1.65 * longest),
        ylim=(rows - 0.4, -0.6),
        yticks=[],
        xlabel="sum of contributions to sentence scores (left: bad, right: good); × is how often",
    )
    axes.spines["left"].set_visible(False)
    return drawn


def _longest_bar(sizes):
    """Where bars end: at the longest, or not far behind the second where the longest leaves it far behind."""
    if len(sizes) <= _HANDFUL:
        return sizes.max()
    first, second = sizes.nlargest(2)
    return first if first <= _OUTSTANDING * second else 1.5 * second


def _draw_side(axes, part, colour, side, longest):
    places = np.arange(len(part))
    lengths = part["contribution"].clip(-longest, longest)
    axes.barh(places, lengths, color=colour, height=0.7)
    for place, length, row in zip(places, lengths, part.itertuples(), strict=True):
        is_cut = length != row.contribution
        if is_cut:
            axes.text(0.88 * length, place, "//", color="white", va="center", ha="center", fontweight="bold")
        axes.text(
            length + side * 0.025 * longest,
            place,
            f"{shorten(row.word, 18)}  {row.n_times:,}×" + (f"\nin all {_signed(row.contribution)}" if is_cut else ""),
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=9,
            linespacing=1.1,
        )


def draw_mask_effect(effect, axes, *, means=None, most=8):
    """What words and phrases of the mask would add to the tone without it, and add with it. Returns what is drawn.

    Parameters
    ----------
    effect : DataFrame
        As `features.sentiment.compare_masked` gives it.
    axes : matplotlib.axes.Axes
        Right is good; the height of its figure is set to the number of rows.
    means : tuple of float, optional
        The mean tone of all articles without the mask and with it, which the title says.
    most : int
        The most of those that occur most often, and the most of those that would move the tone most.

    Returns
    -------
    DataFrame, one row per word or phrase
        phrase, n_times, without_mask, with_mask; from what would lower the tone most to what would raise it most.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_mask_effect
    >>> effect = pd.DataFrame({"phrase": ["united states", "crude"], "n_times": [9, 2], "without_mask": [0.3, -0.2],
    ...                        "with_mask": [0.0, 0.0]})
    >>> figure, axes = plt.subplots()
    >>> draw_mask_effect(effect, axes)["phrase"].tolist()
    ['crude', 'united states']
    >>> plt.close(figure)
    """
    if not len(effect):
        say_nothing_to_draw(axes, "no word of the mask occurs")
        return effect
    often = effect.sort_values(["n_times", "phrase"], ascending=[False, True]).head(most)
    weight = effect.assign(size=effect["without_mask"].abs()).sort_values(["size", "phrase"], ascending=[False, True])
    drawn = effect.loc[often.index.union(weight.index[:most])]
    drawn = drawn.sort_values(["without_mask", "phrase"]).reset_index(drop=True)
    rows = np.arange(len(drawn))
    axes.figure.set_size_inches(8, 1.6 + 0.3 * len(drawn))
    axes.axvline(0, color="0.6", linewidth=0.8, zorder=0)
    colours = [_DOWN if value < 0 else _UP for value in drawn["without_mask"]]
    axes.hlines(rows, drawn["with_mask"], drawn["without_mask"], color=colours, linewidth=2)
    axes.scatter(
        drawn["without_mask"], rows, s=40, facecolor="white", edgecolor=colours, zorder=3, label="without the mask"
    )
    axes.scatter(drawn["with_mask"], rows, s=22, color="0.15", zorder=4, label="with it")
    name_rows(axes, shorten_all(drawn["phrase"], 34), drawn["n_times"])
    axes.set(
        ylim=(-0.7, len(drawn) - 0.3),
        xlabel="sum of contributions to sentence scores (right is good); the numbers are how often",
    )
    legend = axes.legend(loc="lower left", ncols=2, bbox_to_anchor=(0, 1.0), borderaxespad=0.2)
    # Of either colour.
    legend.legend_handles[0].set_edgecolor("0.4")
    if means is not None:
        without, with_mask = (_signed(mean, 3) for mean in means)
        axes.set_title(f"Mean tone of the articles: {without} without the mask, {with_mask} with it", pad=26)
    return drawn


def _signed(value, places=1):
    return f"{value:+.{places}f}".replace("-", "−")
