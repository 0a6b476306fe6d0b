"""Tone against labels, against the signs of phrases, and in time."""

import argparse
import json

import numpy as np
import pandas as pd
import pytest

from benchmarks import sentiment
from benchmarks.labelled import Part
from benchmarks.measuring import COLUMNS
from benchmarks.scorers import ENCODER, OURS, VADER, Scorer, Tones

ROWS = [  # text, label, what readers said, what the stand-in says
    ("one", 1, 8, (0.1, 0.2, 0.7)),
    ("two", 0, 5, (0.1, 0.2, 0.7)),
    ("three", -1, 2, (0.9, 0.05, 0.05)),
    ("quiet", 0, 5, (np.nan,) * 3),
]
SAID = {text: said for text, _, _, said in ROWS}


def stand_in(rows):
    """Says what `SAID` says, for any other text that it is good."""
    probabilities = np.array([SAID.get(text, (0.0, 0.0, 1.0)) for text in rows["text"]])
    known = ~np.isnan(probabilities).any(axis=1)
    labels = np.where(known, np.nan_to_num(probabilities).argmax(axis=1) - 1, 0)
    return Tones(labels, probabilities[:, 2] - probabilities[:, 0], probabilities)


def without_probabilities(rows):
    return Tones(np.ones(len(rows), dtype=int), np.ones(len(rows)))


@pytest.fixture
def part():
    rows = pd.DataFrame([(text, label, score) for text, label, score, _ in ROWS], columns=["text", "label", "score"])
    return Part("news test", "news", "test", rows.assign(start=np.nan, end=np.nan, is_passage=False))


def test_figures_are_those_of_a_hand_calculation(part):
    found = sentiment.judge(part.rows, stand_in(part.rows))
    # Found 1, 1, -1, 0 for 1, 0, -1, 0: F1 1 of negative, 2/3 of neutral, 2/3 of positive.
    assert found["macro-F1"] == (pytest.approx((1 + 2 / 3 + 2 / 3) / 3), 4)
    assert found["accuracy"] == (0.75, 4)
    assert found["macro-F1, low"][0] < found["macro-F1"][0] <= found["macro-F1, high"][0]
    # Two at 0.7, one of them right; one at 0.9, right: (2 · 0.2 + 1 · 0.1) / 3, without the silent one.
    assert found["calibration error"] == (pytest.approx(0.5 / 3), 3)
    # (0.01 + 0.04 + 0.09) + (0.01 + 0.64 + 0.49) + (0.01 + 0.0025 + 0.0025), by 3
    assert found["Brier score"] == (pytest.approx((0.14 + 1.14 + 0.015) / 3), 3)
    # Of 0.6, 0.6, -0.85 and 0 for silence with 8, 5, 2, 5.
    assert found["Pearson r"] == (pytest.approx(np.corrcoef([0.6, 0.6, -0.85, 0], [8, 5, 2, 5])[0, 1]), 4)
    assert found["share without score"] == (0.25, 4)


def test_what_makes_no_sense_is_left_out(part):
    found = sentiment.judge(part.rows.assign(score=np.nan), without_probabilities(part.rows))
    assert set(found) == {"macro-F1", "macro-F1, low", "macro-F1, high", "accuracy", "share without score"}
    # A constant has no correlation.
    assert "Pearson r" not in sentiment.judge(part.rows, without_probabilities(part.rows))


def test_the_likeliest_is_told_by_bins(part):
    rows = sentiment.measure_part(part, {Scorer(OURS, None): stand_in, Scorer("Peer", None): without_probabilities})
    bins = [(row["system"], row["measure"], row["value"], row["n"]) for row in rows if row["unit"] == "share right"]
    assert bins == [
        (OURS, "tone of news test, where the likeliest has 0.700", 0.5, 2),
        (OURS, "tone of news test, where the likeliest has 0.900", 1, 1),
    ]


@pytest.mark.parametrize(
    ("name", "file", "seen"),
    [
        ("newsmtsc train", "newsmtsc", True),
        ("newsmtsc devtest_mt", "newsmtsc", False),
        ("finentity test", "finentity", True),
        ("sentfin test", "sentfin", False),
        ("econ_passages test", "econ_passages", False),
    ],
)
def test_what_ours_has_learned_from_is_named_so(name, file, seen):
    assert sentiment.name_part(Part(name, file, "", None)) == name + (sentiment.SEEN if seen else "")


