"""Figures of the rows that `benchmarks.sentiment` measured; the same rows give the same bytes."""

import math
import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import style
from matplotlib.figure import Figure

from benchmarks.drawing import save_figure
from benchmarks.ours import OURS

# How the measures are called: what `benchmarks.sentiment` writes and this module reads.
TONE = "tone of "
RELIABILITY = ", where the likeliest has {:.3f}"
SIGNS_OF_PHRASES = "signs of phrases, "
PEER = "vaderSentiment"
ASKED_FOR = 0.9
ALL = "all phrases"
_BIN = re.compile(rf"{TONE}(.+), where the likeliest has ([\d.]+)")
# The likeliest of three has at least a third.
_LEAST = 1 / 3
# Of a normal distribution: the middle 95 %.
_Z = 1.96


def draw_figures(rows, folder):
    """Draw every figure for which there are rows.

    Parameters
    ----------
    rows : list of dict
        As `benchmarks.sentiment.measure` gives them.
    folder : str or Path
        Made when it is missing.

    Returns
    -------
    list of Path
        An SVG and a PNG for each figure.
    """
    written = []
    for name, draw in FIGURES.items():
        with style.context("figures.style"), mpl.rc_context({"svg.hashsalt": name}):
            figure = Figure()
            if draw(rows, figure):
                written += save_figure(figure, name, Path(folder))
    return written


def draw_reliability(rows, figure):
    """How often the likeliest label is right, by how likely it was said to be; a panel a file; whether anything was drawn.

    Parameters
    ----------
    rows : list of dict
    figure : matplotlib.figure.Figure

    Returns
    -------
    bool
    """
    bins: dict[str, list] = {}
    for row in rows:
        if row["system"] == OURS and (found := _BIN.fullmatch(row["measure"])):
            bins.setdefault(found[1], []).append((float(found[2]), row["value"], row["n"]))
    if not bins:
        return False
    errors = {row["measure"]: row for row in rows if (row["system"], row["unit"]) == (OURS, "calibration error")}
    n_columns = min(len(bins), 4)
    n_rows = math.ceil(len(bins) / n_columns)
    figure.set_size_inches(max(2.6 * n_columns, 4) + 0.4, 3.5 * n_rows + 0.5)
    figure.set_layout_engine("constrained", h_pad=0.06, w_pad=0.06, hspace=0)
    panels = figure.subplots(2 * n_rows, n_columns, squeeze=False, height_ratios=[3.2, 1] * n_rows)
    for axes in panels.ravel():
        axes.set_visible(False)
    for place, (part, points) in enumerate(bins.items()):
        line, column = divmod(place, n_columns)
        _draw_curve(panels[2 * line, column], points, is_left=column == 0)
        if not place:
            _explain_diagonal(panels[0, 0])
        _draw_counts(panels[2 * line + 1, column], points, is_left=column == 0)
        _name_panel(panels[2 * line, column], part, errors.get(TONE + part))
    figure.suptitle(
        "How often the likeliest label is right, by how likely the scorer said it is", x=0.01, ha="left", weight="bold"
    )
    figure.supxlabel(
        "highest of the three probabilities, mean of a bin; with 95 % intervals; below: how many rows", fontsize=9
    )
    return True


