"""Topics over time, without processes of their own."""

import pandas as pd

from benchmarks import topic_months
from benchmarks.processes import Usage
from benchmarks.topic_months import add_months, measure_months
from benchmarks.topic_reading import Collection
from benchmarks.topic_systems import BERTOPIC, OURS, System

ARTICLES = pd.DataFrame({"article_id": [f"a{number:03}" for number in range(300)], "text": "oil gas", "label": "x"})
SYSTEMS = [System(name, print) for name in (OURS, "Peer", BERTOPIC)]


def test_every_month_of_99_has_about_as_many_articles_and_they_are_the_same_again():
    dated = add_months(ARTICLES)
    counts = dated["published"].dt.strftime("%Y-%m").value_counts()
    assert (len(counts), counts.min(), counts.max()) == (99, 3, 4)
    assert (counts.index.min(), counts.index.max()) == ("2016-01", "2024-03")
    assert str(dated["published"].dt.tz) == "UTC"
    assert dated.equals(add_months(ARTICLES))
    assert not dated["published"].is_monotonic_increasing


def run(monkeypatch, usages):
    monkeypatch.setattr(topic_months, "run_apart", lambda function, *_: usages[function.__name__])
    monkeypatch.setattr(topic_months, "find_embeddings", lambda name, texts, kept: (None, {}))
    return measure_months(Collection("news", ARTICLES, ""), 7, SYSTEMS, None)


def test_ours_is_measured_by_the_call_and_compared(monkeypatch):
    usages = {"summarise_ours": Usage(300, 0.6, 0.5), "summarise_bertopic": Usage(300, 21.0, 20.0)}
    ours, theirs, ratio = run(monkeypatch, usages)
    # Five calls are measured together.
    assert (ours["value"], ours["seconds"], theirs["value"]) == (0.1, 0.12, 20)
    assert ours["measure"] == theirs["measure"] == "topics by month, 300 articles, 99 months, K = 7"
    assert (ratio["value"], ratio["unit"]) == (200, "times")


def test_without_a_function_of_ours_the_peer_is_measured_alone_and_that_is_said(monkeypatch, capsys):
    rows = run(monkeypatch, {"summarise_ours": Usage(0), "summarise_bertopic": Usage(300, 21.0, 20.0)})
    assert [row["system"] for row in rows] == [BERTOPIC]
    assert "left out   topics by month, ours" in capsys.readouterr().out


def test_a_peer_that_fails_is_said_and_ours_stays(monkeypatch):
    def run_apart(function, *_):
        if function is topic_months.summarise_bertopic:
            raise RuntimeError("on purpose")
        return Usage(300, 0.6, 0.5)

    monkeypatch.setattr(topic_months, "run_apart", run_apart)
    monkeypatch.setattr(topic_months, "find_embeddings", lambda name, texts, kept: (None, {}))
    rows = measure_months(Collection("news", ARTICLES, ""), 7, SYSTEMS, None)
    assert [(row["system"], row["unit"]) for row in rows] == [(OURS, "CPU-s"), (BERTOPIC, "failed")]


def test_ours_gets_shares_and_articles_with_months(monkeypatch):
    seen = []

    class Watch:
        inside = False

        def __enter__(self):
            self.inside = True

        def __exit__(self, *_):
            self.inside = False

        def tell(self, n_done):
            seen.append(n_done)

    class Found:
        shares = "shares"

    watch = Watch()
    monkeypatch.setattr(topic_months, "fit_topics", lambda articles, n_topics: Found)
    monkeypatch.setattr(topic_months, "summarise_topics", lambda *given: seen.append((watch.inside, *given)))
    topic_months.summarise_ours(watch, ARTICLES, 7)
    assert [seen[0][:2], seen[1]] == [(False, "shares"), 0]
    monkeypatch.setattr(topic_months, "summarise_topics", lambda *given: seen.append(watch.inside) or seen)
    topic_months.summarise_ours(watch, ARTICLES, 7)
    assert seen[2:] == [False, *[True] * topic_months.CALLS, len(ARTICLES)]
