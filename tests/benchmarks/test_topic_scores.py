"""Scores of topics, against cases worked by hand, scikit-learn, and gensim where it is installed."""

import doctest
from itertools import combinations, permutations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sklearn.metrics import adjusted_rand_score

from benchmarks import topic_scores
from benchmarks.topic_reading import Stream, find_words
from benchmarks.topic_scores import (
    EPSILON,
    find_agreement,
    find_coherence,
    find_diversity,
    find_purity,
    find_rand,
    find_stability,
)

LETTERS = "abcd"


def make_stream(*articles):
    """A stream of articles whose words are letters."""
    words = [LETTERS.index(letter) for article in articles for letter in article]
    begins = np.concatenate([[0], np.cumsum([len(article) for article in articles])])
    return Stream(np.array(list(LETTERS), dtype=object), np.array(words, dtype=np.int64), begins.astype(np.int64))


def npmi(both, one, other, n):
    return log((both / n + EPSILON) / (one / n * other / n)) / -log(both / n + EPSILON)


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(topic_scores)
    assert results.attempted and not results.failed


def test_windows_are_counted_as_by_hand():
    # Windows of three: abd, bdc, dcd, of "a" itself, and one of the empty article.
    stream = make_stream("abdcd", "a", "")
    expected = [npmi(1, 2, 2, 5), npmi(0, 2, 2, 5), npmi(2, 2, 3, 5)]
    assert find_coherence([["a", "b"], ["a", "c"], ["c", "d"]], stream, window=3) == pytest.approx(expected)


def test_the_coherence_of_a_topic_is_the_mean_of_its_pairs_in_whatever_order():
    stream = make_stream("abc", "ab", "c", "dab")
    pairs = [npmi(3, 3, 3, 4), npmi(1, 3, 2, 4), npmi(1, 3, 2, 4)]
    for words in permutations("abc"):
        assert find_coherence([list(words)], stream) == pytest.approx([sum(pairs) / 3])


def test_words_always_together_have_1_and_never_together_less_than_0():
    together, apart = find_coherence([["a", "b"], ["a", "c"]], make_stream("ab", "ab", "c", "c"))
    assert together == pytest.approx(1)
    assert apart < 0


def test_unknown_words_are_left_out_and_absent_ones_count_0():
    stream = make_stream("ab", "c")
    with_unknown, with_absent, alone, of_none = find_coherence(
        [["a", "b", "oil"], ["a", "b", "d"], ["a", "oil"], []], stream
    )
    assert with_unknown == pytest.approx(npmi(1, 1, 1, 2))
    assert with_absent == pytest.approx(npmi(1, 1, 1, 2) / 3)
    assert np.isnan(alone) and np.isnan(of_none)


def test_without_topics_there_is_no_coherence():
    assert find_coherence([], make_stream("ab")).tolist() == []


def slide(articles, window):
    """In how many windows each two letters stand, as gensim slides: what leaves is gone until it enters again."""
    counts, n = {}, 0
    for article in articles:
        inside = set(article[:window])
        for begin in range(max(len(article) - window + 1, 1)):
            if begin:
                inside.discard(article[begin - 1])
                inside.add(article[begin + window - 1])
            n += 1
            for pair in [*combinations(sorted(inside), 2), *zip(inside, inside, strict=True)]:
                counts[pair] = counts.get(pair, 0) + 1
    return counts, n


@given(some.lists(some.text(LETTERS, max_size=9), min_size=1, max_size=4), some.integers(2, 5))
def test_windows_slide_as_those_of_gensim(articles, window):
    counts, n = slide(articles, window)
    for one, other in combinations(LETTERS, 2):
        found = find_coherence([[one, other]], make_stream(*articles), window=window)[0]
        alone = counts.get((one, one), 0), counts.get((other, other), 0)
        both = counts.get((one, other), 0)
        # Where two words stand in every window there is nothing to tell: 0 by 0 in gensim too.
        if 0 in alone:
            assert found == 0
        elif both < n:
            assert found == pytest.approx(npmi(both, *alone, n))


def test_the_coherence_is_that_of_gensim():
    corpora = pytest.importorskip("gensim.corpora")
    models = pytest.importorskip("gensim.models")
    chance = np.random.default_rng(0)
    words = np.array([f"{letter}{other}x" for letter in "abcdefgh" for other in "klmnopqr"])
    # Some words are frequent and stand twice within a window; some articles are short, one is empty.
    weights = 1 / np.arange(1, len(words) + 1)
    texts = [
        " ".join(chance.choice(words, int(length), p=weights / weights.sum()))
        for length in chance.integers(0, 60, size=80)
    ]
    stream = find_words([*texts, ""], fewest=1, most=1)
    topics = [chance.choice(stream.vocabulary[:40], 10, replace=False).tolist() for _ in range(5)]
    split = [text.split() for text in [*texts, ""]]
    model = models.CoherenceModel(
        topics=topics, texts=split, dictionary=corpora.Dictionary(split), coherence="c_npmi", processes=1
    )
    assert find_coherence(topics, stream) == pytest.approx(model.get_coherence_per_topic(), abs=1e-12)


def test_diversity_counts_the_first_ten_words_of_each_topic():
    many = [f"word{number}" for number in range(12)]
    assert find_diversity([many, many[:8]]) == 10 / 18
    assert find_diversity([["a", "b"], ["c"]]) == 1
    assert np.isnan(find_diversity([]))


def test_purity_is_that_of_the_book():
    # Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, figure 16.4: (5 + 4 + 3) / 17.
    labels = "xxxxxo" + "xoooo+" + "xx+++"
    assert find_purity(list(labels), [1] * 6 + [2] * 6 + [3] * 5) == pytest.approx(12 / 17)


def test_agreement_is_mutual_information_by_the_mean_of_entropies():
    # Labels aabb, groups 0001: mutual information ln 2 - (3/4) H(1/3), entropies ln 2 and H(1/4).
    one_third, quarter = (-(p * log(p) + (1 - p) * log(1 - p)) for p in (1 / 3, 1 / 4))
    expected = 2 * (log(2) - 0.75 * one_third) / (log(2) + quarter)
    assert find_agreement(list("aabb"), [0, 0, 0, 1]) == pytest.approx(expected)


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 3)), min_size=2, max_size=30))
def test_the_adjusted_rand_index_is_that_of_scikit_learn(pairs):
    table = np.zeros((4, 4))
    np.add.at(table, tuple(np.array(pairs).T), 1)
    assert find_rand(table) == pytest.approx(adjusted_rand_score(*zip(*pairs, strict=True)), abs=1e-12)


def test_groupings_that_agree_are_stable_and_the_interval_holds_the_mean():
    chance = np.random.default_rng(0)
    groups = chance.integers(5, size=400)
    assert find_stability([(groups, 4 - groups)] * 2) == (1, 1, 1)
    disturbed = np.where(chance.random(400) < 0.3, chance.integers(5, size=400), groups)
    mean, low, high = find_stability([(groups, disturbed), (groups, groups)])
    assert mean == pytest.approx((adjusted_rand_score(groups, disturbed) + 1) / 2)
    # Two splits of which one may be drawn twice: the interval reaches from one's value to the other's.
    assert low < adjusted_rand_score(groups, disturbed) + 0.05 and high == 1
    assert find_stability([(groups, disturbed)]) == find_stability([(groups, disturbed)])


def test_chance_alone_is_not_stable():
    chance = np.random.default_rng(1)
    mean, low, high = find_stability([chance.integers(4, size=(2, 2_000)) for _ in range(3)])
    assert abs(mean) < 0.01 and -0.02 < low <= mean <= high < 0.02
