"""The benchmark of topics on a few made-up articles."""

import argparse
import json

import numpy as np
import pandas as pd
import pytest

from benchmarks import topic_runs, topics
from benchmarks.processes import Usage
from benchmarks.topic_reading import Collection, find_words
from benchmarks.topic_systems import BERTOPIC, OURS, System

KINDS = {
    "business": ["bank", "money", "rates", "loans", "credit"],
    "sport": ["club", "match", "goal", "fans", "league"],
}
LABELS = np.array([[*KINDS][number % 2] for number in range(40)])


@pytest.fixture
def collection():
    chance = np.random.default_rng(0)
    written = [" ".join(chance.choice(KINDS[label], 12)) for label in LABELS]
    articles = pd.DataFrame({"article_id": [f"a{number:02}" for number in range(40)], "text": written, "label": LABELS})
    return Collection("news", articles, "")


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


def make_options(*arguments):
    parser = argparse.ArgumentParser()
    topics.add_options(parser)
    return parser.parse_args(list(map(str, arguments)))


def values(rows, system):
    return {row["unit"]: row["value"] for row in rows if row["system"] == system}


def test_a_fit_is_judged_by_its_words_and_by_its_groups(collection):
    stream = find_words(collection.articles["text"].tolist(), most=1)
    whole = {"topics": [KINDS["business"], KINDS["sport"]], "groups": [0, 1] * 20}
    found = topics.judge(whole, LABELS, stream)
    assert (found["TD"], found["NMI"], found["purity"], found["share without topic"]) == (1, 1, 1, 0)
    # Three of twelve words first shown are not in the scoring vocabulary.
    poor = {
        "topics": [["new york", *KINDS["business"]], ["Club", "oil", *KINDS["business"][:4]]],
        "groups": [-1, 0] * 20,
    }
    found = topics.judge(poor, LABELS, stream)
    assert found["share of words not scored"] == pytest.approx(3 / 12)
    assert found["TD"] == pytest.approx(5 / 9)
    assert found["share without topic"] == 0.5
    # The articles without a topic are a group.
    assert found["purity"] == 1


def test_ten_words_that_can_be_scored_are_taken(collection):
    stream = find_words(collection.articles["text"].tolist(), most=1)
    long = ["oil", *KINDS["business"], "new york", *KINDS["sport"], "bank"]
    assert topics.choose_words([long, []], stream) == [[*KINDS["business"], *KINDS["sport"]], []]


def test_words_of_one_half_are_counted_on_the_other():
    # What is always together in one half does not occur in the other.
    one, other = topics.split_articles(20, 0)
    texts = np.empty(20, dtype=object)
    texts[one], texts[other] = ["oil gas"] * 9 + ["bank"], ["rain snow"] * 9 + ["club"]
    stream = find_words(texts.tolist(), fewest=1, most=1)
    groups = [0] * 10 + [1] * 10
    fits = [{"topics": [["oil", "gas"]], "groups": groups}, {"topics": [["rain", "snow"]], "groups": groups}]
    found = topics.judge_halves([fits], stream)
    assert found["NPMI, own half"] == pytest.approx(1)
    # Words that do not occur count 0.
    assert found["NPMI, unseen half"] == 0
    assert (found["ARI"], found["ARI, low"], found["ARI, high"]) == (1, 1, 1)


def test_embedding_counts_in_seconds_and_memory():
    usage = Usage(5, 9.0, 2.0, 3_000_000)
    assert topics._find_cost(usage, None) == {"CPU-s": 2.0, "MB": 3.0}
    cost = {"processor_seconds": 100.0, "seconds": 1.0, "peak_bytes": 7_000_000}
    assert topics._find_cost(usage, cost) == {"CPU-s": 102.0, "MB": 7.0}
    assert topics._find_cost(Usage(5, 9.0, 2.0, None), None) == {"CPU-s": 2.0}


