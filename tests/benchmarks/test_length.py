"""Cost per word by length of article; nothing here asserts a time."""

import doctest
import sys
from types import ModuleType

import pytest

from benchmarks import length
from benchmarks.length import cut_articles, measure_length
from benchmarks.measuring import Timing, make_row

SENTENCES = [f"The good bank number {number} won, not the bad one." for number in range(50)]  # ten words each


@pytest.fixture(autouse=True)
def _one_round(monkeypatch):
    monkeypatch.setattr(length, "FEWEST_ROUNDS", 1)


def _stand_in(monkeypatch, function):
    class SentimentIntensityAnalyzer:
        def polarity_scores(self, text):
            return function(text)

    module = ModuleType("vaderSentiment.vaderSentiment")
    module.SentimentIntensityAnalyzer = SentimentIntensityAnalyzer
    monkeypatch.setitem(sys.modules, "vaderSentiment", ModuleType("vaderSentiment") if function else None)
    monkeypatch.setitem(sys.modules, "vaderSentiment.vaderSentiment", module if function else None)


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(length)
    assert results.attempted and not results.failed


def test_every_length_holds_the_same_words_in_the_same_order():
    cuts = [cut_articles(SENTENCES, number, 600) for number in (10, 50, 300)]
    assert [len(cut.texts) for cut in cuts] == [60, 12, 2]
    assert {tuple(" ".join(cut.texts).split()) for cut in cuts} == {tuple(" ".join(SENTENCES + SENTENCES[:10]).split())}
    assert [set(cut.words) for cut in cuts] == [{10}, {50}, {300}]


def test_words_are_counted_as_they_stand_in_the_texts():
    cut = cut_articles(["A b.", "C d e f.", "G."], 5, 22)
    assert cut.words == [len(text.split()) for text in cut.texts]
    # Seven a round: 21, and the sentence that brings it to 22.
    assert sum(cut.words) == 23


def test_rows_are_microseconds_per_word_and_compare_the_lengths(monkeypatch):
    # 1,000 words in 2, 2.2 and 1.8 seconds, one call each.
    _stand_in(monkeypatch, None)
    monkeypatch.setattr(length, "pass_lexicon", lambda articles, lexicon: None)
    taken = [Timing(seconds, seconds) for seconds in (2, 2.2, 1.8)]
    monkeypatch.setattr(length, "time_in_turn", lambda functions, repeats: dict(zip(functions, taken, strict=True)))
    rows = measure_length(SENTENCES, 1, 100, lengths=(10, 100, 500), words=1_000)
    assert [(row["value"], row["unit"], row["n"]) for row in rows] == [
        (2000, "µs/word", 100),
        (2200, "µs/word", 10),
        (1800, "µs/word", 2),
        (10, "%", 10),
    ]


def test_ours_and_vader_are_measured_on_every_length(monkeypatch):
    called = []
    _stand_in(monkeypatch, called.append)
    rows = measure_length(SENTENCES, 1, 100, lengths=(50, 200), words=400)
    costs = [(row["system"], row["n"]) for row in rows if row["unit"] == "µs/word"]
    assert costs == [("tidings", 8), ("tidings", 2), ("vaderSentiment", 8), ("vaderSentiment", 2)]
    assert len(called) == 10
    assert rows[-1]["unit"] == "times"


def test_vader_begins_no_article_after_its_seconds(monkeypatch, capsys):
    monkeypatch.setattr(length, "VADER_SECONDS", 0.0)
    _stand_in(monkeypatch, lambda text: None)
    rows = measure_length(SENTENCES, 1, 1e9, lengths=(50, 200), words=400)
    assert [row["n"] for row in rows if row["system"] == "vaderSentiment" and row["unit"] == "µs/word"] == [1, 1]
    assert "stopped    vaderSentiment, 50 words: after 1 of 8 articles" in capsys.readouterr().out


def test_an_article_that_may_take_longer_than_the_limit_is_left_out_and_that_is_said(monkeypatch, capsys):
    _stand_in(monkeypatch, lambda text: None)
    # 3 s for an article of 50 words, so 3 · 4² = 48 s for one of 200.
    monkeypatch.setattr(length, "_time_until", lambda function, texts, most: (24.0, 8))
    rows = measure_length(SENTENCES, 1, 40, lengths=(50, 200), words=400)
    assert [row["n"] for row in rows if row["system"] == "vaderSentiment" and row["unit"] == "µs/word"] == [8]
    assert "one article may take 48 s, the limit is 40" in capsys.readouterr().out


def test_a_missing_vader_is_said(monkeypatch, capsys):
    _stand_in(monkeypatch, None)
    rows = measure_length(SENTENCES, 1, 100, lengths=(50,), words=100)
    assert {row["system"] for row in rows} == {"tidings"}
    assert "missing    vaderSentiment" in capsys.readouterr().out


@pytest.mark.parametrize(("costs", "percent"), [((4, 4, 4), 0), ((3, 5), 25), ((1, 1, 1, 5), 150)])
def test_the_deviation_is_that_of_the_farthest_from_the_mean(costs, percent):
    rows = [make_row("tidings", "words scored", cost, "µs/word", 1, 1) for cost in costs]
    assert length._deviation_row(rows)["value"] == percent
