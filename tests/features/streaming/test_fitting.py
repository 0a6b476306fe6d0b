"""Topics of a corpus in a store are those of the corpus, whatever it was cut into, and stay while it hardly changes."""

import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from features import fit_topics, tables
from features.reading import read_articles, split_articles
from features.sentiment import read_lexicon
from features.streaming import OF_TOPICS, Store, file_of, fit_corpus, fitting, read_corpus, score_corpus
from features.topics import static
from features.workers import Here
from tests.features.streaming.corpora import article, pieces_at_once, write_lines

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
LEXICON = read_lexicon()


@pytest.fixture(scope="module", autouse=True)
def small_partitions():
    """Partitions of forty articles, and fits to a hundred at most."""
    with pieces_at_once(40), pytest.MonkeyPatch.context() as patch:
        for module in (fitting, static):
            patch.setattr(module, "MOST_ARTICLES", 100)
        yield


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def corpus_of(store, folder, numbers):
    write_lines(folder / "a.jsonl", numbers)
    partitions = split_articles(folder, not_after=NOT_AFTER)
    return list(read_corpus(partitions, store, Here(), LEXICON, NOT_AFTER, NOT_AFTER))


def fit_of(store, folder, numbers, **options):
    return fit_corpus(store, corpus_of(store, folder, numbers), Here(), n_topics=3, **options)


def same(one, other):
    return (
        one.vocabulary.tolist() == other.vocabulary.tolist()
        and one.evidence.shape == other.evidence.shape
        and one.evidence.tobytes() == other.evidence.tobytes()
        and one.terms.equals(other.terms)
        and (one.labels, one.numbers.tolist()) == (other.labels, other.numbers.tolist())
    )


@pytest.mark.parametrize("n_articles", [30, 100, 130], ids=["one shard", "a few shards", "more than are fitted"])
def test_topics_are_those_of_all_articles_in_one_table_to_the_last_bit(store, folder, n_articles):
    corpus = corpus_of(store, folder, range(n_articles))
    fit, topics, n_fitted = fit_corpus(store, corpus, Here())
    wanted = fit_topics(read_articles(folder, not_after=NOT_AFTER)[0])
    assert same(topics, wanted) and len(wanted.numbers) > 1 and n_fitted == n_articles
    scored = list(score_corpus(store, corpus, Here(), fit, topics))
    shares = pd.concat([tables.from_bytes(store.read(one, file_of("ARTICLE_TOPICS"))) for one, _ in scored])
    order = ["article_id", "topic_no"]
    pd.testing.assert_frame_equal(
        shares.sort_values(order, ignore_index=True),
        wanted.shares.sort_values(order, ignore_index=True),
        check_exact=True,
    )
    sums = [np.sum([facts[name] for _, facts in scored], axis=0) for name in ("sums", "n_largest")]
    n_articles = sum(facts["n_with_shares"] for _, facts in scored)
    assert (sums[0] / n_articles).tolist() == pytest.approx(wanted.topics["share"].tolist())
    assert sums[1].tolist() == wanted.topics["n_articles"].tolist()


def test_a_small_corpus_is_fitted_anew_whenever_it_changes(store, folder):
    first, *_ = fit_of(store, folder, range(99))
    again, *_ = fit_of(store, folder, range(99))
    more, topics, n_fitted = fit_of(store, folder, range(100))
    assert again == first != more and n_fitted == 100
    assert same(topics, fit_topics(read_articles(folder, not_after=NOT_AFTER)[0], 3))


@pytest.mark.parametrize("n_now, stays", [(190, True), (189, False), (210, True), (211, False)])
def test_a_larger_corpus_keeps_its_topics_while_it_differs_by_no_more_than_a_twentieth(store, folder, n_now, stays):
    first, before, _ = fit_of(store, folder, range(200))
    now, after, n_fitted = fit_of(store, folder, range(n_now))
    assert (now == first) is stays and n_fitted == (200 if stays else n_now)
    assert same(before, after) is stays


def test_a_corpus_that_grows_step_by_step_is_fitted_anew_when_all_steps_together_are_a_twentieth(store, folder):
    fits = [fit_of(store, folder, range(n))[0] for n in (200, 206, 210, 214)]
    assert fits[0] == fits[1] == fits[2] != fits[3]


def test_topics_are_fitted_anew_when_that_is_asked_for(store, folder):
    first, *_ = fit_of(store, folder, range(200))
    now, topics, n_fitted = fit_of(store, folder, range(202), refit=True)
    assert now != first and n_fitted == 202
    assert same(topics, fit_topics(read_articles(folder, not_after=NOT_AFTER)[0], 3))
    assert fit_of(store, folder, range(202), refit=True)[0] == now


def test_another_corpus_of_the_same_size_has_topics_of_its_own(store, folder):
    fit_of(store, folder, range(200))
    _, topics, _ = fit_of(store, folder, range(1_000, 1_200))
    assert same(topics, fit_topics(read_articles(folder, not_after=NOT_AFTER)[0], 3))


@pytest.mark.parametrize("options", [{"n_topics": 2}, {"n_topics": 3, "seed": 1}])
def test_other_parameters_make_another_fit(store, folder, options):
    corpus = corpus_of(store, folder, range(200))
    first, *_ = fit_corpus(store, corpus, Here(), n_topics=3)
    assert fit_corpus(store, corpus, Here(), **options)[0] != first


def test_too_few_articles_have_no_topics_and_the_reason_is_kept(store, folder):
    corpus = corpus_of(store, folder, range(5))
    fit, topics, n_fitted = fit_corpus(store, corpus, Here())
    assert topics.note == fit_corpus(store, corpus, Here())[1].note
    assert topics.note.startswith("topics need at least 10 articles") and n_fitted == 5
    [(address, facts)] = score_corpus(store, corpus, Here(), fit, topics)
    assert facts["counts"] == {"ARTICLE_TOPICS": 0, "FEATURES": 5}
    assert tables.from_bytes(store.read(address, file_of("ARTICLE_TOPICS"))).empty


def test_nothing_at_all_has_no_topics(store, folder):
    corpus = corpus_of(store, folder, [])
    assert fit_corpus(store, corpus, Here())[1].evidence.shape == (0, 0)


def test_shards_that_were_scored_are_not_scored_again(store, folder):
    corpus = corpus_of(store, folder, range(100))
    fit, topics, _ = fit_corpus(store, corpus, Here(), n_topics=3)
    first = list(score_corpus(store, corpus, Here(), fit, topics))
    assert len(first) == 3

    class Idle(Here):
        def submit(self, function, *arguments):
            raise AssertionError(f"{function} is called")

    assert list(score_corpus(store, corpus, Idle(), fit, topics)) == first
    for address, facts in first:
        assert json.loads(store.read(address, "facts.json")) == facts
        assert all(store.path(address, file_of(name)).is_file() for name in OF_TOPICS)


def test_an_impossible_number_of_topics_is_refused_and_leaves_no_fit(store, folder):
    corpus = corpus_of(store, folder, range(30))
    with pytest.raises(ValueError, match="n_topics must lie between 2 and .*, got 900"):
        fit_corpus(store, corpus, Here(), n_topics=900)
    assert store.addresses("fit-") == []


def test_invented_news_differs():
    assert len({json.dumps(article(number)) for number in range(2_000)}) == 2_000
