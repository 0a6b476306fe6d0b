"""Figures of the rows that `benchmarks.speed` measured; the same rows give the same bytes."""

import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import style
from matplotlib.figure import Figure

from benchmarks.growth import AT_LEAST, EXPONENT, EXTRAPOLATED
from benchmarks.length import SCORED
from benchmarks.ours import OURS
from benchmarks.systems import SYSTEMS

# In the order of SYSTEMS: ours in the first colour and the heaviest line.
COLOURS = ("C0", "C1", "C2", "C3", "C5")
MARKERS = ("o", "s", "^", "D", "v")
# Points apart, as the size of a letter.
LABEL_GAP = 13
# Of the width of the axes.
LABEL_PLACE = 1.03
_LENGTH = re.compile(rf"{SCORED}, articles of ([\d,]+) words")


def draw_figures(rows, folder):
    """Draw every figure for which there are rows.

    Parameters
    ----------
    rows : list of dict
        As `benchmarks.speed.measure` gives them.
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
            if draw(rows, figure.subplots()):
                written += save_figure(figure, name, Path(folder))
    return written


def save_figure(figure, name, folder):
    """Save a figure as `folder`/`name`.svg and .png without date and program, and return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    title = figure.get_suptitle() or figure.axes[0].get_title(loc="left")
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None, "Title": title})
    figure.savefig(folder / f"{name}.png", metadata={"Software": None, "Title": title})
    return [folder / f"{name}.svg", folder / f"{name}.png"]


def draw_seconds(rows, axes):
    """Seconds by number of articles, a line a system, its exponent behind its name; whether anything was drawn."""
    lines = {}
    for system in SYSTEMS:
        mine = [row for row in rows if row["system"] == system.name and row["measure"].startswith(system.measure)]
        points = [row for row in mine if row["unit"] == "s" and not row["measure"].endswith("processor time")]
        if points:
            exponent = _find_exponent(rows, system)
            said = f", exponent {exponent:.2f}" if exponent is not None else ""
            lines[system.name] = (points, f"{_name(system)}{said}")
    axes.set(ylabel="seconds", title="Seconds by number of articles")
    return _draw_by_number(axes, lines, "hollow, dashed: extrapolated, since stopped at the limit")


def draw_memory(rows, axes):
    """The most memory held by number of articles, a line a system; whether anything was drawn."""
    lines = {}
    for system in SYSTEMS:
        measure = f"{system.measure}, most memory held"
        points = [row for row in rows if (row["system"], row["measure"]) == (system.name, measure)]
        if points:
            lines[system.name] = (points, _name(system))
    axes.set(ylabel="megabytes, all processes together", title="Most memory held by number of articles")
    return _draw_by_number(axes, lines, "")


def draw_cost_per_word(rows, axes):
    """Microseconds per word by length of articles, a line a system; whether anything was drawn."""
    labels = []
    for place, name in enumerate((OURS, "vaderSentiment")):
        found = [(match, row) for row in rows if row["system"] == name and (match := _LENGTH.match(row["measure"]))]
        if not found:
            continue
        lengths = [int(match[1].replace(",", "")) for match, _ in found]
        costs = [row["value"] for _, row in found]
        colour, marker = COLOURS[2 * place], MARKERS[2 * place]
        axes.plot(lengths, costs, color=colour, marker=marker, linewidth=2.4 if name == OURS else 1.6)
        change = costs[-1] / costs[0]
        labels.append((lengths[-1], costs[-1], f"{name}: {change:.{2 if change < 10 else 0}f} times as much"))
    _frame(axes, "words in an article; “times as much”: the longest articles against the shortest")
    axes.set(ylabel="microseconds a word", title="Cost of a word by length of article")
    _write_labels(axes, labels)
    return bool(labels)


def _name(system):
    return f"{system.name}: {system.measure}"


def _find_exponent(rows, system):
    """Over the last two sizes where there are more: there, what every start costs weighs least."""
    found = [
        row["value"]
        for row in rows
        if row["system"] == system.name and row["measure"].startswith(f"{EXPONENT}, {system.measure}")
    ]
    return found[-1] if found else None


