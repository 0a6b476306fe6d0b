"""Ends of sentences against gold."""

import argparse
import doctest
import gzip
import json

import pytest

from benchmarks import sentences
from benchmarks.sentences import Splitter, by_paragraph, count_ends, locate_ends

DOCUMENT = {"text": "A heading\n\nIt rained. Did it? Yes.", "sentences": [[0, 9], [11, 21], [22, 29], [30, 34]]}


def _measure(monkeypatch, tmp_path, *splitters):
    for part in sentences.PARTS:
        with gzip.open(tmp_path / f"gum-{part}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(json.dumps(DOCUMENT) + "\n")
    monkeypatch.setattr(sentences, "SPLITTERS", splitters)
    parser = argparse.ArgumentParser()
    sentences.add_options(parser)
    return sentences.measure(parser.parse_args(["--gold", str(tmp_path)]))


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(sentences)
    assert results.attempted and not results.failed


def test_figures_are_those_of_a_hand_count(monkeypatch, tmp_path):
    # Gold 9, 21, 29 (34 ends the text). Found 21 and 25: precision 1/2, recall 1/3, F1 2 / (2 + 3).
    rows = _measure(monkeypatch, tmp_path, Splitter(sentences.OURS, lambda: lambda text: [21, 25, 34]))
    assert [(row["value"], row["unit"], row["n"]) for row in rows[:3]] == [
        (0.4, "F1", 3),
        (0.5, "precision", 3),
        (0.3333, "recall", 3),
    ]
    assert [row["measure"] for row in rows[::3]] == ["sentence ends of GUM dev", "sentence ends of GUM train"]


def test_a_peer_is_asked_for_texts_and_for_paragraphs(monkeypatch, tmp_path):
    # Full stops and question marks alone: the heading's end is found only when paragraphs are given.
    def find(text):
        return [place + 1 for place, letter in enumerate(text) if letter in ".?"]

    rows = _measure(monkeypatch, tmp_path, Splitter("Peer", lambda: find))
    recalls = {row["system"]: row["value"] for row in rows if row["unit"] == "recall"}
    assert recalls == {"Peer": 0.6667, "Peer, by paragraph": 1.0}


def test_ours_finds_them_all(monkeypatch, tmp_path):
    rows = _measure(monkeypatch, tmp_path, sentences.SPLITTERS[0])
    assert {row["value"] for row in rows} == {1.0}


def test_a_missing_peer_is_said_and_skipped(monkeypatch, tmp_path, capsys):
    assert _measure(monkeypatch, tmp_path, Splitter("Peer", None, ("no_such_module",))) == []
    assert "missing    Peer: no module no_such_module" in capsys.readouterr().out


def test_missing_gold_is_said_with_its_place(monkeypatch, tmp_path):
    parser = argparse.ArgumentParser()
    sentences.add_options(parser)
    with pytest.raises(FileNotFoundError, match=r"gum-dev\.jsonl\.gz"):
        sentences.measure(parser.parse_args(["--gold", str(tmp_path)]))


def test_a_sentence_that_was_changed_is_no_end_found():
    assert locate_ends("A  b. C.", ["A b.", "C."]) == [8]


def test_paragraphs_are_found_whatever_blanks_stand_around_them():
    assert by_paragraph(lambda text: [])("\n\n One.  \n \n\nTwo\nthree. \n\n") == [7, 23]


def test_the_end_of_the_text_counts_for_nothing():
    assert count_ends([{"text": "One. ", "sentences": [[0, 4]]}], lambda text: [4]) == (0, 0, 0)
