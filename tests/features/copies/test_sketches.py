from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import find_words
from features.copies.hashing import hash_terms
from features.copies.sketches import Sketches, sketch_articles
from tests.features.copies.reports import words_of, write_words

TEXTS = st.lists(st.lists(st.sampled_from(["oil", "gas", "fell", "1,000", "été"]), max_size=12), max_size=6)


def slow_sketch(words, halvings=0):
    """Shingles of one text, hashed one after another; those below the bound."""
    stream = words_of([words])
    places = [
        dict(zip(stream.vocabulary.tolist(), numbers.tolist(), strict=True)) for numbers in hash_terms(stream.terms)
    ]
    hashes = {
        places[0][words[at]] ^ places[1][words[at + 1]] ^ places[2][words[at + 2]] for at in range(len(words) - 2)
    }
    return sorted(number >> 24 for number in hashes if number >> 24 < 2 ** (40 - halvings))


def same(one, other):
    for mine, theirs in zip(astuple(one), astuple(other), strict=True):
        np.testing.assert_array_equal(mine, theirs)


@given(TEXTS)
@settings(max_examples=40)
def test_short_texts_keep_all_their_shingles(texts):
    sketches = sketch_articles(words_of(texts))
    for number, text in enumerate(texts):
        assert sketches.hashes[sketches.first[number] : sketches.first[number + 1]].tolist() == slow_sketch(text)
    assert sketches.n_words.tolist() == [len(text) for text in texts]


@pytest.mark.parametrize("n, halvings", [(128, 0), (129, 1), (256, 1), (600, 3), (1024, 3), (1025, 4)])
def test_of_a_longer_text_a_smaller_fraction_is_kept(n, halvings):
    text = write_words(n, 1)
    assert sketch_articles(words_of([text])).hashes.tolist() == slow_sketch(text, halvings)


@given(TEXTS)
@settings(max_examples=40)
def test_the_digests_of_two_texts_are_the_same_when_their_words_are(texts):
    digest = sketch_articles(words_of(texts)).digest
    for one, text in enumerate(texts):
        for other in range(one):
            # Texts whose shingles are the same in another order are too alike to be told apart; these have one order.
            if sorted(zip(text, text[1:], text[2:], strict=False)) != sorted(
                zip(texts[other], texts[other][1:], texts[other][2:], strict=False)
            ):
                assert digest[one] != digest[other]
            if text == texts[other]:
                assert digest[one] == digest[other]


def test_the_order_of_two_words_and_the_number_of_one_word_matter():
    texts = ["oil gas", "gas oil", "oil", "oil oil", "oil oil oil", ""]
    assert len(set(sketch_articles(words_of(texts)).digest.tolist())) == 6


def test_a_text_has_the_same_sketch_in_every_partition():
    texts = [write_words(n, n) for n in (300, 0, 5, 40, 700, 2)]
    whole = sketch_articles(words_of(texts))
    words = [words_of([text]) for text in texts]
    parts = Sketches.concatenate([sketch_articles(one) for one in words])
    same(whole, Sketches(whole.article_ids, *astuple(parts)[1:]))


def test_no_articles_have_no_sketches():
    nothing = sketch_articles(words_of([]))
    assert len(nothing) == len(nothing.hashes) == 0 and nothing.first.tolist() == [0]
    same(nothing, Sketches.from_bytes(nothing.to_bytes()))


@given(TEXTS)
@settings(max_examples=20)
def test_what_is_packed_is_unpacked(texts):
    sketches = sketch_articles(words_of(texts)).coarsen(1)
    same(sketches, Sketches.from_bytes(sketches.to_bytes()))
    assert sketches.to_bytes() == sketch_articles(words_of(texts)).coarsen(1).to_bytes()


def test_a_coarser_sketch_is_part_of_a_finer_one():
    text = write_words(400, 3)
    coarse = sketch_articles(words_of([text])).coarsen(2)
    # 400 words: halved twice for their length, and twice more.
    assert coarse.hashes.tolist() == slow_sketch(text, 4) and coarse.halvings == 2
    same(coarse.coarsen(2), coarse)
    with pytest.raises(ValueError, match="halvings should be 2 or more, got 1"):
        coarse.coarsen(1)


def test_sketches_that_were_coarsened_differently_are_not_joined():
    sketches = sketch_articles(words_of(["It rained in Tarn."]))
    with pytest.raises(ValueError, match=r"got 2 parts with halvings \[0, 1\]; `coarsen` makes"):
        Sketches.concatenate([sketches, sketches.coarsen(1)])
    with pytest.raises(ValueError, match="got 0 parts"):
        Sketches.concatenate([])


def test_articles_of_a_table_without_words_are_sketched_as_empty():
    assert sketch_articles(words_of(["", "…", " "])).n_words.tolist() == [0, 0, 0]


def test_the_sketches_of_some_articles_are_those_of_these_articles_alone():
    table = pd.DataFrame(
        {"article_id": list("abcd"), "text": ["It rained in the north.", "", "Oil fell again today.", "Snow."]}
    )
    every = sketch_articles(find_words(table))
    for rows in ([], [2], [3, 0], [0, 1, 2, 3]):
        alone = table.iloc[rows].reset_index(drop=True)
        taken, made = every.take(rows), sketch_articles(find_words(alone))
        assert taken.article_ids.tolist() == made.article_ids.tolist()
        assert (taken.hashes.tolist(), taken.first.tolist()) == (made.hashes.tolist(), made.first.tolist())
        assert taken.digest.tolist() == made.digest.tolist()
