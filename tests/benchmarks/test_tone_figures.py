"""Figures of tone's rows."""

import doctest

import pytest
from matplotlib.figure import Figure
from scipy.stats import binomtest

from benchmarks import tone_figures
from benchmarks.measuring import make_row
from benchmarks.tone_figures import draw_figures, draw_reliability, draw_signs, wilson_interval


def make_bins(part, *bins):
    rows = [make_row("tidings", f"tone of {part}", 0.021, "calibration error", sum(n for _, _, n in bins), 1)]
    return rows + [
        make_row("tidings", f"tone of {part}, where the likeliest has {stated:.3f}", right, "share right", n, 1)
        for stated, right, n in bins
    ]


def make_signs(system, *shares):
    return [
        make_row(system, f"signs of phrases, {measure}", share, "share right", n, 1) for measure, share, n in shares
    ]


ROWS = [
    *make_bins("news test", (0.95, 0.9, 60), (0.5, 0.55, 40)),
    *make_bins("wire test (ours has learned from it)", (0.7, 0.7, 10)),
    *make_signs("tidings", ("held out", 0.9, 50), ("held out: loss", 0.8, 20), ("held out: gain", 1, 30)),
    *make_signs("vaderSentiment", ("held out", 0.5, 50), ("held out: loss", 0.2, 20), ("held out: gain", 0.6, 30)),
    *make_signs("TextBlob", ("held out", 0.3, 50)),
]


def test_the_example_in_the_docstring_holds():
    results = doctest.testmod(tone_figures)
    assert results.attempted and not results.failed


@pytest.mark.parametrize(("right", "n"), [(0, 7), (5, 9), (30, 30), (431, 700)])
def test_the_interval_of_a_share_is_that_of_scipy(right, n):
    expected = binomtest(right, n).proportion_ci(0.95, "wilson")
    assert wilson_interval(right / n, n) == pytest.approx((expected.low, expected.high), abs=1e-4)


def test_every_figure_is_an_svg_and_a_png_the_same_bytes_again(tmp_path):
    first, second = (draw_figures(ROWS, tmp_path / name) for name in ("first", "second"))
    assert [path.name for path in first] == [
        f"{name}.{kind}" for name in ("calibration-of-tone", "signs-of-news-phrases") for kind in ("svg", "png")
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert b"How often the likeliest label is right" in first[0].read_bytes()


def test_without_rows_of_ours_nothing_is_drawn(tmp_path):
    assert draw_figures([row for row in ROWS if row["system"] != "tidings"], tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_a_curve_rises_with_what_was_stated_and_its_panel_says_the_error():
    figure = Figure()
    assert draw_reliability(ROWS, figure)
    curve, wire, counts, _ = figure.axes
    assert curve.get_title(loc="left") == "news test"
    assert curve.lines[-1].get_xydata().tolist() == [[0.5, 0.55], [0.95, 0.9]]
    assert "calibration error 0.021, n 100" in [text.get_text() for text in curve.texts]
    assert [bar.get_height() for bar in counts.patches] == [40, 60]
    assert wire.get_title(loc="left") == "wire test"
    assert "ours has learned from it" in [text.get_text() for text in wire.texts]


def test_mechanisms_stand_from_best_to_worst_all_last_and_ours_beside_vader():
    figure = Figure()
    assert draw_signs(ROWS, figure)
    [axes] = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["gain", "loss", "all phrases"]
    ours, theirs = (drawn.get_offsets()[:, 0].tolist() for drawn in axes.collections[-2:])
    assert (ours, theirs) == ([1, 0.8, 0.9], [0.6, 0.2, 0.5])
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["tidings", "vaderSentiment"]
    assert axes.get_title(loc="left") == "held out: 50 phrases, 20 to 30 each"
