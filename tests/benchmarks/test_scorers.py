"""What is asked for tone."""

import numpy as np
import pandas as pd
import pytest

from benchmarks import ours, scorers
from benchmarks.scorers import SCORERS, score_with_ours

NAMES = ["score", "p_negative", "p_neutral", "p_positive"]
GOOD, NEITHER, BAD, SILENT = (0.6, 0.1, 0.2, 0.7), (0, 0.2, 0.6, 0.2), (-0.6, 0.7, 0.2, 0.1), (np.nan,) * 4


def make_rows(*rows):
    """Rows of (text, start, end, is_passage)."""
    table = pd.DataFrame(rows, columns=["text", "start", "end", "is_passage"])
    return table.assign(start=table["start"].astype(float), end=table["end"].astype(float))


@pytest.fixture
def asked(monkeypatch):
    """The tables that ours was asked with; it finds "good" good, "bad" bad, and nothing in "quiet"."""
    seen = {}

    def say(texts):
        says = {"good": GOOD, "bad": BAD, "quiet": SILENT}
        return pd.DataFrame([says.get(text, NEITHER) for text in texts], columns=NAMES)

    def of_sentences(sentences, **how):
        seen.update(sentences=sentences, how=how)
        return say(sentences["text"])

    def of_articles(articles, **how):
        seen.update(articles=articles, how=how)
        return say(articles["text"])

    def of_targets(sentences, targets, **how):
        seen.update(of_targets=sentences, targets=targets, how=how)
        text = sentences.set_index(["article_id", "sentence_no"])["text"]
        keys = pd.MultiIndex.from_frame(targets[["article_id", "sentence_no"]])
        pairs = zip(text.loc[keys], targets["start"], targets["end"], strict=True)
        return say(text[start:end] for text, start, end in pairs)

    monkeypatch.setattr(scorers, "score_tone", of_sentences)
    monkeypatch.setattr(scorers, "score_tone_of_articles", of_articles)
    monkeypatch.setattr(scorers, "score_tone_of_targets", of_targets)
    return seen


def test_each_row_is_asked_for_in_its_way_and_answered_in_its_place(asked):
    rows = make_rows(
        ("good against bad", 0, 4, False),
        ("bad", None, None, True),
        ("quiet", None, None, False),
        ("good against bad", 13, 16, False),
        ("good", None, None, False),
    )
    found = score_with_ours(rows)
    assert found.labels.tolist() == [1, -1, 0, -1, 1]
    assert np.array_equal(found.scores, [0.6, -0.6, np.nan, -0.6, 0.6], equal_nan=True)
    assert found.probabilities[3].tolist() == list(BAD[1:])
    # Rows of one text share its sentence.
    assert len(asked["of_targets"]) == 1 and len(asked["targets"]) == 2
    assert asked["targets"].columns.tolist() == ["article_id", "sentence_no", "start", "end"]
    assert asked["articles"].columns.tolist() == ["article_id", "text"]
    assert asked["sentences"]["text"].tolist() == ["quiet", "good"]


def test_rows_without_an_answer_are_neutral(asked):
    found = score_with_ours(make_rows(("quiet", None, None, False), ("quiet", None, None, True)))
    assert found.labels.tolist() == [0, 0]
    assert np.isnan(found.scores).all() and np.isnan(found.probabilities).all()


def test_the_encoder_is_the_same_asked_with_a_word(asked):
    [encoder] = [scorer for scorer in SCORERS if scorer.name == scorers.ENCODER]
    assert encoder.make()(make_rows(("good", None, None, False))).labels.tolist() == [1]
    assert asked["how"] == {"scorer": "encoder"}


@pytest.mark.parametrize(
    ("neutral", "scores", "labels"),
    [
        (0.05, {"a": 0.05, "b": 0.049, "c": -0.05, "d": -0.049, "e": 0.0}, [1, 0, -1, 0, 0]),
        (0, {"a": 0.01, "b": -3, "c": 0.0}, [1, -1, 0]),
    ],
)
def test_peers_are_neutral_near_0(neutral, scores, labels):
    found = scorers._score_each(scores.get, neutral, pd.DataFrame({"text": list(scores)}))
    assert found.labels.tolist() == labels
    assert found.probabilities is None


def test_peers_are_asked_once_for_each_text():
    texts = []
    rows = pd.DataFrame({"text": ["a", "b", "a"]})
    found = scorers._score_each(lambda text: texts.append(text) or {"a": 1, "b": -1}[text], 0, rows)
    assert found.labels.tolist() == [1, -1, 1]
    assert texts == ["a", "b"]


@pytest.mark.parametrize("scorer", [scorer for scorer in SCORERS if scorer.modules], ids=lambda scorer: scorer.name)
def test_a_peer_knows_good_from_bad(scorer):
    for module in scorer.modules:
        pytest.importorskip(module)
    texts = ["It was a wonderful, happy day.", "A horrible, terrible crime.", "The door is made of wood."]
    assert scorer.make()(pd.DataFrame({"text": texts})).labels.tolist() == [1, -1, 0]


def test_a_passage_is_the_mean_of_its_sentences_and_silent_where_all_are(monkeypatch):
    found = pd.DataFrame([GOOD, NEITHER, SILENT, SILENT], columns=NAMES).assign(article_id=["a", "a", "a", "b"])
    monkeypatch.setattr(ours.sentiment, "score_sentences", lambda articles, **how: found)
    means = ours.score_tone_of_articles(pd.DataFrame({"article_id": ["b", "a", "empty"], "text": ["", "", ""]}))
    # (0.6 + 0) / 2, (0.1 + 0.2) / 2, (0.2 + 0.6) / 2, (0.7 + 0.2) / 2
    assert means.loc[1, NAMES].tolist() == pytest.approx([0.3, 0.15, 0.4, 0.45])
    assert means.loc[[0, 2], NAMES].isna().all(axis=None)
    assert means["article_id"].tolist() == ["b", "a", "empty"]
