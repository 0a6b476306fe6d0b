"""The figure of the rows of topics."""

from matplotlib.figure import Figure

from benchmarks.measuring import make_row
from benchmarks.topic_figures import PANELS, draw_figures, draw_systems


def make_rows(system, collection, **values):
    named = {"NPMI_unseen": "NPMI, unseen half", "ARI_low": "ARI, low", "ARI_high": "ARI, high", "CPU": "CPU-s"}
    return [
        make_row(system, f"topics of {collection}", value, named.get(name, name), 90, 1)
        for name, value in values.items()
    ]


ROWS = [
    *make_rows("tidings", "wire, K = 3", NPMI=0.2, NPMI_unseen=0.15, TD=1, ARI=0.8, ARI_low=0.7, ARI_high=0.9, CPU=0.5),
    *make_rows("Peer", "wire, K = 3", NPMI=-0.1, TD=0.9, CPU=40),
    make_row("Other", "topics of wire, K = 3", 1, "failed", 90, 0),
    make_row("Missing", "left out: no module peer", 1, "missing", 0, 0),
    *make_rows("tidings", "posts, K = 9", NMI=0.4),
]


def test_the_figure_is_an_svg_and_a_png_the_same_bytes_again(tmp_path):
    first, second = (draw_figures(ROWS, tmp_path / name) for name in ("first", "second"))
    assert [path.name for path in first] == ["topics.svg", "topics.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_without_rows_of_ours_nothing_is_drawn(tmp_path):
    assert draw_figures([row for row in ROWS if row["system"] != "tidings"], tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_a_panel_a_measure_and_a_row_a_collection():
    figure = Figure()
    assert draw_systems(ROWS, figure)
    assert len(figure.axes) == 2 * len(PANELS)
    wire, posts = figure.axes[: len(PANELS)], figure.axes[len(PANELS) :]
    assert [axes.get_title(loc="left") for axes in wire] == list(PANELS.values())
    assert wire[0].texts[0].get_text() == "wire, K = 3, 90 articles"
    assert [label.get_text() for label in wire[0].get_yticklabels()] == ["tidings", "Peer"]
    assert [label.get_text() for label in posts[0].get_yticklabels()] == ["tidings"]


def test_values_stand_where_they_are_in_the_row_of_their_system():
    figure = Figure()
    draw_systems(ROWS, figure)
    npmi, _, _, _, rand, cost = figure.axes[: len(PANELS)]
    assert [drawn.get_offsets().tolist() for drawn in npmi.collections] == [[[0.15, 0]], [[0.2, 0]], [[-0.1, 1]]]
    # A coherence below 0 is within the panel.
    assert npmi.get_xlim()[0] < -0.1
    interval, value = rand.collections
    assert interval.get_segments()[0].tolist() == [[0.7, 0], [0.9, 0]]
    assert value.get_offsets().tolist() == [[0.8, 0]]
    assert cost.get_xscale() == "log" and cost.get_xlim()[0] < 0.5 < 40 < cost.get_xlim()[1]
    assert rand.get_xlim()[0] <= 0 and rand.get_xlim()[1] >= 1
