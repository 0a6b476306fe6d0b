"""Timing, rows, and the file that they are written to."""

import doctest
import json
import os
import time
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks import corpus, measuring
from benchmarks.measuring import COLUMNS, make_rate_rows, make_ratio_row, make_row

ROW = make_row("tidings", "words found", 12.5, "MB/s", 1000, 2)


@pytest.mark.parametrize("module", [measuring, corpus])
def test_the_examples_in_the_docstrings_hold(module):
    results = doctest.testmod(module)
    assert results.attempted and not results.failed


def test_every_function_is_called_once_in_every_round_in_turn():
    called = []
    measuring.time_in_turn({name: lambda name=name: called.append(name) for name in "ab"}, repeats=3)
    assert called == ["a", "b"] * 3


def test_a_timing_is_the_median_of_its_rounds(monkeypatch):
    pairs = iter([(5.0, 1.0), (1.0, 1.0), (2.0, 4.0)])
    monkeypatch.setattr(measuring, "_time_once", lambda function: next(pairs))
    assert measuring.time_in_turn({"a": None}, repeats=3) == {"a": measuring.Timing(2.0, 1.0)}


def test_waiting_counts_as_wall_time_and_not_as_processor_time():
    timing = measuring.time_in_turn({"waiting": lambda: time.sleep(0.05)}, repeats=1)["waiting"]
    assert timing.seconds >= 0.05 > timing.processor_seconds


def test_one_core_holds_inside_and_is_undone_afterwards():
    def seen():
        return pa.cpu_count(), pa.io_thread_count(), getattr(os, "sched_getaffinity", lambda _: {0})(0)

    before = seen()
    with measuring.one_core():
        computing, waiting, cores = seen()
    assert (computing, waiting, len(cores)) == (1, 1, 1)
    assert seen() == before


def test_one_core_is_undone_after_an_error_too():
    before = pa.cpu_count()
    with pytest.raises(KeyError), measuring.one_core():
        raise KeyError
    assert pa.cpu_count() == before


def test_a_row_has_the_columns_in_their_order_and_four_digits():
    assert tuple(ROW) == COLUMNS
    assert make_row("a", "b", 123456.7, "MB/s", 5, 0.123456)["value"] == 123500
    assert make_row("a", "b", 123456.7, "MB/s", 5, 0.123456)["seconds"] == 0.1235


def test_rates_are_what_was_done_over_the_seconds_it_took():
    rows = make_rate_rows("tidings", "words found", 2.0, {"articles": 40, "sentences": 1000}, 3_000_000)
    assert [(row["value"], row["unit"]) for row in rows] == [
        (20, "articles/s"),
        (500, "sentences/s"),
        (1.5, "MB/s"),
    ]
    assert [(row["n"], row["seconds"]) for row in rows] == [(40, 2), (1000, 2), (40, 2)]


def test_a_ratio_of_different_units_is_refused_with_both():
    with pytest.raises(ValueError, match=r"MB/s.*articles/s"):
        make_ratio_row(ROW, ROW | {"unit": "articles/s"})


def test_the_table_is_aligned():
    longer = make_row("CountVectorizer", "counted", 123456, "s", 7, 0.5)
    lines = measuring.format_table([ROW, longer]).splitlines()
    assert len({len(line) for line in lines}) == 1
    for column in ("measure", "unit"):
        place = lines[0].index(column)
        assert all(line[place - 1] == " " and line[place] != " " for line in lines)
    assert "123,500" in lines[2]


def test_the_json_is_a_list_of_the_rows_in_their_order(tmp_path):
    path = measuring.write_rows([ROW, ROW], "speed", tmp_path / "made" / "here")
    assert path == tmp_path / "made" / "here" / "speed.json"
    text = path.read_text(encoding="utf-8")
    assert [list(row.items()) for row in json.loads(text)] == [list(ROW.items())] * 2
    assert text.endswith("]\n")
    assert measuring.read_rows("speed", path.parent) == [ROW, ROW]


@pytest.mark.parametrize("row", [ROW | {"value": float("nan")}, ROW | {"more": 1}, dict(reversed(ROW.items()))])
def test_a_wrong_row_is_refused_and_the_file_stays_as_it_was(tmp_path, row):
    path = measuring.write_rows([ROW], "speed", tmp_path)
    before = path.read_bytes()
    with pytest.raises(ValueError):
        measuring.write_rows([ROW, row], "speed", tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fills_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = measuring.write_rows([ROW], "speed", tmp_path)
    before = path.read_bytes()

    def fail(self, text, **_):
        with self.open("w") as file:
            file.write(text[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OSError, match="No space"):
        measuring.write_rows([ROW, ROW], "speed", tmp_path)
    assert path.read_bytes() == before
