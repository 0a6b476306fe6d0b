"""The benchmark of speed, on a handful of made-up articles. Nothing here asserts a time."""

import argparse
import json
import sys
from types import ModuleType

import pytest

from benchmarks import corpus, measuring, speed

RATES = {"articles/s", "sentences/s", "MB/s"}


def _run(monkeypatch, tmp_path, *more, vader=True, n_articles=12):
    """Measure on made-up articles; vaderSentiment is a stand-in, or not installed."""
    _stand_in(monkeypatch, vader)
    path = tmp_path / "made-up.jsonl"
    lines = (json.dumps(_article(number)) + "\n" for number in range(n_articles))
    path.write_text("".join(lines), encoding="utf-8")
    parser = argparse.ArgumentParser()
    speed.add_options(parser)
    return speed.measure(parser.parse_args(["--articles", str(path), "--repeats", "1", *more]))


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
    return {(row["system"], row["measure"]): row for row in rows if row["unit"] in RATES - {"MB/s"}}


def test_every_row_has_the_form_of_a_row(monkeypatch, tmp_path):
    for row in _run(monkeypatch, tmp_path):
        assert tuple(row) == measuring.COLUMNS
        assert all(isinstance(row[name], str) and row[name] for name in ("system", "measure", "unit"))
        assert isinstance(row["n"], int)
        assert row["n"] > 0 and row["value"] > 0 and row["seconds"] > 0
        assert row["unit"] in RATES | {"times"}


def test_no_two_rows_say_the_same(monkeypatch, tmp_path):
    rows = _run(monkeypatch, tmp_path)
    assert len({(row["system"], row["measure"], row["unit"]) for row in rows}) == len(rows)


def test_every_step_and_every_peer_is_measured_by_number_and_by_bytes(monkeypatch, tmp_path):
    rows = _run(monkeypatch, tmp_path)
    measured = {(row["system"], row["measure"]) for row in rows if row["unit"] == "MB/s"}
    assert measured == set(_rates(rows))
    assert {system for system, _ in measured} == {
        "tidings",
        "CountVectorizer",
        "vaderSentiment per sentence",
        "vaderSentiment per article",
    }
    assert {"sentences split", "words found", "words counted", "words scored", "topics fitted", "files to tables"} <= {
        measure for system, measure in measured if system == "tidings"
    }


def test_n_is_the_number_of_articles_or_sentences_by_the_unit(monkeypatch, tmp_path):
    for row in _run(monkeypatch, tmp_path):
        if row["unit"] in ("articles/s", "sentences/s"):
            assert row["n"] == {"articles/s": 12, "sentences/s": 36}[row["unit"]], row
            assert row["value"] == pytest.approx(row["n"] / row["seconds"], rel=2e-3)


def test_ratios_are_the_quotients_of_the_rows_they_name(monkeypatch, tmp_path):
    rows = _run(monkeypatch, tmp_path)
    rates = _rates(rows)
    ratios = {row["measure"]: row["value"] for row in rows if row["unit"] == "times"}
    assert ratios == {
        f"times {peer}, {ours}": measuring.round_digits(rates["tidings", ours]["value"] / rates[peer, theirs]["value"])
        for ours, peer, theirs in speed.COMPARISONS
    }
    assert len(ratios) == len(speed.COMPARISONS)


def test_a_ratio_compares_articles_with_articles_and_sentences_with_sentences():
    peer, done = "vaderSentiment per sentence", "words found and scored"
    rows = [
        measuring.make_row("tidings", done, 60, "sentences/s", 600, 10),
        measuring.make_row("tidings", done, 9, "MB/s", 600, 10),
        measuring.make_row(peer, done, 20, "sentences/s", 40, 2),
    ]
    [ratio] = speed.make_ratios(rows)
    assert (ratio["value"], ratio["measure"]) == (3, f"times {peer}, {done}")


