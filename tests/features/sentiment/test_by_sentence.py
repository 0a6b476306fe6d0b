import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.sentiment import (
    Lexicon,
    explain,
    find_scored_words,
    read_lexicon,
    read_scorer,
    score_sentences,
    score_words,
)
from features.sentiment.by_sentence import CHANCES, tabulate_scores, tabulate_words
from features.text import find_words, split_sentences
from tests.features.sentiment.small_scorers import (
    EncoderOfWords,
    score_by_hand,
    scorer_of,
    sentences_of,
    tone_words_of,
)

PIECES = st.sampled_from(
    "Sanctions were eased . The talks collapsed war Duarte praised Ruiz ? not killed peace … the In May \n\n".split(" ")
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)
GERMAN = "Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt, und der Krieg dauert an."
SMALL = scorer_of(
    {("word", "storm"): (1.0, -1.0), ("valence up", ""): (-1.0, 1.0)},
    tone_words_of({"gift": 0.5}),
)


def articles_of(texts):
    return pd.DataFrame({"article_id": [f"a{row}" for row in range(len(texts))], "text": texts}, dtype="str")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Peace talks collapsed.", -1),
        ("A bomb killed nine people.", -1),
        ("Both sides agreed on a ceasefire.", 1),
        ("Sanctions were eased after the talks.", 1),
    ],
)
def test_the_default_scorer_tells_good_news_from_bad(text, sign):
    assert np.sign(score_sentences(sentences_of(text))["score"].item()) == sign


def test_a_sentence_has_its_score_its_chances_and_what_they_rest_on():
    # Four words count 2.5-fold; the sums begin with −0.5.
    score, chances = score_by_hand(2.0, -3.0)
    [row] = score_sentences(sentences_of("A storm came by."), scorer=SMALL).to_dict("records")
    assert [row[name] for name in CHANCES] == pytest.approx(chances)
    assert row["score"] == pytest.approx(score)
    assert (row["n_words"], row["n_scored_words"], row["coverage"]) == (4, 1, 0.25)


def test_the_words_of_a_sentence_say_what_the_lists_and_what_others_make_of_them():
    table = find_scored_words(find_words(sentences_of("Rain.", "A gift, a storm.")), SMALL)
    # Good minus bad: 1 of the gift and −2 of the storm; together −1, which is the score.
    score, _ = score_by_hand(2.5 * (1 - 0.5) - 0.5, 2.5 * (-1 + 0.5) - 0.5)
    assert table.drop(columns=["valence", "contribution"]).to_dict("list") == {
        "article_id": ["a1", "a1"],
        "sentence_no": [0, 0],
        "word_no": [1, 3],
        "word": ["gift", "storm"],
        "factor": [1.0, 1.0],
        "negated": [False, False],
    }
    assert table["valence"].tolist() == pytest.approx([0.5, np.nan], nan_ok=True)
    assert table["contribution"].tolist() == pytest.approx([-score, 2 * score])


def test_what_is_turned_is_called_negated():
    scorer = scorer_of({("valence up", ""): (-1.0, 1.0)}, tone_words_of({"gift": 0.5}, kind={"no": 1}))
    table = find_scored_words(find_words(sentences_of("No gift.", "A gift.")), scorer)
    assert table["negated"].tolist() == [False]  # “up” has a weight, what is turned down has none
    scorer = scorer_of({("valence down", ""): (1.0, -1.0)}, tone_words_of({"gift": 0.5}, kind={"no": 1}))
    table = find_scored_words(find_words(sentences_of("No gift.", "A gift.")), scorer)
    assert table["negated"].tolist() == [True]
    assert table["factor"].tolist() == pytest.approx([-0.74])


@pytest.mark.parametrize("scorer", ["default", "lexicon"])
@pytest.mark.parametrize(
    "text", ["", " ", "😀", "123 …", "In May.", "He is here.", GERMAN, "油价 📈"], ids=lambda text: text[:6]
)
def test_without_evidence_a_score_is_missing_and_not_0(scorer, text):
    table = score_sentences(sentences_of(text), scorer=scorer)
    assert table[["score", *CHANCES]].isna().all(axis=None)
    assert table["n_scored_words"].tolist() == [0]
    found = find_scored_words(find_words(sentences_of(text)), scorer)
    pd.testing.assert_frame_equal(found, tables.empty(tables.WORD_SENTIMENT))


def test_no_sentences_make_empty_whole_tables():
    for nothing in (sentences_of(), articles_of([])):
        table = score_sentences(nothing)
        pd.testing.assert_frame_equal(table, tables.empty(tables.SENTENCE_SENTIMENT))


