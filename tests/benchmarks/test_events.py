"""Events against gold, and in time."""

import argparse
import doctest
import gzip
import json

import pytest

from benchmarks import events
from benchmarks.events import PEER, cluster, read_parts, read_sample, score_clusters
from benchmarks.ours import OURS

REPORTS = [
    (
        "hack_equifax_breach",
        "Zalp crashes out in Brimo",
        "Zalp crashed out of the race at Brimo in the rain on Sunday.",
    ),
    ("hack_equifax_breach", "Rain ends race for Zalp", "Zalp crashed in the rain at Brimo and is out of the race."),
    ("Bitcoin_drops", "Kelv coin falls below six", "The price of the Kelv coin fell below six on Monday."),
]


@pytest.fixture
def gold(tmp_path):
    with gzip.open(tmp_path / "events.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, (event, title, text) in enumerate(REPORTS):
            record = {"outlet": f"Outlet {number}", "published": f"2026-03-0{number + 1}T10:00:00", "title": title}
            file.write(json.dumps(record | {"authors": [], "text": text, "event": event}) + "\n")
    return tmp_path


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(events)
    assert results.attempted and not results.failed


def test_clusters_that_are_the_gold_score_one_whatever_their_names():
    assert score_clusters("aab", "yyx") == (1, 1, 1)


def test_one_cluster_of_everything_is_whole_but_not_pure():
    precision, recall, _ = score_clusters("aabb", "xxxx")
    assert (precision, recall) == (0.5, 1)


def test_the_halves_are_told_by_the_events_names_and_the_articles_keep_their_events(gold):
    parts = read_parts(gold)
    assert parts["gold dev"][0]["title"].tolist() == ["Kelv coin falls below six"]
    assert parts["gold test"][1].tolist() == ["hack_equifax_breach", "hack_equifax_breach"]
    titles = dict(zip(parts["gold"][0]["title"], parts["gold"][1], strict=True))
    assert titles == {title: event for event, title, _ in REPORTS}


def test_articles_of_the_sample_without_an_event_are_events_of_their_own():
    articles, gold = read_sample()
    assert len(articles) == len(gold) == 191
    sizes = {name: (gold == name).sum() for name in set(gold)}
    # The sample's README: 46 events, and six features that belong to none.
    assert len(sizes) == 46 + 6 and sum("/" in name and size == 1 for name, size in sizes.items()) == 6


def test_the_peer_joins_the_more_the_larger_the_distance(gold):
    articles, _ = read_parts(gold)["gold"]
    apart, together = cluster(articles, [0.01, 1.5])
    assert len(set(apart)) == 3 and len(set(together)) == 1


def test_ours_and_the_peer_are_measured_on_every_part_and_ours_is_timed(gold, monkeypatch):
    parts = read_parts(gold)
    monkeypatch.setattr(events, "read_parts", lambda folder: {"gold": parts["gold"]})
    parser = argparse.ArgumentParser()
    events.add_options(parser)
    options = parser.parse_args(["--gold", str(gold), "--articles", str(gold), "--repeats", "1"])
    rows = events.measure(options)
    assert {(row["system"], row["unit"]) for row in rows[:6]} == {
        (system, f"B3 {figure}") for system in (OURS, PEER) for figure in ("F1", "precision", "recall")
    }
    assert rows[0]["value"] == 1 and rows[0]["n"] == 3
    assert [row["unit"] for row in rows[6:]] == ["articles/s"] * 3


def test_missing_gold_is_said_with_its_place(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"no gold events at .*events\.jsonl\.gz; name their folder with --gold"
    ):
        read_parts(tmp_path)