def _draw_by_number(axes, lines, note):
    labels, hollow = [], False
    for name, (points, label) in lines.items():
        place = [system.name for system in SYSTEMS].index(name)
        colour, look = COLOURS[place], {"marker": MARKERS[place], "linewidth": 2.4 if name == OURS else 1.6}
        n_measured = sum(not _is_guess(row) for row in points)
        numbers, values = [row["n"] for row in points], [row["value"] for row in points]
        axes.plot(numbers[:n_measured], values[:n_measured], color=colour, **look)
        if n_measured < len(points):
            hollow = True
            from_last = max(n_measured - 1, 0)
            axes.plot(numbers[from_last:], values[from_last:], color=colour, linestyle=(0, (4, 3)), linewidth=1.2)
            guessed = slice(n_measured, None)
            axes.plot(numbers[guessed], values[guessed], color=colour, marker=MARKERS[place], mfc="white", linestyle="")
        labels.append((numbers[-1], values[-1], label))
    _frame(axes, "articles" + (f"; {note}" if hollow else ""))
    _write_labels(axes, labels)
    return bool(lines)


def _is_guess(row):
    return EXTRAPOLATED in row["measure"] or AT_LEAST in row["measure"]


def _frame(axes, label):
    axes.set(xscale="log", yscale="log", xlabel=label)
    axes.grid(True, which="major")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
        axis.set_minor_formatter(lambda value, _: "")
    axes.tick_params(which="minor", length=0)


def _write_labels(axes, labels):
    """Name each line in a column to the right, beside its last point; names that would touch are moved apart."""
    if not labels:
        return
    # Whole powers of ten, so that a flat line looks flat.
    drawn = np.log10(np.concatenate([line.get_ydata() for line in axes.lines]))
    axes.set_ylim(10 ** np.floor(drawn.min()), 10 ** np.ceil(drawn.max()))
    for line in axes.lines:
        line.set_clip_on(False)
    axes.figure.draw_without_rendering()
    height = axes.get_window_extent().height * 72 / axes.figure.dpi
    to_fraction = axes.transData + axes.transAxes.inverted()
    wanted = [height * to_fraction.transform((x, y))[1] for x, y, _ in labels]
    for (x, y, text), place in zip(labels, move_apart(wanted, LABEL_GAP), strict=True):
        # Dark letters can be read on white whatever the line's colour; dots that are no line of data lead to them.
        axes.annotate(
            text,
            (x, y),
            xytext=(LABEL_PLACE, place / height),
            textcoords="axes fraction",
            va="center",
            fontsize=9,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": "0.5",
                "linewidth": 0.8,
                "linestyle": ":",
                "shrinkA": 1,
                "shrinkB": 5,
            },
        )


def move_apart(places, gap):
    """Move places so that neighbours are at least `gap` apart, as little as that takes; their order stays.

    Parameters
    ----------
    places : list of float
    gap : float

    Returns
    -------
    list of float

    Examples
    --------
    >>> move_apart([10, 0, 1], 4)
    [10.0, -1.5, 2.5]
    """
    order = np.argsort(places, kind="stable")
    # Less the gaps before it, a place may not lie below the one before: neighbours that do are set to their mean.
    blocks: list[list[float]] = []
    for number, place in enumerate(np.asarray(places, dtype=float)[order]):
        blocks.append([place - number * gap, 1])
        while len(blocks) > 1 and blocks[-1][0] < blocks[-2][0]:
            (mean, n), (before, n_before) = blocks.pop(), blocks.pop()
            blocks.append([(mean * n + before * n_before) / (n + n_before), n + n_before])
    given = np.repeat([mean for mean, _ in blocks], [n for _, n in blocks]) + gap * np.arange(len(places))
    result = np.empty(len(places))
    result[order] = given
    return result.tolist()


FIGURES = {
    "seconds-by-number-of-articles": draw_seconds,
    "memory-by-number-of-articles": draw_memory,
    "cost-of-a-word-by-length": draw_cost_per_word,
}
