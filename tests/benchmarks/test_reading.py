"""The speed of reading records."""

import argparse
import json

import pytest

from benchmarks import reading
from benchmarks.ours import OURS

RECORDS = [
    {"outlet": "Tarn Courier", "date": "2026-03-06", "title": "Rain", "text": "It rained."},
    {"outlet": "Kells Lantern", "date": "2026-03-07", "title": "Wind", "text": 'It "blew",\nhard; 5 €.'},
]


def _measure(paths, capsys):
    parser = argparse.ArgumentParser()
    reading.add_options(parser)
    rows = reading.measure(parser.parse_args(["--articles", *map(str, paths), "--repeats", "1"]))
    assert capsys.readouterr().out.startswith("articles   ")
    return rows


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, RECORDS)))
    return path


def test_every_format_is_read_by_ours_and_by_its_floor(lines, capsys):
    rows = _measure([lines], capsys)
    speeds = [(row["system"], row["measure"]) for row in rows if row["unit"] == "articles/s"]
    expected = [(system, f"read {form.name}") for form in reading.FORMATS for system in (OURS, *form.peers)]
    assert speeds == expected
    assert {row["n"] for row in rows} == {2}
    assert all(row["value"] > 0 for row in rows)


def test_a_ratio_is_ours_through_the_peers(lines, capsys):
    rows = _measure([lines], capsys)
    values = {(row["system"], row["measure"], row["unit"]): row["value"] for row in rows}
    ours, theirs = (values[name, "read CSV", "articles/s"] for name in (OURS, "csv.DictReader"))
    ratio = values[OURS, "times csv.DictReader, read CSV", "times"]
    assert ratio == pytest.approx(ours / theirs, rel=1e-2)


@pytest.mark.parametrize("form", reading.FORMATS, ids=lambda form: form.name)
def test_a_file_of_each_format_holds_the_records_for_ours_and_for_every_peer(tmp_path, form):
    path = tmp_path / f"a{form.suffix}"
    form.write(path, RECORDS)
    articles, rejected = reading.read_articles(path, workers=1)
    assert (articles["text"].tolist(), len(rejected)) == ([record["text"] for record in RECORDS], 0)
    for read in form.peers.values():
        loaded = read(path)
        loaded = loaded["articles"] if isinstance(loaded, dict) else loaded
        loaded = loaded if isinstance(loaded, list) else loaded.to_dict("records")
        assert loaded == RECORDS


def test_articles_of_other_files_become_records(tmp_path):
    (tmp_path / "a.txt").write_text("6 March 2026\n\nAna Lira\n\nIt rained.")
    [record] = reading.read_records([tmp_path / "a.txt"])
    assert (record["text"], record["authors"], record["title"]) == ("It rained.", "Ana Lira", None)


def test_without_records_there_is_nothing_to_measure(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n")
    with pytest.raises(ValueError, match="no record in"):
        reading.read_records([tmp_path / "a.jsonl"])
