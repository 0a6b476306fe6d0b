"""The figure of the rows that `benchmarks.topics` measured; the same rows give the same bytes."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from benchmarks.drawing import save_figure
from benchmarks.ours import OURS

# How the measures are called: what `benchmarks.topics` writes and this module reads.
TOPICS = "topics of "
# Unit → what the panel says.
PANELS = {
    "NPMI": "NPMI of the words",
    "TD": "distinct words (TD)",
    "NMI": "NMI with labels",
    "purity": "purity",
    "ARI": "same in both halves (ARI)",
    "CPU-s": "processor seconds",
}
UNSEEN = "NPMI, unseen half"


def draw_figures(rows, folder):
    """Draw the figure if there are rows for it.

    Parameters
    ----------
    rows : list of dict
        As `benchmarks.topics.measure` gives them.
    folder : str or Path
        Made when it is missing.

    Returns
    -------
    list of Path
        An SVG and a PNG.
    """
    with style.context("figures.style"), mpl.rc_context({"svg.hashsalt": "topics"}):
        figure = Figure()
        return save_figure(figure, "topics", Path(folder)) if draw_systems(rows, figure) else []


def draw_systems(rows, figure):
    """Every measure of every system, a row of panels a collection; whether anything was drawn.

    Parameters
    ----------
    rows : list of dict
    figure : matplotlib.figure.Figure

    Returns
    -------
    bool
    """
    collections: dict[str, dict] = {}
    n = {}
    for row in rows:
        if row["measure"].startswith(TOPICS) and row["unit"] != "failed":
            name = row["measure"].removeprefix(TOPICS)
            collections.setdefault(name, {}).setdefault(row["system"], {})[row["unit"]] = row["value"]
            n[name] = row["n"]
    if not any(system.startswith(OURS) for systems in collections.values() for system in systems):
        return False
    heights = [len(systems) + 2.4 for systems in collections.values()]
    figure.set_size_inches(2.05 * len(PANELS) + 1.6, 0.3 * sum(heights) + 0.9)
    figure.set_layout_engine("constrained", h_pad=0.17, w_pad=0.05, hspace=0)
    panels = figure.subplots(len(collections), len(PANELS), squeeze=False, height_ratios=heights)
    for line, (name, systems) in zip(panels, collections.items(), strict=True):
        for axes, (unit, title) in zip(line, PANELS.items(), strict=True):
            _draw_panel(axes, systems, unit, title, is_left=axes is line[0])
        line[0].annotate(
            f"{name}, {n[name]:,} articles",
            (0, 1),
            xytext=(0, 24),
            xycoords="axes fraction",
            textcoords="offset points",
            weight="bold",
            fontsize=10,
        ).set_in_layout(False)
    figure.suptitle("How good, how steady and how costly topics are", x=0.01, ha="left", weight="bold")
    figure.supxlabel("hollow: topics of one half, words counted on the other; bars: 95 % intervals", fontsize=9)
    return True


def _draw_panel(axes, systems, unit, title, is_left):
    drawn = []
    for place, (name, values) in enumerate(systems.items()):
        colour = "C0" if name.startswith(OURS) else "C1"
        if unit == "NPMI" and UNSEEN in values:
            axes.scatter(values[UNSEEN], place, s=30, facecolor="white", edgecolor=colour, linewidth=1.3, zorder=2)
            drawn.append(values[UNSEEN])
        if f"{unit}, low" in values:
            ends = values[f"{unit}, low"], values[f"{unit}, high"]
            axes.hlines(place, *ends, color=colour, linewidth=1.4, alpha=0.55, zorder=2)
            drawn += ends
        if unit in values:
            axes.scatter(values[unit], place, s=34, color=colour, zorder=3)
            drawn.append(values[unit])
    axes.set_ylim(len(systems) - 0.4, -0.6)
    axes.set_yticks(range(len(systems)), systems if is_left else [""] * len(systems))
    axes.tick_params(axis="y", length=0)
    for label in axes.get_yticklabels():
        label.set_fontweight("bold" if label.get_text().startswith(OURS) else "normal")
    axes.grid(True, axis="x")
    axes.set_title(title, loc="left", fontsize=9)
    if unit == "CPU-s" and drawn:
        # Whole powers of ten.
        axes.set_xscale("log")
        axes.set_xlim(10 ** np.floor(np.log10(min(drawn)) - 0.05), 10 ** np.ceil(np.log10(max(drawn)) + 0.05))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.xaxis.set_minor_locator(NullLocator())
    elif drawn:
        # From 0 where nothing is below: never zoomed to where a small difference looks large.
        most = max(drawn) if unit == "NPMI" else 1
        room = 0.05 * (most - min(0, *drawn))
        axes.set_xlim(min(0, *drawn) - room, most + room)