def _draw_curve(axes, points, is_left):
    stated, right, n = map(np.array, zip(*sorted(points), strict=True))
    low, high = wilson_interval(right, n)
    axes.set_visible(True)
    axes.plot([_LEAST, 1], [_LEAST, 1], color="0.6", linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    axes.vlines(stated, low, high, color="C0", linewidth=1.2, alpha=0.55, zorder=2)
    axes.plot(stated, right, color="C0", marker="o", markersize=4.5, linewidth=1.8, zorder=3)
    axes.set(xlim=(_LEAST - 0.02, 1.02), ylim=(0, 1.02), xticks=[0.4, 0.6, 0.8, 1], yticks=[0, 0.25, 0.5, 0.75, 1])
    axes.grid(True)
    axes.tick_params(labelbottom=False, length=0)
    axes.yaxis.set_major_formatter(_as_percent if is_left else lambda value, _: "")
    if is_left:
        axes.set_ylabel("share right")


def _explain_diagonal(axes):
    look = {"fontsize": 8, "color": "0.4", "ha": "right", "va": "bottom"}
    axes.text(0.97, 0.985, "as right as sure", rotation=45, rotation_mode="anchor", transform_rotates_text=True, **look)


def _draw_counts(axes, points, is_left):
    stated, _, n = zip(*sorted(points), strict=True)
    axes.set_visible(True)
    axes.bar(stated, n, width=0.032, color="C0", alpha=0.45, linewidth=0)
    axes.set(xlim=(_LEAST - 0.02, 1.02), ylim=(0, max(n) * 1.25), xticks=[0.4, 0.6, 0.8, 1], yticks=[max(n)])
    axes.xaxis.set_major_formatter(_as_percent)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.tick_params(length=0, labelsize=8)
    if is_left:
        axes.set_ylabel("rows")


def _name_panel(axes, part, error):
    name, _, note = part.partition(" (")
    said = [] if error is None else [f"calibration error {error['value']:.3f}, n {error['n']:,}"]
    axes.set_title(name, loc="left", pad=17)
    axes.annotate(
        "".join(said), (0, 1), xytext=(0, 4), xycoords="axes fraction", textcoords="offset points", fontsize=8
    )
    axes.text(0.98, 0.03, note.rstrip(")"), transform=axes.transAxes, ha="right", fontsize=8, color="C1")


def _as_percent(value, _):
    return f"{100 * value:.0f} %"


def wilson_interval(share, n):
    """The 95 % interval of a share (Wilson, 1927), which stays between 0 and 1 where shares are near them.

    Parameters
    ----------
    share, n : ndarray

    Returns
    -------
    low, high : ndarray

    Examples
    --------
    >>> [round(float(end), 3) for end in wilson_interval(0.5, 10)]
    [0.237, 0.763]
    """
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z / (1 + _Z**2 / n) * np.sqrt(share * (1 - share) / n + (_Z / (2 * n)) ** 2)
    return centre - reach, centre + reach


def draw_signs(rows, figure):
    """The share of signs right by mechanism, ours beside vaderSentiment's, a panel a part; whether anything was drawn.

    Parameters
    ----------
    rows : list of dict
    figure : matplotlib.figure.Figure

    Returns
    -------
    bool
    """
    shares: dict[str, dict] = {}
    counts = {}
    for row in rows:
        if row["measure"].startswith(SIGNS_OF_PHRASES) and row["system"] in {OURS, PEER}:
            part, _, mechanism = row["measure"].removeprefix(SIGNS_OF_PHRASES).partition(": ")
            shares.setdefault(part, {}).setdefault(mechanism or ALL, {})[row["system"]] = row["value"]
            counts[part, mechanism or ALL] = row["n"]
    if not any(OURS in of_system for groups in shares.values() for of_system in groups.values()):
        return False
    last = list(shares)[-1]
    # From the last part's best to its worst, all together below; names of equal share by alphabet.
    names = sorted(shares[last], key=lambda name: (name == ALL, -shares[last][name].get(OURS, 0), name))
    figure.set_size_inches(4 * len(shares) + 2.2, 0.32 * len(names) + 1.6)
    panels = figure.subplots(1, len(shares), sharey=True, squeeze=False)[0]
    for axes, (part, groups) in zip(panels, shares.items(), strict=True):
        drawn = _draw_part(axes, part, names, groups, [counts.get((part, name), 0) for name in names])
    figure.legend(drawn, [OURS, PEER], loc="outside upper right", ncols=2, handletextpad=0.3, borderaxespad=0.3)
    figure.suptitle("Share of news phrases whose sign is right, by mechanism", x=0.01, ha="left", weight="bold")
    return True


def _draw_part(axes, part, names, groups, n):
    places = np.arange(len(names), dtype=float)
    places[[name == ALL for name in names]] += 0.35
    ours, theirs = ([groups.get(name, {}).get(system, np.nan) for name in names] for system in (OURS, PEER))
    axes.axvline(ASKED_FOR, color="0.7", linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.hlines(places, theirs, ours, color="0.8", linewidth=2.2, zorder=1)
    ours_drawn = axes.scatter(ours, places, s=36, color="C0", zorder=3)
    # Wider than ours, so that equal shares show both.
    theirs_drawn = axes.scatter(theirs, places, s=84, facecolor="white", edgecolor="C1", linewidth=1.6, zorder=2)
    axes.set(xlim=(-0.03, 1.03), ylim=(places[-1] + 0.7, -0.7), xticks=[0, 0.25, 0.5, 0.75, 1])
    axes.set_yticks(places, names)
    for label in axes.get_yticklabels():
        label.set_fontweight("bold" if label.get_text() == ALL else "normal")
    axes.xaxis.set_major_formatter(_as_percent)
    axes.grid(True, axis="x")
    axes.tick_params(axis="y", length=0)
    groups_n = n[:-1] or n
    axes.set_title(f"{part}: {n[-1]:,} phrases, {min(groups_n)} to {max(groups_n)} each", loc="left")
    axes.set_xlabel(f"share right (dashed: the {100 * ASKED_FOR:.0f} % asked for)")
    return ours_drawn, theirs_drawn


FIGURES = {"calibration-of-tone": draw_reliability, "signs-of-news-phrases": draw_signs}