def test_speed_is_in_distinct_texts_beside_vader_and_ours_also_in_targets(part):
    twice = pd.concat([part.rows, part.rows]).assign(start=0.0, end=3.0)
    timed = {}

    def remember(rows):
        timed.setdefault(bool(rows["start"].notna().all()), len(rows))
        return stand_in(rows)

    scorers = {Scorer(OURS, None, sees_targets=True): remember, Scorer(VADER, None): stand_in}
    rows = sentiment.measure_speed(Part("news test", "news", "test", twice), scorers, 1)
    assert [(row["system"], row["measure"], row["unit"], row["n"]) for row in rows] == [
        (OURS, "sentences scored, news test", "sentences/CPU-s", 4),
        (OURS, "targets scored, news test", "targets/CPU-s", 8),
        (VADER, "sentences scored, news test", "sentences/CPU-s", 4),
        (OURS, "times vaderSentiment, sentences scored, news test", "times", 4),
    ]
    assert timed == {False: 4, True: 8}
    assert rows[3]["value"] == pytest.approx(rows[0]["value"] / rows[2]["value"], rel=1e-3)


def test_without_vader_there_are_no_ratios_and_a_slow_system_is_timed_on_fewer(part):
    rows = sentiment.measure_speed(part, {Scorer(ENCODER, None, most_timed=2): stand_in}, 1)
    assert [(row["system"], row["unit"], row["n"]) for row in rows] == [(ENCODER, "sentences/CPU-s", 2)]


def test_passages_are_counted_as_passages(part):
    passages = Part("news", "news", "", part.rows.assign(is_passage=True))
    [row] = sentiment.measure_speed(passages, {Scorer("Peer", None): stand_in}, 1)
    assert row["unit"] == "passages/CPU-s"


def test_signs_of_phrases_are_counted_by_part_and_mechanism():
    phrases = pd.DataFrame(
        [("a", "loss", "one", 1), ("a", "loss", "two", -1), ("a", "gain", "three", -1), ("b", "gain", "quiet", 0)],
        columns=["part", "mechanism", "phrase", "sign"],
    )
    rows = sentiment.measure_phrases(phrases, {Scorer(OURS, None): stand_in})
    assert [(row["measure"], row["value"], row["n"]) for row in rows] == [
        ("signs of phrases, a", 0.6667, 3),
        ("signs of phrases, a: loss", 0.5, 2),
        ("signs of phrases, a: gain", 1, 1),
        ("signs of phrases, b", 1, 1),
        ("signs of phrases, b: gain", 1, 1),
    ]


@pytest.fixture
def options(tmp_path):
    """Makes the options of a command line that names a file of two rows."""
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps({"text": text, "label": 1}) + "\n" for text in ("one", "two")))
    parser = argparse.ArgumentParser()
    sentiment.add_options(parser)
    return lambda *given: parser.parse_args(["--data", str(path), "--repeats", "1", *given])


@pytest.mark.parametrize(("given", "measured"), [((), {OURS}), (("--encoder",), {OURS, ENCODER})])
def test_the_encoder_is_measured_when_asked_for_and_a_missing_peer_is_said(
    monkeypatch, options, capsys, given, measured
):
    known = Scorer(OURS, lambda: stand_in), Scorer(ENCODER, lambda: stand_in)
    monkeypatch.setattr(sentiment, "SCORERS", (*known, Scorer("Peer", None, ("no_such_module",))))
    rows = sentiment.measure(options(*given))
    assert {row["system"] for row in rows} == measured
    assert all(tuple(row) == COLUMNS for row in rows)
    assert "missing    Peer: no module no_such_module" in capsys.readouterr().out


def test_the_figures_are_drawn_of_the_rows(monkeypatch, options, tmp_path):
    monkeypatch.setattr(sentiment, "SCORERS", (Scorer(OURS, lambda: stand_in),))
    drawn = sentiment.draw(sentiment.measure(options()), tmp_path)
    assert [path.name for path in drawn if path.suffix == ".svg"] == [
        "calibration-of-tone.svg",
        "signs-of-news-phrases.svg",
    ]


@pytest.mark.parametrize(("system", "macro_f1"), [(VADER, 0.496), ("AFINN", 0.528)])
def test_peers_reach_on_labelled_news_what_was_measured_before(shared, system, macro_f1):
    # Figures that the task states; r on economic passages as well, 0.21 to 0.23 for both.
    [scorer] = [scorer for scorer in sentiment.SCORERS if scorer.name == system]
    for module in scorer.modules:
        pytest.importorskip(module)
    score = scorer.make()
    folder = shared / "benchmarks" / "sentiment"
    news, passages = (sentiment.read_parts([folder / f"{name}.jsonl"])[-1] for name in ("newsmtsc", "econ_passages"))
    assert sentiment.judge(news.rows, score(news.rows))["macro-F1"][0] == pytest.approx(macro_f1, abs=0.0005)
    assert 0.205 < sentiment.judge(passages.rows, score(passages.rows))["Pearson r"][0] < 0.235
