"""A corpus in a store is what one reading of all its files gives, whatever was in the store before."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.reading import SeenFiles, read_articles, split_articles
from features.sentiment import read_lexicon
from features.streaming import OF_ARTICLES, Store, file_of, read_corpus
from features.streaming.corpus import load_shard
from features.workers import Here, open_workers
from tests.features.streaming.corpora import digests, pieces_at_once, write_lines, write_parquet

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
LEXICON = read_lexicon()


@pytest.fixture(scope="module", autouse=True)
def small_partitions():
    with pieces_at_once(4):
        yield


def read_into(store, paths, workers=None, not_after=NOT_AFTER, latest=NOT_AFTER, seen=None):
    """As a build does: read, and forget what is not used any more."""
    partitions = split_articles(paths, not_after=latest, seen=seen or SeenFiles())
    corpus = list(read_corpus(partitions, store, workers or Here(), LEXICON, not_after, latest))
    store.keep_only([address for shard in corpus for address in (shard.address, shard.stub) if address])
    return corpus


def table_of(store, corpus, name):
    parts = [tables.from_bytes(store.read(shard.address, file_of(name))) for shard in corpus]
    return pd.concat(parts, ignore_index=True)


def rows(table):
    return sorted(map(repr, table.itertuples(index=False, name=None)))


def assert_same_as_one_reading(store, corpus, folder):
    articles, rejected = read_articles(folder, not_after=NOT_AFTER)
    # Languages are told from the words, which reading alone does not find.
    written = table_of(store, corpus, "ARTICLES").assign(language=articles["language"].iloc[:0])
    assert rows(written) == rows(articles)
    assert rows(table_of(store, corpus, "REJECTED")) == rows(rejected)
    for shard in corpus:
        kept = tables.from_bytes(store.read(shard.address, file_of("ARTICLES")))
        assert [f"{identity:016x}" for identity in shard.identities.tolist()] == kept["article_id"].tolist()
        for name in {*OF_ARTICLES} - {"REJECTED"}:
            ids = tables.from_bytes(store.read(shard.address, file_of(name)))["article_id"]
            assert set(ids) <= set(kept["article_id"])


# Of few articles, so that many are met again, in the same file, in another, in the same partition or in another.
FOLDERS = st.dictionaries(
    st.sampled_from(["a.jsonl", "b.parquet", "c.jsonl"]),
    st.lists(st.integers(0, 8), min_size=1, max_size=9),
    max_size=3,
)


def write_folder(folder, numbers_of):
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, numbers in numbers_of.items():
        (write_lines if name.endswith("jsonl") else write_parquet)(folder / name, numbers)


@given(st.lists(FOLDERS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=7)
def test_any_history_of_a_folder_ends_in_what_one_reading_of_it_gives_with_the_same_bytes_as_anew(
    tmp_path_factory, history
):
    place = tmp_path_factory.mktemp("history")
    store = Store(place / "store")
    for numbers_of in history:
        write_folder(place / "in", numbers_of)
        corpus = read_into(store, place / "in")
    assert_same_as_one_reading(store, corpus, place / "in")
    read_into(Store(place / "anew"), place / "in")
    assert digests(place / "store") == digests(place / "anew")


def files_of(store):
    return {path.relative_to(store.folder).as_posix(): os.stat(path).st_ino for path in store.folder.rglob("*.*")}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def folder(tmp_path):
    write_folder(tmp_path / "in", {"a.jsonl": range(10), "b.parquet": [*range(10, 14), 3, 4, 15, 3]})
    return tmp_path / "in"


def test_what_is_in_the_store_is_not_made_again(store, folder):
    corpus = read_into(store, folder)
    before = files_of(store)
    again = read_into(store, folder)
    assert [shard.address for shard in again] == [shard.address for shard in corpus]
    assert files_of(store) == before and len(before) > 30


def test_of_a_folder_that_grew_only_what_is_new_is_made(store, folder):
    read_into(store, folder)
    before = files_of(store)
    write_lines(folder / "c.jsonl", range(20, 23))
    corpus = read_into(store, folder)
    after = files_of(store)
    # The three new articles make one shard, whose twelve files are new; b ended with a full partition.
    assert before.items() <= after.items()
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {corpus[-1].address}


def test_an_article_met_again_in_another_partition_is_refused_there_and_known_without_reading_it_again(store, folder):
    corpus = read_into(store, folder)
    refused = table_of(store, corpus, "REJECTED")
    assert refused.values.tolist() == [
        ["b.parquet", "row 5", "the same article as a.jsonl, line 4"],
        ["b.parquet", "row 6", "the same article as a.jsonl, line 5"],
        ["b.parquet", "row 8", "the same article as a.jsonl, line 4"],
    ]
    assert [shard.stub is None for shard in corpus] == [True, True, True, True, False]
    stub = load_shard(store, corpus[-1].stub)
    assert len(stub.identities) == 3 and len(corpus[-1].identities) == 1


def test_an_article_whose_first_copy_is_gone_is_kept_where_it_is_met_then(store, folder):
    read_into(store, folder)
    write_lines(folder / "a.jsonl", range(3))
    corpus = read_into(store, folder)
    kept = table_of(store, corpus, "ARTICLES")
    assert kept.query("place == 'row 5'")["file"].tolist() == ["b.parquet"]
    assert table_of(store, corpus, "REJECTED").values.tolist() == [
        ["b.parquet", "row 8", "the same article as b.parquet, row 5"]
    ]
    assert_same_as_one_reading(store, corpus, folder)


def test_an_article_whose_first_copy_moved_is_refused_with_the_new_place(store, folder):
    read_into(store, folder)
    write_lines(folder / "a.jsonl", [20, 21, 22, 23, *range(10)])
    corpus = read_into(store, folder)
    assert table_of(store, corpus, "REJECTED")["reason"].tolist() == [
        "the same article as a.jsonl, line 8",
        "the same article as a.jsonl, line 9",
        "the same article as a.jsonl, line 8",
    ]


def test_an_article_that_appears_in_an_earlier_file_is_refused_in_the_later_one(store, folder):
    read_into(store, folder)
    write_lines(folder / "0.jsonl", [7, 12])
    corpus = read_into(store, folder)
    assert_same_as_one_reading(store, corpus, folder)
    assert ["a.jsonl", "line 8", "the same article as 0.jsonl, line 1"] in table_of(
        store, corpus, "REJECTED"
    ).values.tolist()


def test_nothing_to_read_is_one_empty_shard(store, tmp_path):
    (tmp_path / "in").mkdir()
    [shard] = read_into(store, tmp_path / "in")
    assert len(shard.identities) == 0 and set(shard.facts["counts"].values()) == {0} and shard.stub is None
    [again] = read_into(store, tmp_path / "in")
    assert again.address == shard.address


@pytest.mark.parametrize("kind", ["lines", "rows of a table"])
def test_a_date_that_lay_in_the_future_is_read_again_on_a_later_day_and_what_has_none_is_not(store, tmp_path, kind):
    folder = tmp_path / "in"
    folder.mkdir()
    dates = ["2026-03-02"] * 4 + ["2026-04-02"] + ["2026-03-03"] * 3
    texts = [f"Rain on day {number}." for number in range(8)]
    if kind == "lines":
        records = [{"text": text, "date": date} for text, date in zip(texts, dates, strict=True)]
        (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    else:
        pd.DataFrame({"text": texts, "date": dates}).to_csv(folder / "a.csv", index=False)
    first = read_into(store, folder, not_after=None, latest=NOT_AFTER)
    assert table_of(store, first, "ARTICLES")["published_note"].dropna().tolist() == ["'2026-04-02' lies in the future"]
    kept = os.stat(store.path(first[0].address, "facts.json"))
    later = read_into(store, folder, not_after=None, latest=datetime(2026, 5, 1, tzinfo=UTC))
    assert table_of(store, later, "ARTICLES")["published_note"].dropna().tolist() == []
    assert os.stat(store.path(first[0].address, "facts.json")).st_ino == kept.st_ino
    # An explicit moment is part of the address instead: the same input has the same tables on any day.
    fixed = read_into(store, folder, not_after=NOT_AFTER, latest=NOT_AFTER)
    assert table_of(store, fixed, "ARTICLES")["published_note"].dropna().tolist() == ["'2026-04-02' lies in the future"]
    assert {shard.address for shard in fixed}.isdisjoint(shard.address for shard in later)


def test_two_workers_make_the_same_store_as_one(tmp_path, folder):
    for n_workers in (1, 2):
        with open_workers(n_workers) as workers:
            read_into(Store(tmp_path / str(n_workers)), folder, workers=workers)
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_files_that_have_not_changed_are_found_without_being_cut(store, folder, monkeypatch):
    seen = SeenFiles()
    corpus = read_into(store, folder, seen=seen)
    known = SeenFiles(json.loads(json.dumps(seen.entries)))

    def refuse(path):
        raise AssertionError(f"{path} is opened")

    from features.reading import files

    monkeypatch.setattr(files, "open_regular", refuse)
    again = read_into(store, folder, seen=known)
    assert [shard.address for shard in again] == [shard.address for shard in corpus]


def test_a_shard_that_is_loaded_has_its_identities_and_facts(store, folder):
    [first, *_] = read_into(store, folder)
    loaded = load_shard(store, first.address)
    np.testing.assert_array_equal(loaded.identities, first.identities)
    assert loaded.facts == first.facts and loaded.stub is None
    assert Path(store.path(first.address, file_of("ARTICLES"))).is_file()
