"""Stories and events of a corpus in shards are those of the same articles in one table."""

import json

import pandas as pd
import pytest

from features import tables
from features.build import build
from features.copies import find_stories
from features.events import find_events, summarise_events
from features.streaming import Store, joining
from features.streaming.joining import join_corpus
from tests.features.streaming.corpora import pieces_at_once

REPORT = (
    "The ferry Aurelia sank off the coast of Vellmouth on Tuesday night with eighty people on board, the harbour master said. "
    "Fishing boats had picked up seventy of them by morning, and two helicopters were still searching the bay. The owner, a "
    "company from Tarn, said that the ship had passed its last inspection in April. A storm had been forecast for the evening. "
    "The mayor asked the families to come to the school in the upper town, where doctors and a priest were waiting for them."
)
OTHER = (
    "Copper fell to its lowest price in two years after the mines of Quorum said they would raise their output. Traders had "
    "expected a cut. Shares of three producers lost a tenth of their value, and the ministry called a meeting for Friday."
)
OWN = (
    "Rescuers in Vellmouth pulled seventy survivors of the ferry Aurelia from the sea. The ship, which belongs to a company from "
    "Tarn, went down on Tuesday night in a storm. Ten of its passengers are still missing, and helicopters searched for them."
)


def records():
    yield {"text": REPORT, "title": "Ferry Aurelia sinks off Vellmouth", "outlet": "Wire", "date": "2026-03-04T05:00Z"}
    for number in range(20):
        yield {
            "text": f"{OTHER} It was day {number} of the strike. " + "Nobody spoke of it. " * number,
            "title": f"Copper, day {number}",
            "outlet": "Lantern",
            "date": f"2025-{number % 12 + 1:02}-11",
        }
    yield {
        "text": OWN,
        "title": "Seventy saved as ferry Aurelia sinks",
        "outlet": "Samovar",
        "date": "2026-03-04T09:00Z",
    }
    yield {"text": REPORT.replace("two helicopters", "helicopters"), "outlet": "Daily", "date": "2026-03-04T07:30Z"}
    yield {"text": "Rain.", "outlet": "Daily"}


@pytest.fixture
def built(tmp_path):
    """A corpus in several shards, and its tables."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records()))
    with pieces_at_once(8):
        build(tmp_path / "in", tmp_path / "out", workers=1)
    return tmp_path / "out"


def read(folder, name):
    return tables.read(folder / f"{name.lower()}.parquet", tables.TABLES[name])


def test_a_corpus_in_shards_has_the_stories_and_events_of_the_same_articles_in_one_table(built):
    articles = read(built, "ARTICLES")
    assert len(list((built / "articles.parquet").iterdir())) > 2
    stories = find_stories(articles)
    events = find_events(articles, stories=stories)
    pd.testing.assert_frame_equal(read(built, "STORIES"), stories)
    pd.testing.assert_frame_equal(read(built, "EVENTS"), events)
    pd.testing.assert_frame_equal(read(built, "OCCURRENCES"), summarise_events(articles, events, stories=stories))


def test_a_reprint_two_shards_further_joins_its_report_and_another_report_its_event(built):
    articles = (
        read(built, "ARTICLES")
        .merge(read(built, "STORIES"), on="article_id")
        .merge(read(built, "EVENTS"), on="article_id")
    )
    by_outlet = articles[articles["published"] >= "2026-03-01"].set_index("outlet")
    wire, daily, samovar = (by_outlet.loc[outlet] for outlet in ("Wire", "Daily", "Samovar"))
    assert daily["story_id"] == wire["article_id"] == wire["story_id"] != samovar["story_id"]
    assert (daily["lag_hours"], daily["is_first"], wire["is_first"]) == (2.5, False, True)
    assert daily["event_id"] == samovar["event_id"] == wire["article_id"]


def test_what_was_joined_is_not_joined_again_and_the_next_build_removes_what_it_does_not_need(
    built, tmp_path, monkeypatch
):
    before = (built / "stories.parquet").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(joining, "join_stories", lambda *_: pytest.fail("joined again"))
        with pieces_at_once(8):
            build(tmp_path / "in", built, workers=1)
    assert (built / "stories.parquet").read_bytes() == before
    (tmp_path / "in" / "b.jsonl").write_text(json.dumps({"text": "Snow fell on the pass.", "outlet": "Wire"}))
    with pieces_at_once(8):
        build(tmp_path / "in", built, workers=1)
    assert len(read(built, "STORIES")) == 25
    assert len(list((built / "shards").glob("joined-*"))) == 1


def test_texts_are_compared_in_portions_with_the_same_result(built, monkeypatch):
    store = Store(built / "shards")
    addresses = sorted(path.name for path in (built / "shards").iterdir() if (path / "sketches.arrow").exists())
    whole = join_corpus(store, addresses)
    files = {name: store.read(whole, name) for name in ("stories.parquet", "events.parquet")}
    store.remove(whole)
    monkeypatch.setattr(joining, "_MOST_WORDS", 200)
    again = join_corpus(store, addresses)
    assert {name: store.read(again, name) for name in files} == files


def test_an_empty_corpus_has_no_stories_and_no_events(tmp_path):
    (tmp_path / "in").mkdir()
    build(tmp_path / "in", tmp_path / "out", workers=1)
    assert [len(read(tmp_path / "out", name)) for name in joining.OF_CORPUS] == [0, 0, 0]


def test_a_pair_of_texts_is_compared_once_in_the_life_of_a_store_and_the_bytes_are_those_of_a_new_one(
    built, tmp_path, monkeypatch
):
    measured = []
    measure_overlap = joining.measure_overlap

    def measure(words, one, other):
        measured.append(len(one))
        return measure_overlap(words, one, other)

    monkeypatch.setattr(joining, "measure_overlap", measure)
    again = {"text": REPORT.replace("Fishing boats", "Boats"), "outlet": "Lantern", "date": "2026-03-05T10:00Z"}
    (tmp_path / "in" / "b.jsonl").write_text(json.dumps(again) + "\n")
    with pieces_at_once(8):
        build(tmp_path / "in", built, workers=1)
        n_more = sum(measured)
        measured.clear()
        build(tmp_path / "in", tmp_path / "anew", workers=1)
    assert 0 < n_more < sum(measured)
    for name in ("stories.parquet", "events.parquet", "occurrences.parquet"):
        assert (built / name).read_bytes() == (tmp_path / "anew" / name).read_bytes()
    of_pairs = [next((folder / "shards").glob("joined-*")) / "measured.arrow" for folder in (built, tmp_path / "anew")]
    assert of_pairs[0].read_bytes() == of_pairs[1].read_bytes()
    assert sorted(read(built, "STORIES").groupby("story_id").size()) == [1, 1, 3, 20]
