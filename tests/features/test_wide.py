from statistics import stdev

import numpy as np
import pandas as pd
import pytest

from features import tables
from features.sentiment import summarise_articles
from features.wide import add_topics, join_features

SENTENCES = pd.DataFrame(
    {
        "article_id": ["a", "a", "a", "a", "a", "b"],
        "sentence_no": [0, 1, 2, 3, 4, 0],
        "score": [0.5, -0.25, 0.0, 0.75, np.nan, -0.5],
        "n_words": [4, 4, 4, 4, 4, 5],
        "n_scored_words": [1, 1, 1, 1, 0, 2],
        "coverage": [0.25, 0.25, 0.25, 0.25, 0, 0.4],
    }
)
TOPICS = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "topic_no": [0, 1, 0, 1], "share": [0.25, 0.75, 1.0, 0.0]})
NO_TOPICS = tables.empty(tables.ARTICLE_TOPICS)


def join(article_ids, topics=TOPICS):
    return join_features(summarise_articles(SENTENCES), SENTENCES, topics, article_ids)


def test_every_article_has_its_tone_and_its_topics_in_one_row():
    row = join(["a", "b"]).set_index("article_id").loc["a"]
    assert row.to_dict() == pytest.approx(
        {
            "tone": 0.25,  # 1.0 over 4 scored sentences
            "tone_spread": stdev([0.5, -0.25, 0, 0.75]),
            "share_positive": 2 / 4,
            "share_negative": 1 / 4,
            "coverage": 4 / 20,
            "n_words": 20,
            "n_sentences": 5,
            "topic_00": 0.25,
            "topic_01": 0.75,
        }
    )


def test_one_scored_sentence_has_no_spread():
    row = join(["b"]).iloc[0]
    assert np.isnan(row["tone_spread"])
    assert row["share_negative"] == 1
    assert row["share_positive"] == 0


def test_rows_stand_in_the_order_that_was_asked_for():
    assert join(["b", "a"])["tone"].tolist() == [-0.5, 0.25]
    assert join(["b"])["article_id"].tolist() == ["b"]


def test_an_article_without_sentences_has_counts_of_0_and_all_else_missing():
    row = join(["a", "z"]).iloc[1]
    assert (row["n_words"], row["n_sentences"]) == (0, 0)
    assert row.drop(["article_id", "n_words", "n_sentences"]).isna().all()


def test_there_is_a_column_for_every_topic_by_its_number():
    some = pd.DataFrame({"article_id": ["a", "a"], "topic_no": [0, 2], "share": [0.5, 0.5]})
    table = join(["a", "b"], some)
    assert table.columns[-3:].tolist() == ["n_sentences", "topic_00", "topic_02"]
    assert table.loc[0, ["topic_00", "topic_02"]].tolist() == [0.5, 0.5]
    assert table.loc[1, ["topic_00", "topic_02"]].isna().all()


def test_without_topics_there_are_no_columns_of_topics():
    assert join(["a"], NO_TOPICS).columns.tolist() == tables.features_table(0).names


def test_no_articles_make_an_empty_whole_table():
    nothing = tables.empty(tables.ARTICLE_SENTIMENT), tables.empty(tables.SENTENCE_SENTIMENT), NO_TOPICS
    pd.testing.assert_frame_equal(join_features(*nothing, []), tables.empty(tables.features_table(0)))
    assert join([]).empty


def test_an_article_that_is_asked_for_twice_is_refused():
    with pytest.raises(tables.TableError, match=r"the key \{'article_id': 'a'\} is repeated"):
        join(["a", "a"])


PLAIN = join(["a", "b", "z"], NO_TOPICS)


def test_shares_of_topics_stand_beside_the_features_of_the_same_article():
    table = add_topics(PLAIN, np.array([[0.25, 0.75], [1.0, 0.0], [0.0, 0.0]]))
    assert table.columns.tolist() == tables.features_table(2).names
    assert table[["article_id", "topic_00", "topic_01"]].fillna(9).values.tolist() == [
        ["a", 0.25, 0.75],
        ["b", 1.0, 0.0],
        ["z", 9, 9],
    ]
    pd.testing.assert_frame_equal(table[PLAIN.columns], PLAIN)


def test_adding_topics_is_the_same_as_joining_them():
    shares = np.array([[0.25, 0.75], [1.0, 0.0], [0.0, 0.0]])
    pd.testing.assert_frame_equal(add_topics(PLAIN, shares), join(["a", "b", "z"]))


def test_a_share_that_rounding_put_outside_of_its_range_is_put_back():
    table = add_topics(join(["a"], NO_TOPICS), np.array([[1 + 1e-15, -1e-15]]))
    assert table[["topic_00", "topic_01"]].values.tolist() == [[1, 0]]


@pytest.mark.parametrize("n_articles", [0, 2])
def test_without_topics_the_features_stay_as_they_are(n_articles):
    plain = PLAIN[:n_articles]
    pd.testing.assert_frame_equal(add_topics(plain, np.empty((n_articles, 0))), plain)
