import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features import tables
from features.text import find_words, fold
from tests.features.text.slow_reading import read_slowly, split_slowly


def sentences_of(*texts, article_ids=None):
    ids = article_ids or [f"a{row}" for row in range(len(texts))]
    numbers = pd.Series(ids, dtype="str").groupby(ids).cumcount()
    return pd.DataFrame({"article_id": ids, "sentence_no": numbers, "text": pd.Series(texts, dtype="str")})


def articles_of(*texts):
    return pd.DataFrame({"article_id": [f"a{row}" for row in range(len(texts))], "text": texts}, dtype="str")


def test_the_stream_says_which_sentence_and_which_article_each_word_is_from():
    words = find_words(sentences_of("Oil rose.", "", "Gold.", article_ids=["b", "b", "a"]))
    assert words.article_ids.tolist() == ["b", "a"]
    assert words.article.tolist() == [0, 0, 1]
    assert words.sentence.tolist() == [0, 0, 2]
    assert words.first.tolist() == [0, 2, 2, 3]
    assert words.sentence_no.tolist() == [0, 1, 0]
    assert words.ids_of(words.article).tolist() == ["b", "b", "a"]
    assert words.article_of_sentence.tolist() == [0, 0, 1]
    assert words.first_of_article.tolist() == [0, 2, 3]


ARTICLES = st.lists(
    st.lists(
        st.sampled_from(
            [
                *"Mr. U.S. Öl oil Oil Caracas’s Caracas don’t ’s 3.5 . “ ” 油价 😀 İ ΐs e\u0301".split(),
                *[" ", " ", " ", " ", "\n", "\n\n", ". The", "! A", "Mr. Ruiz"],
            ]
        ),
        max_size=14,
    ).map("".join),
    max_size=4,
)


def spelled(words):
    return words.vocabulary[words.term].tolist()


@settings(deadline=None)
@given(ARTICLES)
@example(["😀 Öl", "ΐ e\u0301"])
def test_the_places_of_words_give_their_writing_back(texts):
    words = find_words(articles_of(*texts))
    start, end = words.places()
    written = [texts[row][a:b] for row, a, b in zip(words.row[words.sentence], start, end, strict=True)]
    assert [fold(word) for word in written] == spelled(words)
    assert list(zip(words.row[words.sentence].tolist(), start.tolist(), end.tolist(), strict=True)) == [
        (row, begin, end) for row, text in enumerate(texts) for _, begin, end in read_slowly(text)
    ]


@settings(deadline=None)
@given(ARTICLES)
def test_the_sentences_of_articles_are_those_of_a_slow_reading(texts):
    slow = [
        (f"a{row}", number, paragraph, begin, text[begin:end])
        for row, text in enumerate(texts)
        for number, (begin, end, paragraph) in enumerate(split_slowly(text))
    ]
    sentences = find_words(articles_of(*texts)).sentences
    assert list(sentences.itertuples(index=False, name=None)) == slow
    pd.testing.assert_frame_equal(sentences, tables.check(sentences, tables.SENTENCES))


def test_an_article_without_words_or_sentences_has_its_place_and_no_words():
    words = find_words(articles_of("", "Oil fell. It rose.", " \n ", "…", "Gas", ""))
    assert words.article_ids.tolist() == ["a0", "a1", "a2", "a3", "a4", "a5"]
    assert words.first_of_article.tolist() == [0, 0, 4, 4, 4, 5, 5]
    assert words.article_of_sentence.tolist() == [1, 1, 3, 4]
    assert words.article.tolist() == [1, 1, 1, 1, 4]
    assert words.sentence_no.tolist() == [0, 1, 0, 0]
    assert words.per_sentence.tolist() == [2, 2, 0, 1]


def test_identities_are_given_in_the_order_that_was_asked_for():
    words = find_words(articles_of("Oil.", "Gas.", "Ore."))
    assert words.ids_of(np.array([2, 0, 2])).tolist() == ["a2", "a0", "a2"]
    assert words.ids_of(np.array([], dtype=np.int32)).tolist() == []


def test_terms_are_found_by_their_words_and_unknown_words_are_passed_over():
    words = find_words(sentences_of("gold and oil"))
    assert words.find_terms(["oil", "zinc", "aluminium", "gold", "oil"]).tolist() == [1, 2]
    assert words.find_terms([]).tolist() == []
    assert find_words(sentences_of("…")).find_terms(["oil"]).tolist() == []


@pytest.mark.parametrize(
    ("texts", "phrase", "expected"),
    [
        (["crude oil is oil, crude oil"], "crude oil", [0, 4]),
        (["he sells crude", "oil is dear"], "crude oil", []),
        (["so so so"], "so so", [0, 1]),
        (["so so"], "so so so so", []),
        (["oil"], "oil", [0]),
        (["oil"], "gold", []),
        (["oil"], "", []),
        ([], "oil", []),
    ],
)
def test_a_phrase_is_found_where_it_begins_and_never_across_two_sentences(texts, phrase, expected):
    assert find_words(sentences_of(*texts)).find_phrase(phrase).tolist() == expected


