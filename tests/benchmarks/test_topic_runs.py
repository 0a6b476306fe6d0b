"""Systems in processes of their own, and embeddings that are kept."""

import doctest

import numpy as np
import pandas as pd
import pytest

from benchmarks import topic_runs
from benchmarks.processes import Usage
from benchmarks.topic_reading import Collection, find_words
from benchmarks.topic_runs import find_embeddings, prepare_texts, run_halves, run_whole, split_articles
from benchmarks.topic_systems import Fit, System, Texts, choose_systems, embed

KINDS = [["bank", "money", "rates", "loans", "credit"], ["club", "match", "goal", "fans", "league"]]


@pytest.fixture
def texts():
    chance = np.random.default_rng(0)
    written = [" ".join(chance.choice(KINDS[number % 2], 12)) for number in range(40)]
    articles = pd.DataFrame({"article_id": [f"a{number:02}" for number in range(40)], "text": written, "label": "news"})
    return prepare_texts(Collection("news", articles, ""), find_words(written, most=1))


@pytest.fixture
def nmf():
    [system] = [system for system in choose_systems() if system.name == "scikit-learn NMF"]
    return system


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(topic_runs)
    assert results.attempted and not results.failed


def test_halves_share_no_article_and_differ_between_splits():
    for n in (8, 9):
        one, other = split_articles(n, 0)
        assert sorted([*one, *other]) == list(range(n))
        assert len(one) == 4
    assert [half.tolist() for half in split_articles(50, 1)] == [half.tolist() for half in split_articles(50, 1)]
    assert split_articles(50, 0)[0].tolist() != split_articles(50, 1)[0].tolist()


def test_a_fit_of_all_articles_comes_back_from_its_process_with_what_it_took(texts, nmf, tmp_path):
    found, usage = run_whole(nmf, texts, 2, tmp_path)
    expected = nmf.fit(texts, 2)
    assert found == {"topics": expected.topics, "groups": expected.groups.tolist()}
    assert usage.n_done == 40 and usage.processor_seconds > 0


@pytest.mark.parametrize(("first", "expected", "n"), [(1.0, 2.0, 3), (9.0, 9.0, 1)])
def test_of_short_fits_the_median_counts_and_a_long_one_is_not_repeated(tmp_path, monkeypatch, first, expected, n):
    class Watch:
        seconds = processor_seconds = 0.0

        def __enter__(self):
            pass

        def __exit__(self, *_):
            took = taken.pop(0)
            self.seconds += took + 0.5
            self.processor_seconds += took

        def tell(self, n_done):
            self.n_done = n_done

    taken, fits, watch = [first, 7.0, 2.0], [], Watch()
    fit = Fit([["oil"]], np.array([0, 0]), print)
    system = System("Peer", lambda texts, n_topics: fits.append(n_topics) or fit)
    monkeypatch.setattr(topic_runs, "choose_systems", lambda: [system])

    def run(function, *given):
        function(watch, *given)
        return Usage(watch.n_done, watch.seconds, watch.processor_seconds)

    monkeypatch.setattr(topic_runs, "run_apart", run)
    found, usage = run_whole(system, Texts(np.array(["a", "b"]), np.array(["", ""]), []), 4, tmp_path)
    assert (usage.processor_seconds, usage.seconds, fits) == (expected, expected + 0.5, [4] * n)
    assert found == {"topics": [["oil"]], "groups": [0, 0]}


def test_either_half_assigns_all_articles(texts, nmf, tmp_path):
    splits = run_halves(nmf, texts, 2, 2, tmp_path)
    assert [len(halves) for halves in splits] == [2, 2]
    half = split_articles(40, 1)[1]
    fit = nmf.fit(texts.take(half), 2)
    assert splits[1][1] == {"topics": fit.topics, "groups": fit.assign(texts).tolist()}
    assert len(splits[1][1]["groups"]) == 40


def test_embeddings_are_made_once_for_the_same_texts_and_keep_their_cost(texts, tmp_path, monkeypatch):
    asked = []

    def make(function, written, path):
        assert function is embed
        asked.append(len(written))
        np.save(path, np.full((len(written), 2), len(asked)))
        return Usage(len(written), 3.0, 2.5, 1_000)

    monkeypatch.setattr(topic_runs, "run_apart", make)
    for _ in range(2):
        embeddings, cost = find_embeddings("news", texts.texts, tmp_path / "kept")
        assert embeddings.tolist() == [[1, 1]] * 40
        assert cost == {"processor_seconds": 2.5, "seconds": 3.0, "peak_bytes": 1_000}
    assert find_embeddings("news", texts.texts[:-1], tmp_path / "kept")[0].shape == (39, 2)
    assert asked == [40, 39]
    # Texts that differ only in where one ends are others.
    find_embeddings("news", np.array(["ab", "c"], dtype=object), tmp_path / "kept")
    find_embeddings("news", np.array(["a", "bc"], dtype=object), tmp_path / "kept")
    assert asked == [40, 39, 2, 2]