def test_a_sentence_without_words_has_no_coverage_and_one_without_evidence_a_coverage_of_0():
    table = score_sentences(sentences_of("…", "In May.", "A storm came by."), scorer=SMALL)
    assert table["coverage"].tolist() == pytest.approx([np.nan, 0.0, 0.25], nan_ok=True)


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=4))
def test_contributions_add_up_to_the_score_and_chances_to_1(texts):
    sentences = split_sentences(articles_of(texts))
    words = find_words(sentences)
    table = score_sentences(sentences, words=words).set_index(["article_id", "sentence_no"])
    sums = find_scored_words(words).groupby(["article_id", "sentence_no"])["contribution"].sum()
    known = table[table["score"].notna()]
    sums = sums.reindex(known.index).fillna(0.0)
    np.testing.assert_allclose(sums, known["score"], atol=1e-9)
    np.testing.assert_allclose(known[list(CHANCES)].sum(axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(known["p_positive"] - known["p_negative"], known["score"], atol=1e-12)
    assert known["score"].between(-1, 1).all()
    assert (table["score"].isna() == (table["n_scored_words"] == 0)).all()
    assert (table["n_scored_words"] <= table["n_words"]).all()


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=5), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_articles_nor_their_company_makes_a_difference(texts, random):
    articles = articles_of(texts)
    order = random.sample(range(len(texts)), len(texts))
    cut = random.randint(0, len(texts))
    key = ["article_id", "sentence_no"]
    there = score_sentences(articles)
    parts = [score_sentences(articles.iloc[some]) for some in (order[:cut], order[cut:])]
    back = pd.concat([part for part in parts if len(part)] or parts[:1]).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(there, back, check_exact=True)
    found = [find_scored_words(find_words(articles.iloc[some])) for some in (order[:cut], order[cut:])]
    back = pd.concat([part for part in found if len(part)] or found[:1]).sort_values(
        [*key, "word_no"], ignore_index=True
    )
    pd.testing.assert_frame_equal(find_scored_words(find_words(articles)), back, check_exact=True)


def test_articles_are_scored_as_their_sentences_are():
    articles = articles_of(["Peace talks collapsed. Mr. Ruiz was killed.\n\nNever!", "", "A ceasefire holds."])
    pd.testing.assert_frame_equal(score_sentences(articles), score_sentences(split_sentences(articles)))
    pd.testing.assert_frame_equal(
        find_scored_words(find_words(articles)), find_scored_words(find_words(split_sentences(articles)))
    )


def test_what_was_scored_before_is_not_scored_again():
    sentences = sentences_of("A storm came by.", "Peace talks collapsed.")
    words = find_words(sentences)
    scores = score_sentences(sentences, scorer=SMALL)
    pd.testing.assert_frame_equal(scores, score_sentences(sentences, words=words, scorer=SMALL))
    pd.testing.assert_frame_equal(scores, score_sentences(sentences, words=score_words(words, SMALL)))
    pd.testing.assert_frame_equal(find_scored_words(words, SMALL), find_scored_words(score_words(words, SMALL)))


def test_what_is_written_is_what_is_found_with_each_text_once():
    scored = score_words(find_words(articles_of(["A good day, a good week.", "Rain fell.", "A bad day."])), "lexicon")
    found, sentences = tabulate_words(scored), tabulate_scores(scored)
    assert found["word"].combine_chunks().dictionary.to_pylist() == ["good", "bad"]
    assert found["word"].to_pylist() == ["good", "good", "bad"]
    assert found["sentence_no"].to_pylist() == find_scored_words(scored)["sentence_no"].tolist()
    assert sentences["n_scored_words"].to_pylist() == [2, 0, 1]
    assert len(sentences["article_id"].combine_chunks().dictionary) == len(set(sentences["article_id"].to_pylist()))


def test_a_scorer_is_taken_by_name_and_opened():
    sentences = sentences_of("A good day.", "The horrible war went on.")
    for name, opened in (("default", read_scorer()), ("lexicon", read_lexicon())):
        pd.testing.assert_frame_equal(
            score_sentences(sentences, scorer=name), score_sentences(sentences, scorer=opened), check_exact=True
        )
    pd.testing.assert_frame_equal(score_sentences(sentences), score_sentences(sentences, scorer="default"))


def test_a_plain_lexicon_has_scores_without_chances():
    table = score_sentences(sentences_of("A good day."), scorer=Lexicon(pd.Series({"good": 0.5})))
    assert table["score"].tolist() == [0.5]
    assert table[list(CHANCES)].isna().all(axis=None)


def test_the_encoder_reads_what_has_words_and_is_english_and_names_no_words():
    encoder = EncoderOfWords()
    sentences = split_sentences(articles_of(["Rain + sun.", "…", GERMAN, "Rain."]))
    table = score_sentences(sentences, scorer=encoder)
    assert encoder.asked == [(["Rain + sun.", "Rain."], None)]
    assert table["score"].tolist() == pytest.approx([0.25, np.nan, np.nan, -0.5], nan_ok=True)
    assert table["p_neutral"].tolist() == pytest.approx([0.25, np.nan, np.nan, 0.5], nan_ok=True)
    assert table["n_scored_words"].tolist() == [2, 0, 0, 1]
    assert len(find_scored_words(find_words(sentences), encoder)) == 0
    assert len(score_sentences(articles_of([]), scorer=encoder)) == 0
    assert len(encoder.asked) == 2  # nothing is read where there is nothing


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_text_is_refused(text):
    table = score_sentences(articles_of([text, f"{text} war {text}"]))
    assert table["score"].dropna().between(-1, 1).all()
    assert abs(explain(text).table["contribution"].sum()) <= 1 + 1e-9
