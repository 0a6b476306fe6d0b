import re
import tracemalloc
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.text import find_words, split_sentences


def sentences_of(*texts, article_ids=None):
    ids = article_ids or [f"a{row}" for row in range(len(texts))]
    numbers = pd.Series(ids, dtype="str").groupby(ids).cumcount()
    return pd.DataFrame({"article_id": ids, "sentence_no": numbers, "text": pd.Series(texts, dtype="str")})


def words_of(*texts):
    words = find_words(sentences_of(*texts))
    return words.vocabulary[words.term].tolist()


def is_letter(sign):
    return sign.isalnum() and not sign.isdecimal()


def is_mark(sign):
    return unicodedata.category(sign) in ("Mn", "Mc") and sign <= "\uffff"


def run(text, place, accepts):
    while place < len(text) and accepts(text[place]):
        place += 1
    return place


def end_of_acronym(text, place):
    """The end of "u.s." that begins at `place`, or `place` when there are not two letters with full stops."""
    end = place
    while end + 1 < len(text) and is_letter(text[end]) and text[end + 1] == ".":
        end += 2
    return end if end - place >= 4 else place


def end_of_letters(text, place):
    end = run(text, place, is_letter)
    while True:
        if run(text, end, is_mark) > end:
            end = run(text, run(text, end, is_mark), is_letter)
        elif text[end : end + 1] in ("'", "-") and run(text, end + 1, is_letter) > end + 1:
            end = run(text, end + 1, is_letter)
        else:
            return end


def end_of_number(text, place):
    end = run(text, place, str.isdecimal)
    while text[end : end + 1] in (".", ",") and run(text, end + 1, str.isdecimal) > end + 1:
        end = run(text, end + 1, str.isdecimal)
    return end


def read_slowly(text):
    """The words of a text, sign by sign."""
    text = text.casefold().replace("’", "'").replace("‐", "-")
    words, place = [], 0
    while place < len(text):
        end = place + 1
        if is_letter(text[place]):
            acronym = end_of_acronym(text, place)
            end = acronym if acronym > place else end_of_letters(text, place)
            words.append(text[place:end])
        elif text[place].isdecimal():
            end = end_of_number(text, place)
            words.append(text[place:end])
        place = end
    return words


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
    slow = [read_slowly(text) for text in texts]
    spelled = np.split(words.vocabulary[words.term], words.first[1:])[: len(texts)]
    assert [sentence.tolist() for sentence in spelled] == slow
    assert words.vocabulary.tolist() == sorted({word for sentence in slow for word in sentence})
    assert words.sentence.tolist() == [s for s, sentence in enumerate(slow) for _ in sentence]
    assert words.per_sentence.tolist() == [len(sentence) for sentence in slow]
    assert len(words) == sum(map(len, slow))


def test_the_stream_says_which_sentence_and_which_article_each_word_is_from():
    words = find_words(sentences_of("Oil rose.", "", "Gold.", article_ids=["b", "b", "a"]))
    assert words.article_ids.tolist() == ["b", "a"]
    assert words.article.tolist() == [0, 0, 1]
    assert words.sentence.tolist() == [0, 0, 2]
    assert words.first.tolist() == [0, 2, 2, 3]
    assert words.sentences.to_dict("list") == {"article_id": ["b", "b", "a"], "sentence_no": [0, 1, 0]}


def test_a_word_has_one_number_in_a_corpus_that_is_read_in_several_portions():
    words = find_words(
        sentences_of(*["oil"] * 20_000, "gold oil", *["silver"] * 20_000, "oil", article_ids=["a"] * 40_002)
    )
    assert words.vocabulary.tolist() == ["gold", "oil", "silver"]
    assert words.term[[0, 19_999, 20_000, 20_001, 20_002, -2, -1]].tolist() == [1, 1, 0, 1, 2, 2, 1]
    assert words.sentence[[19_999, 20_000, 20_001, -1]].tolist() == [19_999, 20_000, 20_000, 40_001]


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


@pytest.mark.parametrize("texts", [[], [""], ["😀"]], ids=["no sentence", "empty sentence", "emoji"])
def test_without_words_the_stream_is_empty_and_whole(texts):
    words = find_words(sentences_of(*texts))
    assert len(words) == len(words.vocabulary) == len(words.sentence) == len(words.article) == 0
    assert words.first.tolist() == [0] * (len(texts) + 1)
    assert len(words.article_ids) == len(words.sentences) == len(texts)


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


def test_a_possessive_is_read_as_its_noun_and_nothing_else_changes():
    words = find_words(sentences_of("Russia’s oil, Russia, didn't, 's"))
    merged = words.without_possessives()
    assert merged.vocabulary[merged.term].tolist() == ["russia", "oil", "russia", "didn't", "s"]
    assert merged.vocabulary.tolist() == ["didn't", "oil", "russia", "s"]
    assert merged.first.tolist() == words.first.tolist()
    assert merged.find_terms(["oil", "russia"]).tolist() == [1, 2]


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
