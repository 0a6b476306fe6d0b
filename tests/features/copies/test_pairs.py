from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.copies import pairs as module
from features.copies.pairs import group_texts, pair_sketches
from features.copies.sketches import count_halvings, sketch_articles
from tests.features.copies.reports import edit, words_of, write_words


def pairs_of(texts):
    one, other = pair_sketches(sketch_articles(words_of(texts)))
    return sorted(zip(one.tolist(), other.tolist(), strict=True))


REPORT = write_words(400, 1)


@pytest.mark.parametrize(
    "copy",
    [edit(REPORT, 0.2, 2), REPORT[:100], edit(REPORT[:100], 0.2, 3), write_words(40, 4) + REPORT[60:], REPORT[340:]],
    ids=["edited", "cut", "cut and edited", "new lead", "last paragraph"],
)
def test_a_copy_is_paired_with_its_original_and_with_nothing_else(copy):
    texts = [write_words(400, 5), REPORT, write_words(90, 6), copy, write_words(500, 7)]
    assert pairs_of(texts) in ([(1, 3)], [(3, 1)])


def test_the_first_of_a_pair_is_not_the_shorter():
    assert pairs_of([REPORT[:200], REPORT]) == [(1, 0)]
    assert pairs_of([REPORT, REPORT[:200]]) == [(0, 1)]


def test_the_same_texts_are_numbered_alike_and_only_one_of_them_is_paired():
    texts = [REPORT, "Rain.", REPORT, edit(REPORT, 0.1, 2), REPORT, "rain"]
    place, text = group_texts(sketch_articles(words_of(texts)))
    assert text[0] == text[2] == text[4] and text[1] == text[5] and len(set(text.tolist())) == 3 == len(place)
    assert len(pairs_of(texts)) == 1


def test_ten_thousand_reprints_make_no_pairs():
    assert pairs_of([REPORT] * 10_000) == []


@pytest.mark.parametrize("n", [50, 100, 200])
def test_many_copies_hang_together_by_few_pairs(n):
    texts = [REPORT, *(edit(REPORT, 0.1, seed) for seed in range(n - 1))]
    pairs = pairs_of(texts)
    # Of all n² / 2 pairs at most some of each: each hash of a text is looked up twice.
    assert len(pairs) < 40 * n
    story = {0}
    for _ in range(n):
        story |= {text for pair in pairs if story & set(pair) for text in pair}
    assert len(story) == n


def test_texts_of_fewer_than_twenty_words_are_not_paired():
    assert pairs_of([REPORT[:19], REPORT[:60]]) == []
    assert pairs_of([REPORT[:20], REPORT[:60]]) == [(1, 0)]


def test_an_excerpt_of_less_than_an_eighth_is_not_paired():
    assert pairs_of([REPORT, REPORT[:49]]) == []
    assert pairs_of([REPORT, REPORT[:50]]) == [(0, 1)]


@pytest.mark.parametrize("n", [0, 1])
def test_few_articles_make_no_pairs(n):
    assert pairs_of([REPORT] * n) == []


TEXTS = [edit(write_words(200, seed), 0.1 * (seed % 3), copy) for seed in range(12) for copy in range(4)]


def test_the_order_of_the_articles_makes_no_difference():
    order = np.random.default_rng(0).permutation(len(TEXTS))
    shuffled = {(order[one], order[other]) for one, other in pairs_of([TEXTS[place] for place in order])}
    # Of texts of the same length the order decides by identity, which here follows the place; so pairs are compared as sets.
    assert {frozenset(pair) for pair in shuffled} == {frozenset(pair) for pair in pairs_of(TEXTS)}


@pytest.mark.parametrize("in_bucket", [1, 16, 1 << 20])
def test_the_size_of_a_bucket_makes_no_difference(in_bucket, monkeypatch):
    whole = pairs_of(TEXTS)
    assert len(whole) > 24
    monkeypatch.setattr(module, "_IN_BUCKET", in_bucket)
    assert pairs_of(TEXTS) == whole


def slow_pairs(sketches):
    """Hash by hash, text after text from the longest on: each is laid beside the one before it and beside the first."""
    order = sorted(range(len(sketches)), key=lambda place: (-sketches.n_words[place], sketches.article_ids[place]))
    having, shared = defaultdict(list), Counter()
    for place in order:
        for number in sketches.hashes[sketches.first[place] : sketches.first[place + 1]].tolist():
            shared.update((one, place) for one in {*having[number][-1:], *having[number][:1]})
            having[number].append(place)
    n_words = sketches.n_words
    least = {
        (one, other): max(2, n_words[other] / 2 ** count_halvings(n_words[one : one + 1])[0] / 6)
        for one, other in shared
    }
    return {pair for pair, n in shared.items() if n >= least[pair] and 8 * n_words[pair[1]] >= n_words[pair[0]]}


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=12), min_size=2, max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_shares_enough_is_what_a_slow_reference_finds(reports):
    # Texts of paragraphs that stand in several of them, each text with some words of its own.
    texts = [
        sum((write_words(30 + 5 * part, part) for part in parts), write_words(9, 100 + number))
        for number, parts in enumerate(reports)
    ]
    sketches = sketch_articles(words_of(texts))
    order = np.array(
        sorted(range(len(texts)), key=lambda place: (-sketches.n_words[place], sketches.article_ids[place]))
    )
    one, other = module._find_sharing(sketches, order)
    assert len(one) == len(set(zip(one.tolist(), other.tolist(), strict=True)))
    assert set(zip(one.tolist(), other.tolist(), strict=True)) == slow_pairs(sketches)


def test_sketches_of_too_many_articles_are_coarsened_and_still_find_copies(monkeypatch):
    monkeypatch.setattr(module, "MOST_HASHES", 2000)
    texts = [copy for seed in range(20) for copy in (write_words(400, seed), edit(write_words(400, seed), 0.2, seed))]
    assert len(sketch_articles(words_of(texts)).hashes) > 3000
    assert {frozenset(pair) for pair in pairs_of(texts)} == {frozenset([n, n + 1]) for n in range(0, 40, 2)}


def test_more_articles_than_have_a_number_are_refused(monkeypatch):
    monkeypatch.setattr(module, "_PLACE_BITS", 1)
    sketches = sketch_articles(words_of(["Rain."] * 3))
    with pytest.raises(ValueError, match="at most 2 articles are compared at once, got 3"):
        pair_sketches(sketches)
