"""Pages of the web against known truth."""

import argparse
import doctest
import gzip
import json

import pytest

from benchmarks import pages
from benchmarks.pages import Reader, compare_moments, compare_texts

TRUTH = {
    "a.html.gz": {"text": "a b c d e", "publishing_date": "2026-03-06 19:42:00+04:00", "authors": ["Ana Lira"]},
    "b.html.gz": {"text": "f g h i", "publishing_date": "2026-03-07 10:00:00", "authors": None},
}


def _measure(monkeypatch, tmp_path, *readers):
    for name in pages.SETS:
        (tmp_path / name / "html").mkdir(parents=True)
        (tmp_path / name / "ground-truth.json").write_text(json.dumps(TRUTH))
        for page in TRUTH:
            (tmp_path / name / "html" / page).write_bytes(gzip.compress(page[0].encode()))
    monkeypatch.setattr(pages, "READERS", readers)
    parser = argparse.ArgumentParser()
    pages.add_options(parser)
    return pages.measure(parser.parse_args(["--pages", str(tmp_path), "--repeats", "1"]))


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(pages)
    assert results.attempted and not results.failed


def test_figures_are_those_of_a_hand_count(monkeypatch, tmp_path):
    # Page a: shingles abcd, bcde; found xabc, abcd, bcde: precision 2/3, recall 1. Page b: found as it is: 1 and 1.
    # The averages are 5/6 and 1, F1 = 2 · 5/6 / (11/6) = 10/11.
    found = {
        b"a": {"text": "x a b c d e", "written": "2026-03-06T15:42:59+00:00", "authors": ("Ana Lira",)},
        b"b": {"text": "f g h i", "written": "2026-03-07", "authors": ("Tom Berg",)},
    }
    rows = _measure(monkeypatch, tmp_path, Reader("ours", lambda: found.get))
    values = {row["measure"] + ", " + row["unit"]: row["value"] for row in rows}
    assert values["body of html_aeb, F1"] == 0.9091
    assert values["body of html_aeb, precision"] == 0.8333
    assert values["body of html_aeb, recall"] == 1
    assert values["day of html_news60, right"] == 1
    assert values["instant of html_news60, right"] == 0.5
    assert values["authors of html_news60, right"] == 0.5
    assert {row["n"] for row in rows} == {2}


def test_a_page_where_nothing_is_found_counts_for_recall_alone():
    assert compare_texts("a b c d", None) == (None, 0.0)
    assert compare_texts("a b", "a b") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("true", "written", "expected"),
    [
        ("2026-03-07 01:30:00+04:00", "2026-03-06T21:30:00+00:00", (True, True)),
        ("2026-03-06 19:42:00+04:00", "2026-03-06T19:42:00", (True, True)),
        ("2026-03-06 19:42:00+04:00", "2026-03-06T19:44:00+04:00", (True, False)),
        ("2026-03-06 19:42:00+04:00", "2026-03-08T19:42:00+04:00", (False, False)),
    ],
)
def test_moments_are_compared_where_both_have_zones_as_instants(true, written, expected):
    assert compare_moments(true, written) == expected


def test_a_missing_peer_is_said_and_skipped(monkeypatch, tmp_path, capsys):
    assert _measure(monkeypatch, tmp_path, Reader("Peer", None, ("no_such_module",))) == []
    assert "missing    Peer: no module no_such_module" in capsys.readouterr().out


def test_every_reader_reads_a_page():
    paragraphs = "".join(f"<p>It rained in Tarn, and the river rose by {n} hands before noon.</p>" for n in range(9))
    page = f"<html><body><article>{paragraphs}</article></body></html>".encode()
    for reader in pages.READERS:
        assert "rained in Tarn" in reader.make()(page)["text"]
