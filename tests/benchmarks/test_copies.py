"""Near-copies against edits and gold."""

import argparse
import doctest
import gzip
import json

import numpy as np
import pandas as pd
import pytest

from benchmarks import copies, editing
from benchmarks.copies import Finder, count_apart, edit_articles
from benchmarks.editing import Editor, cut, ways

VOCABULARY = [f"{first}{second}{third}" for first in "bdfg" for second in "aeiou" for third in "klmnrs"]


def write(seed, n=150):
    """Sentences of ten words that nobody uses."""
    words = np.random.default_rng([5, seed]).choice(VOCABULARY, n)
    return " ".join(" ".join(words[at : at + 10]) + "." for at in range(0, n, 10))


@pytest.fixture
def editor():
    return Editor(np.random.default_rng(0), np.array(["SNOW"]), ["First other. Second other. Third other."])


@pytest.mark.parametrize("module", [copies, editing])
def test_the_examples_in_the_docstrings_hold(module):
    results = doctest.testmod(module)
    assert results.attempted and not results.failed


@pytest.mark.parametrize("share, n", [(0.05, 5), (0.2, 20)])
def test_as_many_words_are_edited_as_is_said(editor, share, n):
    text = " ".join(f"w{place}" for place in range(100))
    assert editor.edit(text, share, ("replace",)).split().count("SNOW") == n
    assert len(editor.edit(text, share, ("delete",)).split()) == 100 - n
    assert len(editor.edit(text, share, ("insert",)).split()) == 100 + n
    swapped = editor.edit(text, share, ("swap",)).split()
    assert sum(one != other for one, other in zip(swapped, text.split(), strict=True)) == n - n % 2
    assert 0 < editor.edit(text, share, ("run",)).split().count("SNOW") <= n
    assert editor.replace_piece(text, share).split()[n:] != text.split()[n:] or share == 0


def test_leads_ends_and_cuts_are_those_of_a_hand_count(editor):
    text = "One here. Two there! Three more. Four."
    assert editor.change_lead(text, 2) == "First other. Second other.\n\nThree more. Four."
    assert editor.change_lead(text, 1, 0) == f"First other.\n\n{text}"
    assert editor.add_end("One.", 2) == "One.\n\nFirst other. Second other."
    assert cut("one two three four five six seven eight", 0.25) == "one two"


def test_the_same_seed_edits_in_the_same_way():
    made = [
        {
            name: way(write(1))
            for name, way in ways(Editor(np.random.default_rng(4), np.array(VOCABULARY), [write(2)])).items()
        }
        for _ in range(2)
    ]
    assert made[0] == made[1] and len(set(made[0].values())) == len(made[0])


def test_what_is_put_in_comes_from_articles_that_are_not_edited():
    articles = pd.DataFrame({"text": [f"{write(seed)} only{seed} only{seed}." for seed in range(8)]})
    for _, corpus in edit_articles(articles, 4, 0):
        assert len(corpus) == 8
        originals, made = corpus["text"][:4], corpus["text"][4:]
        for original, copy in zip(originals, made, strict=True):
            others = set(originals) - {original}
            assert not any(other.split()[-1] in copy.split() for other in others)


def test_pairs_are_counted_by_event():
    # Four reports of one event are six pairs: one of reprints, which is joined; of five different ones one is joined.
    story = np.array([0, 0, 2, 2, 4])
    assert count_apart(story, ["a", "a", "a", "a", "b"], [{0, 1}]) == ((5, 4), (1, 1))


def test_ours_finds_every_copy_and_a_finder_of_nothing_none(monkeypatch, tmp_path, capsys):
    with gzip.open(tmp_path / "gold.jsonl.gz", "wt", encoding="utf-8") as file:
        for seed in range(3):
            file.write(json.dumps({"text": write(seed + 50), "event": "one"}) + "\n")
    lines = [
        json.dumps({"outlet": "Tarn Courier", "title": f"Report {seed}", "text": write(seed, 400)})
        for seed in range(12)
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))
    nothing = Finder("nothing", lambda: lambda articles, words: np.arange(len(articles)))
    monkeypatch.setattr(copies, "FINDERS", (copies.FINDERS[0], nothing, Finder("Peer", None, ("no_such_module",))))
    monkeypatch.setattr(copies, "REPRINTS", ({0, 1},))
    parser = argparse.ArgumentParser()
    copies.add_options(parser)
    given = ["--gold", str(tmp_path / "gold.jsonl.gz"), "--articles", str(tmp_path / "articles.jsonl"), "--edited", "5"]
    rows = copies.measure(parser.parse_args([*given, "--repeats", "1"]))
    assert "missing    Peer: no module no_such_module" in capsys.readouterr().out
    values = {}
    for row in rows:
        values.setdefault((row["system"], row["measure"].split(":")[0]), set()).add(row["value"])
    assert values["tidings", "copies found"] == {1} and values["nothing", "copies found"] == {0}
    assert values["tidings", "stories of several articles"] == {0}
    assert values["tidings", "different reports of one event kept apart"] == {1}
    assert values["nothing", "reprints among them found"] == {0} == values["tidings", "reprints among them found"]
    assert {row["unit"] for row in rows[-2:]} == {"articles/s"}
