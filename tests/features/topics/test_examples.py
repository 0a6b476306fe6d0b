"""Sentences that are quoted for a topic, of articles written by hand."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import tables
from features.topics import Topics
from features.topics.examples import choose_examples, find_leading, join_leading

WORDS = np.array(["club", "crude", "goal", "oil", "price"], dtype=object)
EVIDENCE = np.array([[-1.0, 3, -1, 2, 1], [3.0, -1, 3, -1, -1]])
TOPICS = Topics(vocabulary=WORDS, evidence=EVIDENCE, numbers=np.array([4, 9]))
# Ten words each, of which the topic knows some.
CRUDE = "Crude oil at a price that nobody had ever seen."
OIL = "Oil was what all of the people there talked about."
PRICE = "The price was what all of the people talked about."
CLUB = "The club and its goal were what people talked about."


def articles(**texts):
    ids = sorted(texts)
    made = pd.DataFrame(
        {"article_id": ids, "outlet": [f"Paper {one}" for one in ids], "text": [texts[one] for one in ids]}
    )
    return made.assign(published=pd.Timestamp("2026-03-06", tz="UTC"))


def chosen(made, leading=None, topics=TOPICS, **how):
    """Topic, rank, article and number of each sentence."""
    leading = leading or [[(0.9, one) for one in made["article_id"]], []]
    table = choose_examples(topics, made, leading, **how)
    return list(table[["topic_no", "rank", "article_id", "sentence_no"]].itertuples(index=False, name=None))


def test_sentences_come_by_what_their_words_say_for_the_topic():
    # Sums over words and four more: (3 + 2 + 1) / 7, 2 / 5, 1 / 5.
    made = articles(a=PRICE, b=CRUDE, c=OIL)
    assert chosen(made) == [(4, 1, "b", 0), (4, 2, "c", 0), (4, 3, "a", 0)]


def test_a_sentence_is_quoted_as_written_with_its_source():
    crude = "Crude <b>oil</b> & more at a price that nobody had seen."
    made = articles(a=f"{PRICE} {crude}")
    table = choose_examples(TOPICS, made, [[(0.9, "a")], []])
    tables.check(table, tables.TOPIC_EXAMPLES)
    assert table.iloc[0][["outlet", "text"]].tolist() == ["Paper a", crude]
    assert table["published"].tolist()[0] == pd.Timestamp("2026-03-06", tz="UTC")


def test_each_comes_from_the_topic_that_it_says_most_for():
    made = articles(a=f"{CRUDE} {CLUB}", b=f"{CLUB} {OIL}")
    assert chosen(made, [[(0.6, "a")], [(0.7, "b")]]) == [(4, 1, "a", 0), (9, 1, "b", 0)]


def test_only_leading_articles_are_quoted_and_the_larger_share_comes_first():
    made = articles(a=CRUDE, b=CRUDE.replace("seen", "known"), c=OIL)
    assert chosen(made, [[(0.5, "a"), (0.9, "b")], []]) == [(4, 1, "b", 0), (4, 2, "a", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Crude oil at a price.",
        "Crude oil at a price " + "and so on and on " * 8 + "here.",
        "He had crude oil at a price that nobody had seen.",
        "But crude oil had a price that nobody had ever seen.",
        "Crude oil at a price that nobody had ever seen before",
        'Crude oil at a price "that nobody had ever seen there.',
        "Crude oil at a price “that nobody had ever seen there.",
        "Subscribe for crude oil at a price nobody had ever seen.",
        "The people that were there talked of what they had seen.",
    ],
)
def test_what_cannot_be_understood_by_itself_or_says_nothing_is_not_quoted(text):
    assert chosen(articles(a=text)) == []


def test_sentences_that_name_first_words_of_the_topic_come_first():
    terms = pd.DataFrame({"topic_no": [4, 4], "rank": [1, 11], "term": ["price", "oil"], "share": 0.5, "lift": 2.0})
    named = Topics(vocabulary=WORDS, evidence=EVIDENCE, numbers=np.array([4, 9]), terms=terms)
    assert chosen(articles(a=PRICE, b=OIL), topics=named) == [(4, 1, "a", 0), (4, 2, "b", 0)]


def test_other_outlets_come_before_the_same_and_other_stories_before_the_same():
    # The best four are of one outlet, and the first two of one story.
    made = articles(a=CRUDE, b=CRUDE.replace("seen", "known"), c=CRUDE.replace("seen", "had"), d=OIL, e=PRICE)
    made["outlet"] = ["Wire", "Wire", "Wire", "Wire", "Daily"]
    stories = pd.DataFrame({"article_id": list("abcde"), "story_id": list("aacde")})
    assert [row[2] for row in chosen(made, stories=stories)] == ["a", "e", "c"]
    assert [row[2] for row in chosen(made)] == ["a", "e", "b"]


def test_one_story_fills_up_with_other_sentences_but_none_twice():
    made = articles(a=f"{CRUDE} {OIL}", b=f"{CRUDE} {PRICE}")
    stories = pd.DataFrame({"article_id": ["a", "b"], "story_id": ["a", "a"]})
    assert chosen(made, stories=stories) == [(4, 1, "a", 0), (4, 2, "a", 1), (4, 3, "b", 1)]


def test_the_order_of_articles_makes_no_difference_and_neither_do_others():
    made = articles(a=CRUDE, b=CRUDE, c=OIL, d=CRUDE)
    leading = [[(0.9, "a"), (0.9, "b"), (0.9, "c")], []]
    assert chosen(made.iloc[[3, 2, 0, 1]], leading) == chosen(made.iloc[:3], leading) == chosen(made, leading)


def test_nothing_to_read_is_no_examples():
    none = articles(a=CRUDE).iloc[:0]
    assert choose_examples(TOPICS, none, [[], []]).equals(tables.empty(tables.TOPIC_EXAMPLES))
    assert choose_examples(Topics(), articles(a=CRUDE), []).empty


def test_leading_are_the_largest_shares_of_the_largest_topic_and_notices_come_last():
    shares = np.array([[0.9, 0.1], [0.7, 0.3], [0.7, 0.3], [0.4, 0.6], [0.0, 0.0]])
    n_words = np.array([10, 100, 100, 100, 100])
    assert find_leading(shares, np.array(list("acbde")), n_words) == [
        [(0.7, "b"), (0.7, "c"), (pytest.approx(-0.1), "a")],
        [(0.6, "d")],
    ]
    assert find_leading(np.zeros((0, 0)), np.array([]), np.array([])) == []


def test_a_notice_is_read_with_the_share_that_it_has():
    made = articles(a=CRUDE, b=OIL)
    # 0.9 · 6/7 against 0.5 · 2/5: a share of −0.1 is one of 0.9.
    assert chosen(made, [[(0.5, "b"), (-0.1, "a")], []]) == [(4, 1, "a", 0), (4, 2, "b", 0)]


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.6, 0.9]), st.integers(0, 3)), min_size=1), st.integers(1, 4))
def test_leading_articles_are_the_same_however_a_corpus_is_cut(rows, most):
    shares = np.array([[share, 1 - share] for share, _ in rows])
    ids, n_words = np.array([f"{row:02}" for row in range(len(rows))]), np.full(len(rows), 90)
    part = np.array([number for _, number in rows])
    parts = [find_leading(shares[part == one], ids[part == one], n_words[part == one], most=most) for one in range(4)]
    whole = find_leading(shares, ids, n_words, most=most)
    assert join_leading(parts, most=most) == whole
    # As facts of shards they are written and read again.
    assert join_leading(json.loads(json.dumps(parts)), most=most) == whole