def test_a_missing_peer_is_said_and_leaves_out_its_rows_only(monkeypatch, tmp_path, capsys):
    complete = _run(monkeypatch, tmp_path)
    rows = _run(monkeypatch, tmp_path, vader=False)
    printed = capsys.readouterr().out.splitlines()
    assert "vaderSentiment is not installed: make benchmark installs it" in printed
    kept = [row["measure"] for row in complete if "vader" not in row["system"] + row["measure"]]
    assert [row["measure"] for row in rows] == kept


def test_the_peer_is_timed_on_a_sub_sample_that_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(speed, "MOST_VADER_SENTENCES", 10)
    rates = _rates(_run(monkeypatch, tmp_path))
    assert rates["vaderSentiment per sentence", "words found and scored"]["n"] == 10
    assert rates["tidings", "words found and scored"]["n"] == 36
    assert "10 of 36 sentences, evenly spaced" in capsys.readouterr().out


def test_a_limit_takes_the_earliest_articles_for_every_step(monkeypatch, tmp_path, capsys):
    rows = _run(monkeypatch, tmp_path, "--limit", "5")
    assert {row["n"] for row in rows if row["unit"] == "articles/s"} == {5}
    assert "5 articles, 15 sentences" in capsys.readouterr().out
    with corpus.read_corpus([tmp_path / "made-up.jsonl"], limit=5) as (articles, paths):
        assert articles["published"].dt.day.tolist() == [1, 2, 3, 4, 5]
        assert articles["title"].iloc[0] == "The bank again"
        assert paths[0].exists()
    assert not paths[0].exists()


def test_text_is_counted_in_bytes_of_utf_8(monkeypatch, tmp_path):
    n_bytes = sum(len(_article(number)["text"].encode()) for number in range(12))
    [row] = [row for row in _run(monkeypatch, tmp_path) if (row["measure"], row["unit"]) == ("topics fitted", "MB/s")]
    assert row["value"] * row["seconds"] * 1e6 == pytest.approx(n_bytes, rel=2e-3)


def test_memory_is_measured_when_it_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "measure_peak_memory", lambda function, *arguments: 250_000_000)
    row = _run(monkeypatch, tmp_path, "--memory")[-1]
    assert (row["measure"], row["value"], row["unit"]) == ("files to tables, most memory held", 250, "MB")


def test_a_system_that_does_not_tell_its_memory_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(measuring, "measure_peak_memory", lambda function, *arguments: None)
    assert _run(monkeypatch, tmp_path, "--memory")[-1]["unit"] == "times"
    assert "memory is not measured on this system" in capsys.readouterr().out


def test_a_disturbed_run_is_said(capsys):
    timings = {"tidings: words found": measuring.Timing(10, 5), "tidings: articles read": measuring.Timing(10, 1)}
    speed._say_conditions(timings, 3)
    assert "'tidings: words found' had it for only 50% of its time" in capsys.readouterr().out


def test_no_article_at_all_is_said_with_the_place(monkeypatch, tmp_path):
    with pytest.raises(ValueError, match=r"no article could be read from .*made-up\.jsonl"):
        _run(monkeypatch, tmp_path, n_articles=0)


def test_without_paths_the_real_articles_are_read_and_else_the_sample(monkeypatch, tmp_path):
    for name in ("articles-00.jsonl.gz", "articles-01.jsonl.gz", "small-300.jsonl.gz"):
        (tmp_path / name).touch()
    monkeypatch.setattr(corpus, "REAL", tmp_path)
    paths, said = corpus.choose_paths()
    assert [path.name for path in paths] == ["articles-00.jsonl.gz", "articles-01.jsonl.gz"]
    assert "real articles" in said
    monkeypatch.setattr(corpus, "REAL", tmp_path / "missing")
    paths, said = corpus.choose_paths()
    assert paths == [corpus.SAMPLE]
    assert "the sample in data/sample/articles" in said


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_a_limit_below_one_is_refused(number, capsys):
    parser = argparse.ArgumentParser()
    speed.add_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([f"--limit={number}"])
    assert f"a whole number from 1 on, got '{number}'" in capsys.readouterr().err
