"""A large corpus: what is measured and compared."""

import json

import pandas as pd
import pytest

from benchmarks import topic_scale
from benchmarks.processes import Usage
from benchmarks.topic_scale import Memory, compare, measure_scale, read_result

KINDS = [["bank", "money", "rates", "loans", "credit"], ["club", "match", "goal", "fans", "league"]]
TABLES = {
    "topics": pd.DataFrame({"topic_no": [0, 1], "label": ["oil", "club"], "share": [0.6, 0.4]}),
    "terms": pd.DataFrame({"topic_no": [0, 0, 1, 1], "rank": [1, 2, 1, 2], "term": ["oil", "gas", "club", "goal"]}),
    "shares": pd.DataFrame({"article_id": list("aabb"), "topic_no": [0, 1] * 2, "share": [0.9, 0.1, 0.3, 0.7]}),
}


class Watch:
    """Stands in for `benchmarks.processes.Watch`, which `run_here` hands to a function without a process of its own."""

    seconds = processor_seconds = 0.0

    def __enter__(self):
        pass

    def __exit__(self, *_):
        self.seconds += 2.0
        self.processor_seconds += 1.0

    def tell(self, n_done):
        self.n_done = n_done


def run_here(function, *given):
    watch = Watch()
    function(watch, *given)
    return Usage(watch.n_done, watch.seconds, watch.processor_seconds)


def test_fits_that_are_the_same_differ_in_nothing():
    assert set(compare(TABLES, TABLES).values()) == {0}


def test_what_differs_is_told():
    other = {
        "topics": TABLES["topics"].assign(label=["oil", "goal"]),
        "terms": TABLES["terms"].assign(term=["oil", "gas", "goal", "club"]),
        "shares": TABLES["shares"].assign(share=[0.9, 0.1, 0.6, 0.4]),
    }
    assert compare(TABLES, other) == pytest.approx(
        {
            "share of topics that differ": 0.5,
            "share of terms that differ": 0.5,
            "share of articles that move": 0.5,
            "largest difference of a share": 0.3,
        }
    )


def test_numbers_that_swap_differ_and_missing_topics_are_others():
    swapped = {name: table.assign(topic_no=1 - table["topic_no"]) for name, table in TABLES.items()}
    found = compare(TABLES, swapped)
    assert found["share of articles that move"] == 1
    assert compare(TABLES, TABLES | {"terms": TABLES["terms"].head(2)})["share of terms that differ"] == 1


def test_the_last_bits_of_a_number_are_no_difference():
    shifted = TABLES["topics"].assign(share=TABLES["topics"]["share"] * (1 + 1e-9))
    assert compare(TABLES, TABLES | {"topics": shifted})["share of topics that differ"] == 0


def test_results_are_read_in_the_order_of_their_keys(tmp_path):
    for name, table in TABLES.items():
        table.iloc[::-1].to_parquet(tmp_path / f"{name}.parquet")
    found = read_result(tmp_path)
    assert all(found[name].equals(table) for name, table in TABLES.items())


def test_the_most_memory_held_within_is_seen():
    with Memory() as memory:
        held = b"x" * 80_000_000
        memory._ended.wait(0.3)
    assert len(held) <= memory.most - memory.before + 20_000_000


def test_a_corpus_is_fitted_twice_and_nothing_differs(tmp_path, monkeypatch):
    monkeypatch.setattr(topic_scale, "run_apart", run_here)
    path = tmp_path / "articles.jsonl"
    rows = [
        {
            "outlet": "Wire",
            "published": f"2026-03-{number % 28 + 1:02}",
            "text": " ".join(
                [KINDS[number % 2][number % 5], KINDS[number % 2][number % 3], f"number{number // 2}."] * 2
            ),
        }
        for number in range(60)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = measure_scale(path, tmp_path / "scratch", 2)
    assert {row["n"] for row in found} == {60}
    units = {row["unit"]: row["value"] for row in found if row["measure"].endswith(": shuffled, one core")}
    assert units and set(units.values()) == {0}
    measured = [row["measure"] for row in found if row["unit"] == "s"]
    assert measured == [
        f"fit and shares after the one pass, 60 articles, K = 2, {how}" for how in ("all cores", "shuffled, one core")
    ]
