import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text import find_words, fold, split_sentences
from tests.features.text.slow_reading import read_slowly
from tests.features.text.test_words import ARTICLES, articles_of, sentences_of, spelled


def words_of(*texts):
    return spelled(find_words(sentences_of(*texts)))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("L’Été", "l'été"), ("Straße", "strasse"), ("CO‐OP", "co-op"), ("İ", "i\u0307"), ("ΑΣ", "ασ"), ("", "")],
)
def test_texts_are_folded_as_unicode_says_with_plain_apostrophes_and_hyphens(text, folded):
    assert fold(text) == folded


TEXTS = st.one_of(st.text("aBßİ’'‐-.,12_ é\u0301中²ि😀\n", max_size=30), st.text(max_size=30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. won’t sell.", ["the", "u.s.", "won't", "sell"]),
        ("Well-known co‐operation - a 'quote'", ["well-known", "co-operation", "a", "quote"]),
        ("1,000 barrels at 3.5, then 7.", ["1,000", "barrels", "at", "3.5", "then", "7"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("Covid19 snake_case", ["covid", "19", "snake", "case"]),
        ("Нефть 油价 café", ["нефть", "油价", "café"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("İstanbul", ["i\u0307stanbul"]),
        ("😀 … — !", []),
    ],
)
def test_words_are_case_folded_and_keep_apostrophes_hyphens_accents_and_decimals(text, expected):
    assert words_of(text) == expected


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
@example(["a.b.", "a.b", "a. b.", "x-a.b.c"])
def test_the_stream_equals_a_slow_reading_of_each_sentence(texts):
    words = find_words(sentences_of(*texts))
    slow = [[word for word, _, _ in read_slowly(text)] for text in texts]
    spelled = np.split(words.vocabulary[words.term], words.first[1:])[: len(texts)]
    assert [sentence.tolist() for sentence in spelled] == slow
    assert words.vocabulary.tolist() == sorted({word for sentence in slow for word in sentence})
    assert words.sentence.tolist() == [s for s, sentence in enumerate(slow) for _ in sentence]
    assert words.per_sentence.tolist() == [len(sentence) for sentence in slow]
    assert len(words) == sum(map(len, slow))


@settings(deadline=None)
@given(st.text())
def test_a_folded_text_has_the_same_words(text):
    assert words_of(fold(text)) == words_of(text)


def test_a_missing_text_counts_as_an_empty_one():
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "text": pd.array(["Oil.", None, "Gas."], dtype="str")})
    words = find_words(articles)
    assert spelled(words) == ["oil", "gas"]
    assert words.article.tolist() == [0, 2]


def test_a_word_has_one_number_in_a_corpus_that_is_read_in_several_portions():
    words = find_words(
        sentences_of(*["oil"] * 20_000, "gold oil", *["silver"] * 20_000, "oil", article_ids=["a"] * 40_002)
    )
    assert words.vocabulary.tolist() == ["gold", "oil", "silver"]
    assert words.term[[0, 19_999, 20_000, 20_001, 20_002, -2, -1]].tolist() == [1, 1, 0, 1, 2, 2, 1]
    assert words.sentence[[19_999, 20_000, 20_001, -1]].tolist() == [19_999, 20_000, 20_000, 40_001]


@settings(deadline=None)
@given(ARTICLES)
def test_articles_and_their_sentences_are_one_stream_of_words(texts):
    # An article of nothing but white space has no sentence.
    articles = articles_of(*[text for text in texts if text.strip()])
    of_articles, sentences = find_words(articles), split_sentences(articles)
    of_sentences = find_words(sentences)
    assert of_articles.terms.equals(of_sentences.terms)
    assert of_articles.article_ids.tolist() == of_sentences.article_ids.tolist()
    for name in "term first sentence article article_of_sentence first_of_article per_sentence sentence_no".split():
        one, other = getattr(of_articles, name), getattr(of_sentences, name)
        assert one.tolist() == other.tolist(), name
        assert one.dtype == other.dtype, name
    columns = ["article_id", "sentence_no", "text"]
    pd.testing.assert_frame_equal(of_articles.sentences[columns], of_sentences.sentences[columns])
    start, _ = of_articles.places()
    start_in_sentence, _ = of_sentences.places()
    assert start.tolist() == (start_in_sentence + sentences["start"].to_numpy()[of_sentences.sentence]).tolist()


@settings(deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_articles_and_the_names_of_rows_change_no_article(texts, random):
    articles = articles_of(*texts)
    order = random.sample(range(len(texts)), len(texts))
    there, back = find_words(articles), find_words(articles.iloc[order])
    assert there.terms.equals(back.terms)
    assert back.article_ids.tolist() == [f"a{row}" for row in order]
    begins, ends = there.first_of_article[:-1], there.first_of_article[1:]
    assert back.term.tolist() == [number for row in order for number in there.term[begins[row] : ends[row]]]


@pytest.mark.parametrize("texts", [[], [""], ["😀"]], ids=["no sentence", "empty sentence", "emoji"])
def test_without_words_the_stream_is_empty_and_whole(texts):
    words = find_words(sentences_of(*texts))
    assert len(words) == len(words.vocabulary) == len(words.sentence) == len(words.article) == 0
    assert words.first.tolist() == [0] * (len(texts) + 1)
    assert len(words.article_ids) == len(words.row) == len(texts)


def test_sentences_of_one_article_that_stand_apart_are_refused_with_the_row():
    apart = sentences_of("oil", "gas", "gold", article_ids=["a", "b", "a"])
    with pytest.raises(ValueError, match="a sentence of 'a' stands in row 2 behind another article’s"):
        find_words(apart)


def test_one_word_300_000_times_is_one_term():
    words = find_words(split_sentences(pd.DataFrame({"article_id": ["a"], "text": ["oil " * 300_000]})))
    assert words.vocabulary.tolist() == ["oil"]
    assert len(words) == 300_000
    assert not np.any(words.term)


def test_the_order_of_the_articles_changes_places_but_no_numbers():
    one, two = "Oil rose again.", "Gold fell."
    there, back = find_words(sentences_of(one, two)), find_words(sentences_of(two, one))
    assert there.vocabulary.tolist() == back.vocabulary.tolist()
    assert there.term.tolist() == [*back.term[2:], *back.term[:2]]


def test_plain_english_is_read_as_any_reader_would():
    text = "The quick brown fox jumps over the lazy dog and then the dog sleeps"
    assert words_of(text) == re.findall("[a-z]+", text.lower())
