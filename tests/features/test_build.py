import gzip
import hashlib
import json
import os
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest

import features
from features import fit_topics, tables
from features.build import build
from features.reading import read_articles
from features.sentiment import choose_scorer
from features.streaming import OF_ARTICLES, OF_TOPICS, fitting
from features.topics import static
from tests.features.streaming.corpora import (
    digests,
    pieces_at_once,
    write_corpus,
    write_lines,
    write_parquet,
)
from tests.features.streaming.kills import count_files, end_all, kill_at, kill_builds, processes_of, start_build

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
    "topic_phrases",
    "topic_stability",
    "article_topics",
    "features",
    "stories",
    "events",
    "occurrences",
}
# One file each: what reaches over all partitions.
OF_CORPUS = {"topics", "topic_terms", "topic_phrases", "topic_stability", "stories", "events", "occurrences"}
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
    return {"lexicon": tmp_path / "lexicon.csv", "mask": tmp_path / "mask.csv", "scorer": "lexicon"}


def read_all(out):
    return {path.stem: tables.read(path) for path in out.glob("*.parquet")}


def test_every_table_is_written_and_keeps_its_promises(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    written = read_all(tmp_path / "out")
    assert set(written) == NAMES
    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert there == {f"{name}.parquet" for name in NAMES} | {"build.json", "shards"}
    for name, table in written.items():
        schema = tables.TABLES.get(name.upper()) or tables.features_table(2)
        assert list(table.columns) == schema.names
        # A folder of files of equal form, as any reader of Parquet takes it; what reaches over partitions is one file.
        place = tmp_path / "out" / f"{name}.parquet"
        assert place.is_file() == (name in OF_CORPUS)
        assert pq.read_table(place).num_rows == len(table)
        stored = pq.read_schema(place if place.is_file() else place / "00000.parquet")
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
    before = build(articles, tmp_path / "out", **words)["parameters"]
    assert before == {
        "n_topics": None,
        "seed": 0,
        "scorer": "lexicon",
        "scorer_digest": choose_scorer(**words).digest,
        "lexicon": "lexicon.csv",
        "mask": "mask.csv",
    }
    assert build(articles, tmp_path / "out", **words)["parameters"] == before
    words["mask"].write_text("phrase,why\n")
    after = build(articles, tmp_path / "out", **words)["parameters"]
    assert after.pop("scorer_digest") != before.pop("scorer_digest")
    assert after == before


def test_the_default_scorer_takes_words_of_a_domain_and_the_record_says_so(articles, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("term,weight,domain\nstriker,-1,\nmatch,1,football\n")
    parameters, tone = {}, {}
    for domains in ((), ("football",)):
        record = build(articles, tmp_path / "out", n_topics=2, lexicon=own, domains=domains)
        parameters[domains] = record["parameters"]
        words = read_all(tmp_path / "out")["word_sentiment"].groupby("word")["valence"].first()
        tone[domains] = words.get("striker"), words.get("match")
    assert "domains" not in parameters[()] and parameters["football",]["domains"] == ["football"]
    assert parameters[()]["scorer_digest"] != parameters["football",]["scorer_digest"]
    assert (parameters[()]["scorer"], parameters[()]["lexicon"]) == ("default", "own.csv")
    assert tone[()][0] == tone["football",][0] == -1
    assert tone[()][1] != 1 and tone["football",][1] == 1


def test_the_same_input_gives_the_same_bytes_and_other_files_no_other_number(articles, words, tmp_path):
    outs = [tmp_path / "one", tmp_path / "two", tmp_path / "three"]
    for out in outs[:2]:
        build(articles, out, n_topics=2, not_after=NOT_AFTER, **words)
    assert digests(outs[0]) == digests(outs[1])
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


def test_the_number_of_topics_and_the_seed_reach_the_fit(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=3, seed=7, not_after=NOT_AFTER, **words)
    wanted = fit_topics(read_articles(articles, not_after=NOT_AFTER)[0], 3, seed=7)
    written = read_all(tmp_path / "out")
    pd.testing.assert_frame_equal(written["topic_terms"], wanted.terms)
    pd.testing.assert_frame_equal(written["topics"], wanted.topics)
    order = ["article_id", "topic_no"]
    pd.testing.assert_frame_equal(
        written["article_topics"].sort_values(order, ignore_index=True),
        wanted.shares.sort_values(order, ignore_index=True),
    )
    first = digests(tmp_path / "out")
    build(articles, tmp_path / "out", n_topics=3, seed=8, not_after=NOT_AFTER, **words)
    assert {name for name in digests(tmp_path / "out") if "/fit-" in name}.isdisjoint(first)


@pytest.mark.parametrize(
    "wrong, error, message",
    [
        ({"n_topics": 1}, ValueError, "n_topics must lie between 2 .*, got 1"),
        ({"paths": "nowhere"}, FileNotFoundError, "no file or folder 'nowhere'"),
        ({"paths": []}, ValueError, "give at least one file or folder"),
        ({"lexicon": "nowhere.csv"}, FileNotFoundError, "nowhere.csv"),
        ({"scorer": "vader"}, ValueError, "there is no scorer 'vader'; choose one of default, lexicon, encoder"),
        ({"domains": ["markets"]}, ValueError, "domains choose among your own words; give a lexicon with them"),
    ],
)
def test_wrong_arguments_raise_with_their_value_and_write_nothing(articles, tmp_path, wrong, error, message):
    with pytest.raises(error, match=message):
        build(**{"paths": articles, "out": tmp_path / "out", **wrong})
    assert not (tmp_path / "out").exists()


def test_progress_is_silent_unless_asked_for(articles, words, tmp_path, capsys):
    build(articles, tmp_path / "out", **words)
    assert capsys.readouterr() == ("", "")


# From here on: many partitions, and what was there before.


@pytest.fixture
def small():
    """Partitions of eight pieces, in this process."""
    with pieces_at_once(8):
        yield


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A corpus of all formats that is cut into four partitions, and its tables, made by one process."""
    place = tmp_path_factory.mktemp("corpus")
    write_corpus(place / "in", 6_000)
    build(place / "in", place / "out", n_topics=3, not_after=LATE, workers=1)
    return place / "in", place / "out"


LATE = datetime(2026, 3, 31, tzinfo=UTC)


def inodes(out):
    """Every file of every shard, and which it is."""
    return {path.relative_to(out).as_posix(): os.stat(path).st_ino for path in (out / "shards").glob("*/*")}


def values(out, name, without=()):
    """The rows of a table in an order of their own, as values."""
    table = tables.read(out / f"{name}.parquet").drop(columns=list(without), errors="ignore")
    return sorted(map(repr, table.itertuples(index=False, name=None)))


def assert_same_tables(one, other, names, without=()):
    """Whatever the partitions: only sums over them may differ, in the last bits."""
    for name in names - {"topics"}:
        assert values(one, name, without) == values(other, name, without), name
    topics = [tables.read(out / "topics.parquet") for out in (one, other)]
    pd.testing.assert_frame_equal(*topics, check_exact=False, rtol=1e-12)


def test_a_corpus_of_several_partitions_is_what_one_reading_of_it_gives(corpus):
    folder, out = corpus
    articles, rejected = read_articles(folder, not_after=LATE)
    assert len(list((out / "articles.parquet").iterdir())) == 4
    written = read_all(out)
    pd.testing.assert_frame_equal(
        written["articles"].sort_values(["published", "article_id"], ignore_index=True).drop(columns="language"),
        articles.drop(columns="language"),
    )
    pd.testing.assert_frame_equal(
        written["rejected"].sort_values(["file", "place"], ignore_index=True),
        rejected.sort_values(["file", "place"], ignore_index=True),
    )
    # 150 copies, two lines that are no articles, and a file that no reader reads.
    assert len(rejected) == 153


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_writes_the_same_bytes(corpus, tmp_path, workers):
    folder, out = corpus
    build(folder, tmp_path / "out", n_topics=3, not_after=LATE, workers=workers)
    assert digests(tmp_path / "out") == digests(out)
    assert not any("popen_loky" in " ".join(child.cmdline()) for child in psutil.Process().children(recursive=True))


def test_unchanged_input_is_not_worked_on_again_and_keeps_its_bytes(corpus):
    folder, out = corpus
    before = digests(out), inodes(out)
    build(folder, out, n_topics=3, not_after=LATE)
    assert (digests(out), inodes(out)) == before


def test_the_same_articles_as_lines_and_as_rows_give_the_same_tables_but_for_their_places(tmp_path, small):
    for kind in ("lines", "rows"):
        (tmp_path / kind).mkdir()
    for name, numbers in (("a", range(19)), ("b", range(19, 40)), ("c", [3, 20, 41])):
        write_lines(tmp_path / "lines" / f"{name}.jsonl", numbers)
        write_parquet(tmp_path / "rows" / f"{name}.parquet", numbers)
    outs = [tmp_path / "out" / kind for kind in ("lines", "rows")]
    for kind, out in zip(("lines", "rows"), outs, strict=True):
        build(tmp_path / kind, out, n_topics=3, not_after=LATE)
    assert_same_tables(*outs, NAMES - {"rejected"}, without=["file", "place"])
    for out in outs:
        assert values(out, "rejected", ["file", "place", "reason"]) == ["()", "()"]
    assert len(values(outs[0], "articles")) == 41


@pytest.mark.parametrize("change", ["lines at the end", "another file", "a file in between"])
def test_new_articles_are_all_that_is_worked_on_and_the_bytes_are_those_of_a_build_of_all(tmp_path, small, change):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_lines(folder / "a.jsonl", range(16))
    write_lines(folder / "c.jsonl", range(16, 40))
    build(folder, out, n_topics=3, not_after=LATE)
    before = inodes(out)
    if change == "lines at the end":
        write_lines(folder / "c.jsonl", range(16, 43))
    else:
        write_lines(folder / ("d.jsonl" if change == "another file" else "b.jsonl"), [*range(40, 43), 5])
    build(folder, out, n_topics=3, not_after=LATE)
    build(folder, tmp_path / "anew", n_topics=3, not_after=LATE)
    assert digests(out) == digests(tmp_path / "anew")
    # All five shards of articles are those that were there; topics of so few articles are fitted to all of them.
    kept = {name.split("/")[1] for name, inode in inodes(out).items() if before.get(name) == inode}
    there = {name.split("/")[1] for name in before if name.endswith("/articles.parquet")}
    assert len(there) == 5 and there <= kept


def test_of_many_articles_one_in_a_hundred_more_leave_the_topics_as_they_are_until_a_refit_is_asked_for(
    tmp_path, small, monkeypatch
):
    for module in (fitting, static):
        monkeypatch.setattr(module, "MOST_ARTICLES", 50)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_lines(folder / "a.jsonl", range(96))
    build(folder, out, n_topics=3, not_after=LATE)
    before = inodes(out)
    terms = values(out, "topic_terms")
    write_lines(folder / "b.jsonl", [96])
    record = build(folder, out, n_topics=3, not_after=LATE)
    # One new shard of articles, one of its topics, and what reaches over all of them; nothing else was made.
    of_corpus = tuple(f"{name}.parquet" for name in OF_CORPUS)
    lasting = {name: one for name, one in before.items() if not name.endswith(of_corpus) and "/joined-" not in name}
    assert lasting.items() <= inodes(out).items()
    assert len({name.split("/")[1] for name in inodes(out).keys() - before.keys()}) == 3
    assert values(out, "topic_terms") == terms
    assert record["topics"] == {"fitted_on": 96}
    assert any("96 articles; --refit fits them to all 97" in note for note in record["notes"])
    anew = build(folder, tmp_path / "anew", n_topics=3, not_after=LATE)
    for name in NAMES - {"topics", "topic_terms", "article_topics", "features"}:
        assert digests(out / f"{name}.parquet") == digests(tmp_path / "anew" / f"{name}.parquet"), name
    assert build(folder, out, n_topics=3, not_after=LATE, refit=True) == anew
    assert digests(out) == digests(tmp_path / "anew")


@pytest.mark.parametrize("changed", ["lexicon", "mask", "not_after"])
def test_what_decides_the_content_decides_the_address(articles, words, tmp_path, changed):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    before = inodes(tmp_path / "out")
    options = {"not_after": NOT_AFTER, **words}
    if changed == "not_after":
        options["not_after"] = NOT_AFTER + timedelta(days=1)
    else:
        with open(words[changed], "a") as file:
            file.write("rates,0.5\n")
    build(articles, tmp_path / "out", n_topics=2, **options)
    build(articles, tmp_path / "anew", n_topics=2, **options)
    assert digests(tmp_path / "out") == digests(tmp_path / "anew")
    of_articles = {name for name in before if name.endswith("/sentences.parquet")}
    assert of_articles and of_articles.isdisjoint(inodes(tmp_path / "out"))


def test_a_changed_number_of_topics_leaves_the_shards_of_articles_alone(articles, words, tmp_path):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    before = inodes(tmp_path / "out")
    build(articles, tmp_path / "out", n_topics=3, not_after=NOT_AFTER, **words)
    build(articles, tmp_path / "anew", n_topics=3, not_after=NOT_AFTER, **words)
    assert digests(tmp_path / "out") == digests(tmp_path / "anew")
    kept = {name: inode for name, inode in before.items() if inodes(tmp_path / "out").get(name) == inode}
    assert sum(name.endswith("/articles.parquet") for name in kept) == 1
    assert not any("/fit-" in name for name in kept)


def test_what_an_older_version_cut_otherwise_is_cut_again_and_nothing_is_lost(tmp_path):
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", range(2_100))
    # A version whose partitions are twice as large, so that these are one; with what Numba has compiled.
    shutil.copytree(Path(features.__file__).parent, tmp_path / "older" / "features")
    changed = tmp_path / "older" / "features" / "reading" / "portions.py"
    changed.write_text(changed.read_text().replace("PIECES_AT_ONCE = 2_048", "PIECES_AT_ONCE = 4_096"))
    process = start_build(tmp_path / "in", tmp_path / "out", code=tmp_path / "older")
    assert process.communicate() == (None, "") and process.returncode == 0
    assert len(list((tmp_path / "out" / "articles.parquet").iterdir())) == 1
    build(tmp_path / "in", tmp_path / "out", n_topics=3, not_after=LATE)
    build(tmp_path / "in", tmp_path / "anew", n_topics=3, not_after=LATE)
    assert len(tables.read(tmp_path / "out" / "articles.parquet")) == 2_100
    assert digests(tmp_path / "out") == digests(tmp_path / "anew")


def test_copies_in_other_partitions_and_files_are_refused_with_the_place_of_the_first(tmp_path, small):
    folder = tmp_path / "in"
    folder.mkdir()
    write_lines(folder / "a.jsonl", [*range(20), 3, 3])
    write_lines(folder / "b.jsonl", [19, 30, 30])
    wanted = [
        ["a.jsonl", "line 21", "the same article as a.jsonl, line 4"],
        ["a.jsonl", "line 22", "the same article as a.jsonl, line 4"],
        ["b.jsonl", "line 1", "the same article as a.jsonl, line 20"],
        ["b.jsonl", "line 3", "the same article as b.jsonl, line 2"],
    ]
    for _ in range(2):
        record = build(folder, tmp_path / "out", n_topics=3, not_after=LATE)
        assert tables.read(tmp_path / "out" / "rejected.parquet").values.tolist() == wanted
        assert (record["counts"]["articles"], record["counts"]["rejected"]) == (21, 4)
    with pieces_at_once(2_048):
        build(folder, tmp_path / "one", n_topics=3, not_after=LATE)
    assert tables.read(tmp_path / "one" / "rejected.parquet").values.tolist() == wanted
    assert_same_tables(tmp_path / "out", tmp_path / "one", NAMES)
    # Then the first copies go, and the next ones are the first.
    write_lines(folder / "a.jsonl", [0, 1, 2])
    build(folder, tmp_path / "out", n_topics=3, not_after=LATE)
    assert tables.read(tmp_path / "out" / "rejected.parquet").values.tolist() == [wanted[-1]]
    build(folder, tmp_path / "anew", n_topics=3, not_after=LATE)
    assert digests(tmp_path / "out") == digests(tmp_path / "anew")


def test_a_date_after_tomorrow_is_taken_as_missing_today_and_read_when_a_later_end_is_given(tmp_path):
    soon = (datetime.now(UTC) + timedelta(days=3)).date()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(f"text,date\nIt will rain.,{soon.isoformat()}\n")
    notes = build(tmp_path / "in", tmp_path / "out")["notes"]
    assert any(note.startswith("articles without a date") for note in notes)
    late = datetime.now(UTC) + timedelta(days=9)
    for options, last in (({"not_after": late}, soon.isoformat()), ({}, None), ({"not_after": late}, soon.isoformat())):
        assert build(tmp_path / "in", tmp_path / "out", **options)["corpus"]["last"] == last


def test_the_tables_of_an_older_version_are_replaced(articles, words, tmp_path):
    (tmp_path / "out").mkdir()
    tables.write(tables.empty(tables.ARTICLES), tables.ARTICLES, tmp_path / "out" / "articles.parquet")
    (tmp_path / "out" / "build.json").write_text("{}")
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    build(articles, tmp_path / "anew", n_topics=2, not_after=NOT_AFTER, **words)
    assert digests(tmp_path / "out") == digests(tmp_path / "anew")


def test_what_cannot_be_read_is_refused_and_all_else_is_built(articles, tmp_path):
    with open(articles / "b.jsonl.gz", "wb") as file:
        file.write(gzip.compress(b'{"text": "It rained."}')[:-9])
    (articles / "c.zip").write_bytes(b"PK")
    (articles / os.fsdecode(b"caf\xe9")).mkdir()
    (articles / os.fsdecode(b"caf\xe9") / "d.txt").write_text("It snowed.")
    for _ in range(2):
        record = build(articles, tmp_path / "out", not_after=NOT_AFTER)
        assert [record["counts"][name] for name in ("articles", "rejected")] == [14, 3]


def test_a_build_that_cannot_be_done_to_its_end_leaves_the_record_and_the_tables_of_the_last_one(
    articles, words, tmp_path
):
    build(articles, tmp_path / "out", n_topics=2, not_after=NOT_AFTER, **words)
    before = {name: digest for name, digest in digests(tmp_path / "out").items() if not name.startswith("shards/")}
    write_lines(articles / "b.jsonl", range(3))
    with pytest.raises(ValueError, match="n_topics must lie between 2 and"):
        build(articles, tmp_path / "out", n_topics=400, not_after=NOT_AFTER, **words)
    after = {name: digest for name, digest in digests(tmp_path / "out").items() if not name.startswith("shards/")}
    assert after == before


def test_the_topics_of_partitions_are_those_of_one_table_of_articles(corpus):
    folder, out = corpus
    wanted = fit_topics(read_articles(folder, not_after=LATE)[0], 3)
    pd.testing.assert_frame_equal(tables.read(out / "topic_terms.parquet"), wanted.terms)
    pd.testing.assert_frame_equal(tables.read(out / "topics.parquet"), wanted.topics, check_exact=False, rtol=1e-12)
    shares = tables.read(out / "article_topics.parquet").sort_values(["article_id", "topic_no"], ignore_index=True)
    pd.testing.assert_frame_equal(shares, wanted.shares.sort_values(["article_id", "topic_no"], ignore_index=True))


def test_every_shard_of_a_table_holds_the_articles_of_the_same_shard_of_articles(corpus):
    _, out = corpus
    for path in (out / "articles.parquet").iterdir():
        ids = pq.read_table(path, columns=["article_id"])["article_id"].to_pylist()
        for name in (*OF_ARTICLES, *OF_TOPICS):
            if name != "REJECTED":
                beside = pq.read_table(out / f"{name.lower()}.parquet" / path.name, columns=["article_id"])
                assert set(beside["article_id"].to_pylist()) <= set(ids)
        assert pq.read_table(out / "features.parquet" / path.name)["article_id"].to_pylist() == ids


# Ended at any instant.


def test_a_build_that_is_killed_at_any_instant_is_taken_up_and_comes_to_the_same_bytes(tmp_path):
    kills = list(kill_builds(tmp_path, 5))
    assert [differ for _, _, differ in kills] == [[]] * 5
    assert sum(was_killed for _, was_killed, _ in kills) >= 3


def test_a_build_that_is_killed_while_it_replaces_the_tables_of_another_is_taken_up_too(corpus, tmp_path):
    folder, out = corpus
    build(folder, tmp_path / "out", n_topics=2, not_after=LATE, workers=1)
    process = start_build(folder, tmp_path / "out", workers=1)
    # The record goes first: from then on the tables change.
    while process.poll() is None and (tmp_path / "out" / "build.json").exists():
        time.sleep(0)
    kill_at(process, tmp_path / "out", 0)
    build(folder, tmp_path / "out", n_topics=3, not_after=LATE, workers=1)
    assert digests(tmp_path / "out") == digests(out)


def test_a_worker_that_is_killed_ends_the_build_with_the_way_out_and_the_next_one_goes_on(corpus, tmp_path):
    folder, out = corpus
    process = start_build(folder, tmp_path / "out", workers=2)
    worker = None
    while process.poll() is None and (worker is None or count_files(tmp_path / "out") < 12):
        worker = next((one for one in processes_of(process) if "popen_loky" in " ".join(one.cmdline())), None)
        time.sleep(0.001)
    os.kill(worker.pid, signal.SIGKILL)
    _, told = process.communicate()
    if process.returncode:
        assert "RuntimeError: a worker process was ended from outside" in told and "--workers" in told
    build(folder, tmp_path / "out", n_topics=3, not_after=LATE, workers=1)
    assert digests(tmp_path / "out") == digests(out)


def test_the_workers_of_a_killed_build_end_soon(corpus, tmp_path):
    process = start_build(corpus[0], tmp_path / "out", workers=2)
    workers = []
    while process.poll() is None and not workers:
        workers = [one for one in processes_of(process) if "popen_loky" in " ".join(one.cmdline())]
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    # Far less than the minute after which an idle worker ends, far more than one partition takes.
    _, alive = psutil.wait_procs(workers, timeout=20)
    end_all(alive)
    assert workers and alive == []
