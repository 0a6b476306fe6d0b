import numpy as np
import pytest

from features.copies import pairs as module
from features.copies.pairs import group_texts, pair_sketches
from features.copies.sketches import sketch_articles
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


def test_the_size_of_a_portion_makes_no_difference(monkeypatch):
    whole = pairs_of(TEXTS)
    assert len(whole) > 24
    monkeypatch.setattr(module, "_PORTION", 700)
    assert pairs_of(TEXTS) == whole


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
