import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.sentiment import Lexicon, find_scored_words, score_sentences
from features.text import find_words, split_sentences

LEXICON = Lexicon(
    pd.Series(
        {"good": 0.5, "best": 1.0, "bad": -0.5, "worst": -1.0, "crude": -0.7, "care": 0.6, "fine": 0.2, "no": -0.3}
    ),
    ("crude oil", "health care", "fine"),
)
WORDS = ["good", "best", "bad", "worst", "crude", "oil", "fine", "not", "never", "no", "the", "Won’t"]
TEXTS = st.lists(st.sampled_from([*WORDS, "…", "\n\n", ". The"]), max_size=12).map(" ".join)


def sentences_of(*texts):
    return pd.DataFrame(
        {
            "article_id": [f"a{row}" for row in range(len(texts))],
            "sentence_no": 0,
            "paragraph_no": 0,
            "start": 0,
            "text": pd.Series(texts, dtype="str"),
        }
    )


def score_of(text):
    return score_sentences(sentences_of(text), lexicon=LEXICON)["score"].item()


def scored_words_of(text):
    return find_scored_words(find_words(sentences_of(text)), LEXICON)


def articles_of(texts):
    ids = [f"a{row}" for row in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": texts}, dtype="str")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("A good day.", 0.5),
        ("GOOD and bad.", 0.0),
        ("The best, the good, the bad.", 1 / 3),
        ("Best, best, best.", 1.0),
    ],
)
def test_a_sentence_scores_the_mean_valence_of_the_words_that_the_lexicon_knows(text, score):
    assert score_of(text) == pytest.approx(score)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Not good.", -0.37),  # 0.5 times -0.74
        ("It did not look very good.", -0.37),  # three words before
        ("It did not look so very good.", 0.5),  # four words before
        ("Good it is not.", 0.5),  # a negation reaches ahead only
        ("It won’t be bad.", 0.37),
        ("No bad day.", 0.37),  # in the lexicon, but not scored: it negates
        ("Not never good.", -0.37),  # two negations turn a word once
        ("Not good, the best.", (-0.37 + -0.74) / 2),  # both within reach
        ("Nothing", np.nan),
    ],
)
def test_a_negation_turns_the_words_up_to_three_ahead(text, score):
    assert score_of(text) == pytest.approx(score, nan_ok=True)


def test_a_negation_does_not_reach_into_the_next_sentence():
    scores = score_sentences(split_sentences(articles_of(["He said not. Good days came."])), lexicon=LEXICON)
    assert scores["score"].tolist() == pytest.approx([np.nan, 0.5], nan_ok=True)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Crude oil is good.", 0.5),
        ("A crude joke.", -0.7),
        ("Crude oil, crude.", -0.7),
        ("Health care is bad.", -0.5),
        ("Good care.", 0.55),
        ("A fine was paid.", np.nan),
    ],
)
def test_what_the_mask_covers_carries_no_feeling(text, score):
    assert score_of(text) == pytest.approx(score, nan_ok=True)


def test_scored_words_say_what_they_contribute():
    assert scored_words_of("The best did not look bad.").to_dict("list") == {
        "article_id": ["a0", "a0"],
        "sentence_no": [0, 0],
        "word_no": [1, 5],
        "word": ["best", "bad"],
        "valence": [1.0, -0.5],
        "negated": [False, True],
        "contribution": pytest.approx([0.5, 0.185]),  # 1 / 2 and -0.5 · -0.74 / 2
    }


def test_a_sentence_says_how_much_of_it_was_scored():
    table = score_sentences(sentences_of("A good, a bad and a worst day.", "Oil.", "…"), lexicon=LEXICON)
    assert table["n_words"].tolist() == [8, 1, 0]
    assert table["n_scored_words"].tolist() == [3, 0, 0]
    assert table["coverage"].tolist() == pytest.approx([3 / 8, 0, np.nan], nan_ok=True)
    assert table["score"].tolist() == pytest.approx([-1 / 3, np.nan, np.nan], nan_ok=True)


def test_words_are_counted_from_0_in_every_sentence():
    words = find_words(split_sentences(articles_of(["The good. The very best, no less.", "Bad."])))
    table = find_scored_words(words, LEXICON)
    assert table[["article_id", "sentence_no", "word_no"]].to_numpy().tolist() == [
        ["a0", 0, 1],
        ["a0", 1, 2],
        ["a1", 0, 0],
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=5))
def test_contributions_add_up_to_the_score_and_scores_lie_between_minus_1_and_1(texts):
    sentences = split_sentences(articles_of(texts))
    table = score_sentences(sentences, lexicon=LEXICON).set_index(["article_id", "sentence_no"])
    scored_words = find_scored_words(find_words(sentences), LEXICON)
    parts = scored_words.groupby(["article_id", "sentence_no"])["contribution"]
    scored = table[table["score"].notna()]
    assert scored["score"].to_dict() == pytest.approx(parts.sum().to_dict())
    assert scored["n_scored_words"].to_dict() == parts.size().to_dict()
    assert scored["score"].between(-1, 1).all()
    assert (table["score"].isna() == (table["n_scored_words"] == 0)).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_makes_no_difference_to_their_tone(texts, random):
    articles = articles_of(texts)
    order = random.sample(range(len(texts)), len(texts))
    there = score_sentences(split_sentences(articles), lexicon=LEXICON)
    back = score_sentences(split_sentences(articles.iloc[order]), lexicon=LEXICON)
    back = back.sort_values(["article_id", "sentence_no"], ignore_index=True)
    pd.testing.assert_frame_equal(there, back, check_exact=True)


def test_words_and_scored_words_that_were_found_before_give_the_same_scores():
    sentences = sentences_of("Not good.", "Crude oil.", "The best day.")
    words = find_words(sentences)
    scores = score_sentences(sentences, lexicon=LEXICON)
    pd.testing.assert_frame_equal(scores, score_sentences(sentences, words=words, lexicon=LEXICON))
    pd.testing.assert_frame_equal(
        scores, score_sentences(sentences, words=words, scored_words=find_scored_words(words, LEXICON))
    )


def test_the_projects_own_lexicon_is_the_default():
    # Hutto and Gilbert 2014: "good" 1.9, "horrible" -2.5, on a scale that ends at 4.
    scores = score_sentences(sentences_of("Good.", "It was not horrible."))["score"]
    assert scores.tolist() == pytest.approx([1.9 / 4, 2.5 / 4 * 0.74])


@pytest.mark.parametrize("texts", [[], [""], ["😀"], ["123 …"]], ids=["no sentence", "empty", "emoji", "no letter"])
def test_without_scored_words_a_score_is_missing_and_not_0(texts):
    table = score_sentences(sentences_of(*texts))
    assert len(table) == len(texts)
    assert table["score"].isna().all()
    scored_words = find_scored_words(find_words(sentences_of(*texts)))
    pd.testing.assert_frame_equal(scored_words, tables.empty(tables.WORD_SENTIMENT))


def test_one_word_300_000_times_scores_as_once_and_soon():
    before = time.perf_counter()
    table = score_sentences(sentences_of("good " * 300_000), lexicon=LEXICON)
    assert time.perf_counter() - before < 10
    assert table["score"].item() == pytest.approx(0.5)
    assert table["n_scored_words"].item() == 300_000
