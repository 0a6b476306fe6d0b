"""The command line of the benchmarks."""

import json

import pytest

from benchmarks import __main__ as command_line
from benchmarks.measuring import make_row

ROW = make_row("tidings", "words found", 12.5, "MB/s", 1000, 2)


def test_an_unknown_name_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as refused:
        command_line.main(["haste"])
    assert refused.value.code == 2
    message = capsys.readouterr().err
    assert "'haste'" in message
    assert all(name in message for name in command_line.BENCHMARKS)


def test_no_name_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        command_line.main([])
    assert refused.value.code == 2
    assert "NAME" in capsys.readouterr().err


def test_help_lists_every_benchmark(capsys):
    with pytest.raises(SystemExit) as asked:
        command_line.main(["--help"])
    assert asked.value.code == 0
    words = " ".join(capsys.readouterr().out.split())
    for name, module in command_line.BENCHMARKS.items():
        assert f" {name} {module.describe()} " in words


@pytest.mark.parametrize("name", command_line.BENCHMARKS)
def test_help_of_a_benchmark_names_its_options(name, capsys):
    with pytest.raises(SystemExit):
        command_line.main([name, "--help"])
    own = {
        "speed": "--articles",
        "reading": "--articles",
        "sentences": "--gold",
        "pages": "--pages",
        "copies": "--gold",
        "events": "--gold",
        "sentiment": "--data",
        "topics": "--data",
    }[name]
    assert {"--out", "--redraw", own} <= set(capsys.readouterr().out.replace("[", " ").split())


def test_the_rows_are_printed_and_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command_line.speed, "measure", lambda options: [ROW])
    assert command_line.main(["speed", "--out", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "speed.json").read_text(encoding="utf-8")) == [ROW]
    printed = capsys.readouterr().out
    assert "tidings  words found" in printed
    assert "written" in printed


def test_figures_are_drawn_again_from_the_rows_without_measuring(monkeypatch, tmp_path, capsys):
    row = make_row("tidings", "all tables built", 12.5, "s", 1000, 12.5)
    command_line.write_rows([row], "speed", tmp_path)
    monkeypatch.setattr(command_line.speed, "measure", lambda options: pytest.fail("measured"))
    assert command_line.main(["speed", "--redraw", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "seconds-by-number-of-articles.svg").exists()
    assert "seconds-by-number-of-articles.png" in capsys.readouterr().out


def test_nothing_to_draw_again_is_said(tmp_path, capsys):
    assert command_line.main(["speed", "--redraw", "--out", str(tmp_path)]) == 2
    assert "speed.json" in capsys.readouterr().err


def test_a_missing_path_ends_with_2_and_says_which(tmp_path, capsys):
    assert command_line.main(["speed", "--articles", str(tmp_path / "nowhere"), "--out", str(tmp_path)]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert not (tmp_path / "speed.json").exists()


def test_the_json_names_no_path_of_this_machine(tmp_path):
    path = tmp_path / "articles.jsonl"
    article = {"outlet": "Tarn Courier", "published": "2026-03-06", "text": "A good day."}
    path.write_text(json.dumps(article) + "\n", encoding="utf-8")
    options = ["--articles", str(path), "--repeats", "1", "--out", str(tmp_path), "--parts", "steps"]
    assert command_line.main(["speed", *options]) == 0
    written = (tmp_path / "speed.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in written
    assert "articles.jsonl" not in written
    assert str(command_line.PROJECT) not in written