def test_the_cost_of_bertopic_is_told_in_ours():
    rows = [
        topics.make_row(name, "topics of news, K = 2", value, "CPU-s", 40, 1)
        for name, value in ((OURS, 0.5), ("Peer", 3), (BERTOPIC, 200))
    ]
    [row] = topics._compare_cost(rows, "topics of news, K = 2")
    assert (row["system"], row["value"], row["unit"]) == (OURS, 400, "times")
    assert row["measure"] == f"CPU-s of {BERTOPIC} to one, news, K = 2"
    assert topics._compare_cost(rows[:2], "topics of news, K = 2") == []


def test_a_peer_that_fails_or_is_not_installed_is_said_in_the_table_and_the_others_go_on(
    collection, tmp_path, monkeypatch
):
    def run(system, texts, n_topics, scratch):
        if system.name == "Broken":
            raise RuntimeError("on purpose")
        return {"topics": list(KINDS.values()), "groups": [0, 1] * 20}, Usage(40, 1.0, 1.0, None)

    systems = [System(name, print) for name in (OURS, "Broken", "Peer")]
    monkeypatch.setattr(topics, "run_whole", run)
    rows = topics.measure_collection(collection, 2, systems, tmp_path, tmp_path, 0)
    assert values(rows, "Broken") == {"failed": 1}
    assert values(rows, "Peer")["purity"] == values(rows, OURS)["purity"] == 1
    with pytest.raises(RuntimeError):
        topics.measure_collection(collection, 2, [System(f"{OURS}, broken", print), systems[1]], tmp_path, tmp_path, 1)
    monkeypatch.setattr(
        topics, "choose_systems", lambda with_peers=True: [System("Absent", print, ("no_such_module",))]
    )
    found, rows = topics._choose(make_options())
    assert found == []
    assert (rows[0]["measure"], rows[0]["unit"]) == ("left out: no module no_such_module", "missing")


def test_ours_and_a_peer_are_measured_from_file_to_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(topic_runs, "run_apart", run_here)
    kinds = [*KINDS.values(), ["rain", "snow", "wind", "storm", "flood"]]
    chance, path = np.random.default_rng(0), tmp_path / "news.jsonl"
    rows = [{"text": " ".join(chance.choice(kinds[number % 3], 12)), "label": number % 3} for number in range(90)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = make_options("--data", path, "--topics", 3, "--splits", 1, "--parts", "quality")
    options.systems = [OURS, "scikit-learn NMF"]
    rows = [row for row in topics.measure(options) if row["system"] in options.systems]
    assert {row["measure"] for row in rows} == {"topics of news, K = 3"}
    for system in options.systems:
        found = values(rows, system)
        assert (found["NMI"], found["purity"], found["ARI"], found["topics"]) == (1, 1, 1, 3)
        # Three fits of a second each, of which the median counts.
        assert found["CPU-s"] == 1
        assert {"NPMI", "TD", "NPMI, unseen half", "ARI, low", "CPU-s"} <= set(found)
    assert [path.name for path in topics.draw(rows, tmp_path)] == ["topics.svg", "topics.png"]


def test_systems_are_chosen_by_the_beginning_of_their_names():
    found, _ = topics._choose(make_options("--systems", "scikit-learn"))
    assert [system.name for system in found] == ["scikit-learn LDA", "scikit-learn NMF"]
    found, _ = topics._choose(make_options("--no-peers"))
    assert {system.name for system in found} <= {OURS, f"{OURS}, embeddings"}
    with pytest.raises(ValueError, match=r"beginnings of tidings.*got Latent"):
        topics._choose(make_options("--systems", "Latent"))


@pytest.mark.parametrize("option", ["--topics", "--sample"])
@pytest.mark.parametrize("value", ["1", "-5", "ten"])
def test_a_number_that_makes_no_sense_is_refused(option, value, capsys):
    with pytest.raises(SystemExit):
        make_options(option, value)
    assert f"expected a whole number from 2 on, got '{value}'" in capsys.readouterr().err
