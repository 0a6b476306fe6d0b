import hashlib
import json
import sys
from datetime import UTC, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features import tables
from features.build import build

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)
NAMES = {
    "articles",
    "rejected",
    "sentences",
    "word_sentiment",
    "sentence_sentiment",
    "article_sentiment",
    "topics",
    "topic_terms",
    "article_topics",
    "features",
}
MONEY = [
    "The bank raised rates.",
    "Rates rose and money fled the bank.",
    "Money markets watched bank rates.",
    "Investors moved money when rates rose.",
    "The bank lent money at higher rates.",
    "Markets fell as the bank raised rates again.",
]
FOOTBALL = [
    "The club won the match.",
    "A late goal decided the match for the club.",
    "Fans sang after the goal.",
    "The club sold its striker before the match.",
    "The striker scored a goal for fans.",
    "Fans left the match before the goal.",
]


@pytest.fixture
def articles(tmp_path):
    """Two days of two outlets, half of it about money, half about football; one undated, one refused."""
    folder = tmp_path / "in"
    folder.mkdir()
    records = [
        {"text": text, "outlet": outlet, "date": f"2026-03-0{day}"}
        for outlet, texts, day in (("Wire", MONEY, 4), ("Daily", FOOTBALL, 5))
        for text in texts
    ]
    records += [{"text": "A calm day. A storm came! Nobody spoke.", "outlet": "Wire"}, {"outlet": "Wire"}]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    return folder


@pytest.fixture
def words(tmp_path):
    """A lexicon that fits in the head, and a mask that covers one of its words."""
    (tmp_path / "lexicon.csv").write_text("term,valence\ncalm,0.5\nstorm,-0.25\nlate,-1\n")
    (tmp_path / "mask.csv").write_text("phrase,why\nlate goal,a term of football\n")
    return {"lexicon": tmp_path / "lexicon.csv", "mask": tmp_path / "mask.csv"}


def read_all(out):
    return {path.stem: tables.read(path) for path in out.glob("*.parquet")}


