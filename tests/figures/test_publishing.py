import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from figures.publishing import Published, publish, read_provenance

PROVENANCE = {"tidings": "0", "parameters": {"seed": 0}, "corpus": {"digest": "d"}, "notes": [], "counts": {}}
PARTS = dict(
    question="Is it so?",
    caption="It is so here.",
    alternative="A line that rises.",
    provenance=PROVENANCE,
    data=pd.DataFrame({"x": [1 / 3]}),
)


def line():
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="$5 and $6")
    axes.legend()
    return figure


def test_publishing_twice_writes_the_same_bytes(tmp_path):
    for folder in ("first", "second"):
        publish(line(), "rise", **PARTS, folder=tmp_path / folder)
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == ["rise.csv", "rise.json", "rise.png", "rise.svg"]
    assert all((tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes() for name in names)


def test_the_record_says_what_the_figure_asks_shows_and_rests_on(tmp_path):
    publish(line(), "rise", **PARTS, folder=tmp_path)
    record = json.loads((tmp_path / "rise.json").read_text())
    assert record == {
        "name": "rise",
        "question": "Is it so?",
        "caption": "It is so here.",
        "alternative": "A line that rises.",
        "rows": 1,
        "provenance": {"tidings": "0", "parameters": {"seed": 0}, "corpus": {"digest": "d"}, "notes": []},
    }
    assert (tmp_path / "rise.csv").read_text() == "x\n0.333333\n"


@pytest.mark.parametrize(
    "spoilt, message",
    [
        ({"question": "Rise"}, "ends with '\\?', got 'Rise'"),
        ({"caption": "Rise"}, "needs a caption that says something, got 'Rise'"),
        ({"alternative": ""}, "needs a alternative text that says something, got ''"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(tmp_path, spoilt, message):
    with pytest.raises(ValueError, match=message):
        publish(line(), "rise", **(PARTS | spoilt), folder=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["Rise", "a b", "../a", "", "a--b"])
def test_a_name_that_is_no_plain_file_name_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="words in lower case joined by '-', got"):
        publish(line(), name, **PARTS, folder=tmp_path)


@pytest.mark.parametrize("cell", ["=1+1", "+1-555", "-2+3", "@SUM(1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(tmp_path, cell):
    publish(line(), "rise", **(PARTS | {"data": pd.DataFrame({"outlet": [cell, "plain"]})}), folder=tmp_path)
    back = pd.read_csv(tmp_path / "rise.csv")["outlet"]
    assert back[0] == f"'{cell}".replace("\r", "\n") and back[1] == "plain"


def test_numbers_below_zero_stay_numbers(tmp_path):
    publish(line(), "rise", **(PARTS | {"data": pd.DataFrame({"score": [-0.5]})}), folder=tmp_path)
    assert (tmp_path / "rise.csv").read_text() == "score\n-0.500000\n"


def test_a_published_figure_shows_its_alternative_text_and_escapes_what_it_is_given():
    shown = Published("rise", "<b>caption</b>", '"><script>', b"png")._repr_html_()
    assert "<script>" not in shown and "<b>" not in shown
    assert 'alt="&quot;&gt;&lt;script&gt;"' in shown


def test_tables_that_were_not_built_are_missed_with_the_way_out(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"build the tables first, with python -m features build"):
        read_provenance(tmp_path)
