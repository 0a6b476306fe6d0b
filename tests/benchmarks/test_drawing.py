"""Figures of rows."""

import doctest
import itertools

import pytest
from matplotlib.figure import Figure

from benchmarks import drawing
from benchmarks.drawing import draw_figures, move_apart
from benchmarks.measuring import make_row


def _rows():
    rows = []
    for system, measure, factor in (
        ("tidings", "all tables built", 1),
        ("CountVectorizer", "words counted", 1.1),
        ("BERTopic", "topics fitted", 90),
    ):
        for n in (1_000, 10_000):
            rows.append(make_row(system, measure, factor * n / 1_000, "s", n, 1))
            rows.append(make_row(system, f"{measure}, processor time", 7, "s", n, 1))
            rows.append(make_row(system, f"{measure}, most memory held", 100 + n / 1_000, "MB", n, 1))
        exponent = f"growth exponent, {measure}, 1,000 to 10,000 articles"
        rows.append(make_row(system, exponent, 1.02, "exponent", 10_000, 1))
    guess = "topics fitted, extrapolated in proportion from 10,000 articles (not started with a limit of 900 s)"
    rows.append(make_row("BERTopic", guess, 9_000, "s", 100_000, 0))
    for system, costs in (("tidings", (0.2, 0.2)), ("vaderSentiment", (8, 400))):
        for length, cost in zip((100, 100_000), costs, strict=True):
            rows.append(make_row(system, f"words scored, articles of {length:,} words", cost, "µs/word", 5, 1))
    return rows


def _draw(draw, rows):
    axes = Figure().subplots()
    drawn = draw(rows, axes)
    return drawn, axes, [text.get_text() for text in axes.texts]


def test_the_example_in_the_docstring_holds():
    results = doctest.testmod(drawing)
    assert results.attempted and not results.failed


def test_every_figure_is_an_svg_and_a_png_the_same_bytes_again_without_date_and_path(tmp_path):
    first, second = (draw_figures(_rows(), tmp_path / name) for name in ("first", "second"))
    assert [path.name for path in first] == [f"{name}.{kind}" for name in drawing.FIGURES for kind in ("svg", "png")]
    written = [path.read_bytes() for path in first]
    assert written == [path.read_bytes() for path in second]
    assert not any(b"<dc:date>" in one or str(tmp_path).encode() in one for one in written)


def test_without_rows_nothing_is_drawn(tmp_path):
    assert draw_figures([make_row("tidings", "words found", 1, "MB/s", 1, 1)], tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_each_line_is_named_with_its_exponent():
    drawn, _, names = _draw(drawing.draw_seconds, _rows())
    assert drawn
    assert names == [
        "tidings: all tables built, exponent 1.02",
        "CountVectorizer: words counted, exponent 1.02",
        "BERTopic: topics fitted, exponent 1.02",
    ]


def test_what_was_extrapolated_is_hollow_and_dashed_and_the_axis_says_so():
    _, axes, _ = _draw(drawing.draw_seconds, _rows())
    [hollow] = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert hollow.get_xydata().tolist() == [[100_000, 9_000]]
    assert "extrapolated" in axes.get_xlabel()
    # Processor time and memory are not seconds of the clock.
    assert sorted(axes.lines[0].get_ydata()) == [1, 10]
    _, axes, _ = _draw(drawing.draw_seconds, [row for row in _rows() if row["system"] != "BERTopic"])
    assert "extrapolated" not in axes.get_xlabel()


def test_memory_is_drawn_where_it_was_measured():
    _, axes, names = _draw(drawing.draw_memory, _rows())
    assert len(names) == len(axes.lines) == 3
    assert axes.lines[0].get_ydata().tolist() == [101, 110]


def test_the_cost_of_a_word_says_how_many_times_it_grew():
    _, axes, names = _draw(drawing.draw_cost_per_word, _rows())
    assert names == ["tidings: 1.00 times as much", "vaderSentiment: 50 times as much"]
    assert axes.get_ylim() == pytest.approx((0.1, 1000))


@pytest.mark.parametrize("places", [[0], [5, 5, 5], [3, 100, 4, 101], [9, 8, 7, 1], [], [0, 12, 24]])
def test_places_are_moved_apart_in_their_order_and_no_more_than_needed(places):
    moved = move_apart(places, 10)
    for one, other in itertools.combinations(range(len(places)), 2):
        assert abs(moved[one] - moved[other]) >= 10 - 1e-9
        if places[one] < places[other]:
            assert moved[one] < moved[other]
    # On the whole they stay where they were.
    assert sum(moved) == pytest.approx(sum(places))
    if places == [0, 12, 24]:
        assert moved == places