def test_every_table_is_written_and_keeps_its_promises(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    written = read_all(tmp_path / "out")
    assert set(written) == NAMES
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files == {f"{name}.parquet" for name in NAMES} | {"build.json"}
    for name, table in written.items():
        schema = tables.TABLES.get(name.upper()) or tables.features_table(2)
        assert list(table.columns) == schema.names
        stored = pq.read_schema(tmp_path / "out" / f"{name}.parquet")
        assert stored.metadata[b"table"] == name.upper().encode()


def test_the_numbers_of_the_one_article_with_feeling_are_those_worked_out_by_hand(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    written = read_all(tmp_path / "out")
    [article] = written["articles"].query("published.isna()")["article_id"]
    # Three sentences: calm is 0.5, storm −0.25, the third has no word of the lexicon. 3 + 3 + 2 words.
    sentences = written["sentence_sentiment"]
    sentences = sentences[sentences["article_id"] == article]
    assert sentences["score"].fillna(9).tolist() == [0.5, -0.25, 9]
    is_this = written["features"]["article_id"] == article
    [row] = written["features"][is_this].to_dict("records")
    assert row["tone"] == pytest.approx(0.125)
    assert row["tone_spread"] == pytest.approx(0.75 / 2**0.5)
    assert (row["share_positive"], row["share_negative"]) == (0.5, 0.5)
    assert row["coverage"] == pytest.approx(2 / 8)
    assert (row["n_words"], row["n_sentences"]) == (8, 3)
    # The mask covers the only other word of the lexicon that occurs.
    assert written["features"]["tone"][~is_this].isna().all()
    assert sorted(written["word_sentiment"]["word"]) == ["calm", "storm"]


def test_the_tables_fit_together(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    written = read_all(tmp_path / "out")
    ids = written["articles"]["article_id"].tolist()
    assert written["features"]["article_id"].tolist() == ids
    for name in ("sentences", "sentence_sentiment", "article_sentiment", "article_topics"):
        assert set(written[name]["article_id"]) <= set(ids)
    assert written["article_topics"].groupby("article_id")["share"].sum().to_numpy() == pytest.approx(1)
    texts = written["articles"].set_index("article_id")["text"]
    for sentence in written["sentences"].itertuples():
        text = texts[sentence.article_id]
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text


def test_the_record_counts_and_dates_the_corpus_and_is_what_was_written(articles, words, tmp_path):
    record = build(articles, tmp_path / "out", n_topics=2, seed=3, note="For trial.", not_after=NOT_AFTER, **words)
    assert json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8")) == record
    written = read_all(tmp_path / "out")
    assert record["counts"] == {name: len(table) for name, table in written.items()}
    counts = [record["counts"][name] for name in ("articles", "rejected", "sentences", "topics", "features")]
    assert counts == [13, 1, 15, 2, 13]
    digest = hashlib.sha256("\n".join(sorted(written["articles"]["article_id"])).encode()).hexdigest()[:16]
    assert record["corpus"] == {
        "digest": digest,
        "articles": 13,
        "outlets": 2,
        "first": "2026-03-04",
        "last": "2026-03-05",
    }
    assert (record["parameters"]["n_topics"], record["parameters"]["seed"]) == (2, 3)
    assert record["notes"] == ["For trial.", "articles without a date, left out of everything over time: 1"]


def test_the_record_tells_one_lexicon_from_another(articles, words, tmp_path):
    before = build(articles, tmp_path / "out", **words)["parameters"]["lexicon"]
    assert build(articles, tmp_path / "out", **words)["parameters"]["lexicon"] == before
    words["mask"].write_text("phrase,why\n")
    assert build(articles, tmp_path / "out", **words)["parameters"]["lexicon"] != before


def test_the_same_input_gives_the_same_bytes_and_other_files_no_other_number(articles, words, tmp_path):
    outs = [tmp_path / "one", tmp_path / "two", tmp_path / "three"]
    for out in outs[:2]:
        build(articles, out, n_topics=2, not_after=NOT_AFTER, **words)
    for path in outs[0].iterdir():
        assert path.read_bytes() == (outs[1] / path.name).read_bytes(), path.name
    lines = (articles / "a.jsonl").read_text().splitlines()
    (articles / "a.jsonl").write_text("\n".join(lines[:5]))
    (articles / "b.jsonl").write_text("\n".join(lines[:4:-1]))
    build([articles / "b.jsonl", articles / "a.jsonl"], outs[2], n_topics=2, not_after=NOT_AFTER, **words)
    before, after = read_all(outs[0]), read_all(outs[2])
    for name in NAMES - {"articles", "rejected"}:
        pd.testing.assert_frame_equal(before[name], after[name])


def test_too_few_articles_give_every_table_and_a_note_instead_of_topics(tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")
    record = build(tmp_path / "a.txt", tmp_path / "out")
    assert record["counts"]["topics"] == record["counts"]["article_topics"] == 0
    assert record["counts"]["features"] == 1
    assert any("topics need at least 10 articles" in note for note in record["notes"])
    assert set(read_all(tmp_path / "out")) == NAMES


def test_a_folder_without_articles_gives_empty_tables_and_a_record_without_dates(tmp_path):
    (tmp_path / "in").mkdir()
    record = build(tmp_path / "in", tmp_path / "out")
    assert set(record["counts"].values()) == {0}
    assert record["corpus"] == {
        "digest": hashlib.sha256(b"").hexdigest()[:16],
        "articles": 0,
        "outlets": 0,
        "first": None,
        "last": None,
    }
    assert all(table.empty for table in read_all(tmp_path / "out").values())


def test_a_rebuild_with_fewer_articles_leaves_nothing_of_the_larger_one(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    (articles / "a.jsonl").write_text('{"text": "It rained."}')
    build(articles, tmp_path / "out", **words)
    written = read_all(tmp_path / "out")
    assert written["articles"]["text"].tolist() == ["It rained."]
    assert not len(written["topics"]) and list(written["features"].columns)[-1] == "n_sentences"


def test_not_after_reaches_the_dates(articles, tmp_path):
    record = build(articles, tmp_path / "out", not_after=datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert record["corpus"]["last"] == "2026-03-04"
    assert "articles without a date, left out of everything over time: 7" in record["notes"]


def test_the_number_of_topics_and_the_seed_reach_the_fit(articles, words, tmp_path, monkeypatch):
    asked = []
    module = sys.modules[build.__module__]
    fit = module.fit_topics

    def fit_and_remember(articles, n_topics, *, words, seed):
        asked.append((n_topics, seed))
        return fit(articles, n_topics, words=words, seed=seed)

    monkeypatch.setattr(module, "fit_topics", fit_and_remember)
    build(articles, tmp_path / "out", n_topics=3, seed=7, **words)
    assert asked == [(3, 7)]


@pytest.mark.parametrize(
    "wrong, error, message",
    [
        ({"n_topics": 1}, ValueError, "n_topics must lie between 2 .*, got 1"),
        ({"paths": "nowhere"}, FileNotFoundError, "no file or folder 'nowhere'"),
        ({"paths": []}, ValueError, "give at least one file or folder"),
        ({"lexicon": "nowhere.csv"}, FileNotFoundError, "nowhere.csv"),
    ],
)
def test_wrong_arguments_raise_with_their_value_and_write_nothing(articles, tmp_path, wrong, error, message):
    with pytest.raises(error, match=message):
        build(**{"paths": articles, "out": tmp_path / "out", **wrong})
    assert not (tmp_path / "out").exists()


def test_progress_is_silent_unless_asked_for(articles, words, tmp_path, capsys):
    build(articles, tmp_path / "out", **words)
    assert capsys.readouterr() == ("", "")