@settings(deadline=None)
@given(st.lists(st.text("ab ", max_size=8), max_size=4), st.lists(st.sampled_from("ab"), min_size=1, max_size=4))
def test_a_phrase_is_found_wherever_a_look_at_each_place_finds_it(texts, parts):
    stream = [(s, word) for s, text in enumerate(texts) for word in text.split()]
    found = [
        place
        for place in range(len(stream) - len(parts) + 1)
        if [word for _, word in stream[place : place + len(parts)]] == parts
        and stream[place][0] == stream[place + len(parts) - 1][0]
    ]
    assert find_words(sentences_of(*texts)).find_phrase(" ".join(parts)).tolist() == found


PHRASES = st.lists(
    st.lists(st.sampled_from(["a", "b", "a's", "c"]), max_size=4).map(" ".join), max_size=6
)  # "c" occurs in no text


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "a’s", "B’S"]), max_size=7), max_size=4), PHRASES, st.booleans())
@example([["a", "b", "a", "b", "a"], ["b", "a"]], ["a b", "b a", "a", "a b a", "a b", ""], False)
@example([["a’s", "b"], ["a", "b"]], ["a b", "a's b", "b"], True)
def test_phrases_are_found_wherever_a_look_at_each_place_finds_them(texts, phrases, possessives):
    found, position = find_words(sentences_of(*map(" ".join, texts))).find_phrases(phrases, possessives=possessives)
    expected, begin = [], 0
    for text in texts:
        words = [fold(word).removesuffix("'s") if possessives else fold(word) for word in text]
        for place in range(len(words)):
            for number, phrase in enumerate(phrases):
                parts = [part.removesuffix("'s") if possessives else part for part in phrase.split()]
                if parts and words[place : place + len(parts)] == parts:
                    expected.append((number, begin + place))
        begin += len(words)
    assert list(zip(found.tolist(), position.tolist(), strict=True)) == expected
    assert (found.dtype, position.dtype) == (np.int32, np.int64)


def test_more_phrases_are_found_than_there_are_words():
    words = find_words(sentences_of("oil " * 5_000, "oil " * 5_000))
    phrase, position = words.find_phrases(["oil", "gold", "oil oil", "oil"])
    assert np.bincount(phrase).tolist() == [10_000, 0, 9_998, 10_000]
    assert np.unique(position[phrase == 2]).tolist() == [*range(4_999), *range(5_000, 9_999)]


def test_no_phrases_are_found_in_nothing_and_nothing_in_no_phrases():
    for words in (find_words(sentences_of()), find_words(sentences_of("oil"))):
        for phrases in ([], [""], ["gold"]):
            assert [array.tolist() for array in words.find_phrases(phrases)] == [[], []]


def test_a_possessive_is_read_as_its_noun_and_nothing_else_changes():
    words = find_words(sentences_of("Russia’s oil, Russia, didn't, 's"))
    merged = words.without_possessives()
    assert merged.vocabulary[merged.term].tolist() == ["russia", "oil", "russia", "didn't", "s"]
    assert merged.vocabulary.tolist() == ["didn't", "oil", "russia", "s"]
    assert merged.first.tolist() == words.first.tolist()
    assert merged.find_terms(["oil", "russia"]).tolist() == [1, 2]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Oil’s", "oil", "oil's's", "s’s", "S", "don’t", "İ’s", "i\u0307", "U.S.’s"]), max_size=12)
)
def test_nouns_are_the_words_without_their_possessive_endings(written):
    words = find_words(sentences_of(" ".join(written)))
    nouns = [word.removesuffix("'s") for word in spelled(words)]
    assert words.nouns.to_pylist() == [word.removesuffix("'s") for word in words.vocabulary]
    merged = words.without_possessives()
    assert spelled(merged) == nouns
    assert merged.vocabulary.tolist() == sorted(set(nouns))
    assert merged.n_terms == len(set(nouns))
    assert merged.term.dtype == np.int32
    assert spelled(words) == spelled(find_words(sentences_of(" ".join(written))))  # the first stream is as it was


def test_one_word_of_300_000_letters_takes_no_room_from_the_others():
    many = " ".join(f"{one}{other}" for one in "abcdefghijklmnopqrstuvwxyz" for other in "abcdefghijklmnopqr")
    words = find_words(sentences_of(many, "x" * 300_000))
    tracemalloc.start()
    try:
        words.without_possessives()
        # An array of 469 texts, each as wide as the longest, is 563 MB.
        assert tracemalloc.get_traced_memory()[1] < 50e6
    finally:
        tracemalloc.stop()


def test_places_that_were_not_kept_are_missed_and_nothing_else_is():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["It rose. “Öl” fell 3.5 %.", "The U.S. sold."]})
    kept, lean = find_words(articles), find_words(articles, places=False)
    assert lean.term.tolist() == kept.term.tolist() and lean.vocabulary.tolist() == kept.vocabulary.tolist()
    pd.testing.assert_frame_equal(lean.sentences, kept.sentences)
    with pytest.raises(ValueError, match="not kept; find them with places=True"):
        lean.places()
