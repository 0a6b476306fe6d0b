"""The steps, on a handful of made-up articles. Nothing here asserts a time."""

import json
import sys
from types import ModuleType

import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks import measuring, steps
from benchmarks.ours import find_words_of
from features.reading import read_articles

RATES = {"articles/s", "sentences/s", "MB/s"}


def _run(monkeypatch, tmp_path):
    """Measure on twelve made-up articles; vaderSentiment is a stand-in."""
    _stand_in(monkeypatch, installed=True)
    path = tmp_path / "made-up.jsonl"
    path.write_text("".join(json.dumps(_article(number)) + "\n" for number in range(12)), encoding="utf-8")
    articles, _ = read_articles([path])
    return steps.measure_steps(articles, [path], repeats=1)


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """What one complete run gives."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return _run(monkeypatch, tmp_path_factory.mktemp("complete"))


def _article(number):
    subject = ["bank", "club", "court"][number % 3]
    text = f"The good {subject} of café {number} won. It was not a bad day.\n\nNobody lost the {subject}."
    return {
        "outlet": "Tarn Courier",
        "published": f"2026-03-{number + 1:02d}",
        "title": f"The {subject} again",
        "text": text,
    }


def _stand_in(monkeypatch, installed):
    class SentimentIntensityAnalyzer:
        def polarity_scores(self, text):
            return {"compound": len(text)}

    module = ModuleType("vaderSentiment.vaderSentiment")
    module.SentimentIntensityAnalyzer = SentimentIntensityAnalyzer
    monkeypatch.setitem(sys.modules, "vaderSentiment", ModuleType("vaderSentiment") if installed else None)
    monkeypatch.setitem(sys.modules, "vaderSentiment.vaderSentiment", module if installed else None)


def _rates(rows):
    return {(row["system"], row["measure"], row["unit"]): row for row in rows if row["unit"] in RATES - {"MB/s"}}


def test_every_row_has_the_form_of_a_row(rows):
    for row in rows:
        assert tuple(row) == measuring.COLUMNS
        assert all(isinstance(row[name], str) and row[name] for name in ("system", "measure", "unit"))
        assert isinstance(row["n"], int)
        assert row["n"] > 0 and row["value"] > 0 and row["seconds"] > 0
        assert row["unit"] in RATES | {"times"}


def test_no_two_rows_say_the_same(rows):
    assert len({(row["system"], row["measure"], row["unit"]) for row in rows}) == len(rows)


def test_every_step_and_every_peer_is_measured_by_number_and_by_bytes(rows):
    measured = {(row["system"], row["measure"]) for row in rows if row["unit"] == "MB/s"}
    assert measured == {(system, measure) for system, measure, _ in _rates(rows)}
    assert {system for system, _ in measured} == {
        "tidings",
        "CountVectorizer",
        "CountVectorizer, the same words",
        "vaderSentiment per sentence",
        "vaderSentiment per article",
    }
    assert {"words found", "words counted", "words scored", "topics fitted", "articles read", "files to tables"} <= {
        measure for system, measure in measured if system == "tidings"
    }


def test_n_is_the_number_of_articles_or_sentences_by_the_unit(rows):
    for row in rows:
        if row["unit"] in ("articles/s", "sentences/s"):
            assert row["n"] == {"articles/s": 12, "sentences/s": 36}[row["unit"]], row
            assert row["value"] == pytest.approx(row["n"] / row["seconds"], rel=2e-3)


def test_ratios_are_the_quotients_of_the_rows_they_name(rows):
    rates = _rates(rows)
    ratios = {row["measure"]: row["value"] for row in rows if row["unit"] == "times"}
    units = ["articles/s", "articles/s", "sentences/s", "articles/s"]
    assert ratios == {
        f"times {peer}, {ours}": measuring.round_digits(
            rates["tidings", ours, unit]["value"] / rates[peer, theirs, unit]["value"]
        )
        for (ours, peer, theirs), unit in zip(steps.COMPARISONS, units, strict=True)
    }


def test_a_ratio_compares_articles_with_articles_and_sentences_with_sentences():
    peer, done = "vaderSentiment per sentence", "words found and scored"
    rows = [
        measuring.make_row("tidings", done, 60, "sentences/s", 600, 10),
        measuring.make_row("tidings", done, 9, "MB/s", 600, 10),
        measuring.make_row(peer, done, 20, "sentences/s", 40, 2),
    ]
    [ratio] = steps.make_ratios(rows)
    assert (ratio["value"], ratio["measure"]) == (3, f"times {peer}, {done}")


def test_a_missing_peer_is_said_and_has_no_tasks(monkeypatch, capsys):
    _stand_in(monkeypatch, installed=False)
    assert steps._vader(pd.DataFrame({"article_id": ["a"], "text": ["It was good."]})) == []
    assert "missing    vaderSentiment: make benchmark installs it" in capsys.readouterr().out


def test_the_peer_is_timed_on_a_sub_sample_that_is_said(monkeypatch, capsys):
    _stand_in(monkeypatch, installed=True)
    monkeypatch.setattr(steps, "MOST_VADER_SENTENCES", 10)
    articles = pd.DataFrame([{"article_id": str(number), **_article(number)} for number in range(12)])
    by_sentence, by_article = steps._vader(articles)
    assert (by_sentence.amounts, by_article.amounts) == ({"sentences": 10}, {"articles": 12})
    assert len(by_sentence.function()) == 10
    assert "10 of 36 sentences, evenly spaced" in capsys.readouterr().out


def test_text_is_counted_in_bytes_of_utf_8(rows):
    n_bytes = sum(len(_article(number)["text"].encode()) for number in range(12))
    [row] = [row for row in rows if (row["measure"], row["unit"]) == ("topics fitted", "MB/s")]
    assert row["value"] * row["seconds"] * 1e6 == pytest.approx(n_bytes, rel=2e-3)


def test_a_disturbed_run_is_said(capsys):
    timings = {"tidings: words found": measuring.Timing(10, 5), "tidings: articles read": measuring.Timing(10, 1)}
    steps._say_conditions(timings, 3)
    assert "'tidings: words found' had it for only 50% of its time" in capsys.readouterr().out


def test_our_pattern_gives_the_counter_our_words():
    text = "The U.S. won’t sell 1,000.5 barrels of Jean-Pierre's oil; a 3rd, well-known, café in Zürich said “no.” I."
    words = find_words_of(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    theirs = CountVectorizer(token_pattern=steps.OUR_WORDS).fit([text]).get_feature_names_out()
    # They keep the typographic apostrophe; we make it plain.
    assert sorted(word.replace("’", "'") for word in theirs) == sorted(words.vocabulary)
