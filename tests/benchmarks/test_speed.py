"""The benchmark of speed as a whole, with stand-ins for its parts."""

import argparse
import json

import pytest

from benchmarks import corpus, speed


@pytest.fixture
def measure(monkeypatch, tmp_path):
    """Measure on made-up articles; each part gives one row that holds what it was given."""
    path = tmp_path / "made-up.jsonl"

    def run(*more, n_articles=12):
        lines = (json.dumps(_article(number)) + "\n" for number in range(n_articles))
        path.write_text("".join(lines), encoding="utf-8")
        parser = argparse.ArgumentParser()
        speed.add_options(parser)
        return speed.measure(parser.parse_args(["--articles", str(path), *more]))

    monkeypatch.setattr(speed, "measure_steps", lambda articles, paths, repeats: [("steps", len(articles), repeats)])
    monkeypatch.setattr(
        speed,
        "measure_growth",
        lambda pool, systems, *more: [("growth", len(pool.sentences), [system.name for system in systems], *more)],
    )
    monkeypatch.setattr(
        speed, "measure_length", lambda sentences, repeats, limit: [("length", len(sentences), repeats, limit)]
    )
    monkeypatch.setattr(speed, "measure_startup", lambda repeats: [("startup", repeats)])
    return run


def _article(number):
    text = f"The good bank of café {number} won. It was not a bad day.\n\nNobody lost the bank."
    return {"outlet": "Tarn Courier", "published": f"2026-03-{number + 1:02d}", "title": "The bank again", "text": text}


def test_all_parts_are_measured_in_one_run(measure):
    steps, growth, length, startup = measure("--repeats", "5", "--limit-seconds", "7", "--larger", "9", "--seed", "3")
    assert steps == ("steps", 12, 5)
    names = ["tidings", "CountVectorizer", "vaderSentiment", "TextBlob", "BERTopic"]
    assert growth[:5] == ("growth", 36, names, [1_000, 10_000, 100_000], [9])
    assert (growth[5], growth[7]) == (7, 3)
    assert length == ("length", 36, 5, 7)
    assert startup == ("startup", 5)


def test_parts_systems_and_sizes_can_be_chosen(measure):
    rows = measure("--parts", "growth", "startup", "--systems", "tidings", "TextBlob", "--sizes", "10", "20")
    assert [row[0] for row in rows] == ["growth", "startup"]
    assert rows[0][2:5] == (["tidings", "TextBlob"], [10, 20], [])


def test_a_limit_takes_the_earliest_articles(measure, tmp_path):
    assert measure("--parts", "steps", "--limit", "5") == [("steps", 5, 3)]
    with corpus.read_corpus([tmp_path / "made-up.jsonl"], limit=5) as (articles, paths):
        assert articles["published"].dt.day.tolist() == [1, 2, 3, 4, 5]
        assert articles["title"].iloc[0] == "The bank again"
        assert paths[0].exists()
    assert not paths[0].exists()


def test_no_article_at_all_is_said_with_the_place(measure):
    with pytest.raises(ValueError, match=r"no article could be read from .*made-up\.jsonl"):
        measure(n_articles=0)


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
@pytest.mark.parametrize("option", ["--limit", "--repeats", "--sizes", "--limit-seconds"])
def test_a_number_below_one_is_refused(option, number, capsys):
    parser = argparse.ArgumentParser()
    speed.add_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([f"{option}={number}"])
    assert f"a whole number from 1 on, got '{number}'" in capsys.readouterr().err
