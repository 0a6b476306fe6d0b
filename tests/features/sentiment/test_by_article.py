import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from features import tables
from features.sentiment import score_sentences, summarise_articles

SCORES = st.lists(st.one_of(st.just(np.nan), st.floats(-1, 1)), min_size=1, max_size=12)


def sentiment_of(**scores_by_article):
    """SENTENCE_SENTIMENT with ten words a sentence, one of them scored where there is a score."""
    ids = [article for article, scores in scores_by_article.items() for _ in scores]
    scores = np.array([score for scores in scores_by_article.values() for score in scores], dtype=float)
    return pd.DataFrame(
        {
            "article_id": ids,
            "sentence_no": pd.Series(ids, dtype="str").groupby(ids).cumcount(),
            "score": scores,
            "n_words": 10,
            "n_scored_words": (~np.isnan(scores)).astype(int),
            "coverage": (~np.isnan(scores)) / 10,
        }
    )


def test_an_articles_tone_is_the_mean_of_its_scored_sentences():
    table = summarise_articles(sentiment_of(b=[0.2, np.nan, 0.7, 0.3], a=[-0.5]))
    assert table["article_id"].tolist() == ["b", "a"]
    assert table["score"].tolist() == pytest.approx([0.4, -0.5])
    assert table["n_sentences"].tolist() == [4, 1]
    assert table["n_scored_sentences"].tolist() == [3, 1]
    assert table["n_words"].tolist() == [40, 10]


@pytest.mark.parametrize("scores", [[0.1, 0.3], [-0.2, 0.1, 0.05, 0.4], [0.01 * k for k in range(-15, 15)]])
def test_the_interval_is_students(scores):
    row = summarise_articles(sentiment_of(a=scores)).iloc[0]
    low, high = ttest_1samp(scores, 0).confidence_interval(0.95)
    assert [row["score_low"], row["score_high"]] == pytest.approx([max(low, -1), min(high, 1)])


def test_an_interval_of_two_scores_worked_out_by_hand():
    # Standard deviation √0.0002, over √2: 0.01. Quantile 0.975 of t with 1 degree of freedom: 12.706 (any
    # table).
    row = summarise_articles(sentiment_of(a=[0.1, 0.12])).iloc[0]
    assert [row["score_low"], row["score_high"]] == pytest.approx([0.11 - 0.12706, 0.11 + 0.12706], abs=1e-5)


def test_the_interval_is_cut_at_the_ends_of_the_scale():
    row = summarise_articles(sentiment_of(a=[-0.9, 0.9])).iloc[0]
    assert (row["score_low"], row["score_high"]) == (-1, 1)


def test_one_scored_sentence_has_a_tone_and_no_interval():
    row = summarise_articles(sentiment_of(a=[0.25, np.nan])).iloc[0]
    assert row["score"] == 0.25
    assert np.isnan(row["score_low"])
    assert np.isnan(row["score_high"])


def test_an_article_without_scored_sentences_has_no_tone_but_a_coverage_of_0():
    row = summarise_articles(sentiment_of(a=[np.nan, np.nan])).iloc[0]
    assert np.isnan(row["score"])
    assert row["n_scored_sentences"] == 0
    assert row["coverage"] == 0


def test_coverage_weighs_long_sentences_more():
    table = sentiment_of(a=[0.1, 0.2]).assign(n_words=[4, 36], n_scored_words=[4, 2])
    assert summarise_articles(table)["coverage"].item() == pytest.approx(6 / 40)


def test_an_article_of_emoji_has_neither_tone_nor_coverage():
    sentences = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["😀😀"]})
    row = summarise_articles(score_sentences(sentences)).iloc[0]
    assert row[["n_sentences", "n_words", "n_scored_sentences"]].tolist() == [1, 0, 0]
    assert np.isnan(row["score"])
    assert np.isnan(row["coverage"])


def test_no_sentences_make_an_empty_whole_table():
    nothing = summarise_articles(tables.empty(tables.SENTENCE_SENTIMENT))
    pd.testing.assert_frame_equal(nothing, tables.empty(tables.ARTICLE_SENTIMENT))


@settings(deadline=None, max_examples=60)
@given(SCORES, SCORES)
def test_the_tone_lies_in_its_interval_and_neither_article_moves_the_other(one, other):
    both = summarise_articles(sentiment_of(a=one, b=other)).set_index("article_id")
    alone = summarise_articles(sentiment_of(b=other)).set_index("article_id")
    pd.testing.assert_frame_equal(both.loc[["b"]], alone)
    known = both[both["score_low"].notna()]
    assert (known["score_low"] <= known["score"] + 1e-12).all()
    assert (known["score"] <= known["score_high"] + 1e-12).all()
    assert both["score"].dropna().between(-1, 1).all()
