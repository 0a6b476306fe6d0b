"""Labels of hand-made topics: what a person would call them."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from features import fit_topics
from features.text import find_words
from features.topics import Topics, count_phrases, count_words
from features.topics.collocations import Phrases, select_phrases
from features.topics.naming import LONGEST, name_topics, spread_phrases, tabulate_phrases


def name(weights, phrases=(), names=(), n_articles=10):
    """The label of a topic of ten articles beside another of ten, which has nothing of it.

    `weights`: word → how typical it is, and in how many articles of the topic; `phrases`: as written → in how many.
    """
    words = sorted(weights)
    typical = np.array([[weights[word][0] for word in words]])
    of_words = np.array([[weights[word][1] for word in words], [0] * len(words)], dtype=float)
    spread = None
    if phrases or names:
        rows = [[int(i < n) for n in dict(phrases).values()] for i in range(n_articles)] + [
            [0] * len(phrases)
        ] * n_articles
        found = Phrases(
            csr_array(np.array(rows).reshape(2 * n_articles, len(phrases))),
            [tuple(phrase.lower().split()) for phrase in dict(phrases)],
            np.array(list(dict(phrases)), dtype=object),
            dict(names),
        )
        largest = np.repeat([0, 1], n_articles)
        spread = spread_phrases(found, largest, of_words, np.array(words, dtype=object))
    [label] = name_topics([np.argsort(-typical[0], kind="stable")], typical, np.array(words, dtype=object), spread)
    return label


OIL = {"oil": (0.9, 9), "exports": (0.8, 8), "crude": (0.7, 8), "barrels": (0.6, 8), "tanker": (0.5, 5)}


def test_without_phrases_a_label_has_the_three_most_typical_words():
    assert name(OIL) == "oil, exports, crude"


def test_a_phrase_takes_the_place_of_its_words_and_no_word_stands_there_twice():
    # In 3 of the 9 articles with oil: the phrase is as typical as that word. Both words are said with it.
    assert name(OIL, {"oil exports": 3}) == "oil exports, crude, barrels"


def test_a_phrase_in_less_than_a_quarter_of_its_words_articles_stands_for_neither():
    # 3 of 13; by itself it is typical by 0.3^1.25 · ln 2 = 0.15, less than any of the words.
    words = {word: (weight, 13) for word, (weight, _) in OIL.items()}
    assert name(words, {"oil exports": 3}) == "oil, exports, crude"


def test_a_phrase_that_is_more_typical_than_words_comes_before_them():
    # In all ten articles and none of the other topic: 1^1.25 · ln 2 = 0.69.
    assert name(OIL, {"price shock": 10}) == "oil, exports, crude"
    assert name({"oil": (0.9, 9), "exports": (0.6, 8)}, {"price shock": 10}) == "oil, price shock, exports"


def test_a_phrase_of_fewer_than_three_articles_is_left_out():
    assert name({"oil": (0.9, 2), "rain": (0.1, 9)}, {"oil exports": 2}) == "oil, rain"


def test_names_are_written_as_the_corpus_writes_them():
    assert name(
        {"fbi": (0.9, 9), "mueller": (0.8, 9), "inquiry": (0.7, 9)}, names={"fbi": "FBI", "mueller": "Mueller"}
    ) == ("FBI, Mueller, inquiry")


def test_of_phrases_with_a_word_in_common_the_one_in_more_articles_is_chosen():
    weights = {"guaidó": (0.9, 9), "juan": (0.8, 9)}
    assert name(weights, {"Juan Guaidó": 8, "Guaidó spoke": 5}) == "Juan Guaidó"


def test_the_longer_of_two_is_chosen_that_is_in_half_of_the_articles():
    weights = {"nobel": (0.9, 9), "prize": (0.85, 9)}
    assert name(weights, {"Peace Prize": 8, "Nobel Peace Prize": 5}) == "Nobel Peace Prize"
    assert name({"prize": (0.85, 9)}, {"Peace Prize": 9, "Nobel Peace Prize": 4}) == "Peace Prize"


@pytest.mark.parametrize(
    ("one", "other"),
    [("tory", "tories"), ("russia", "russian"), ("iran", "iranians"), ("china", "chinese"), ("elect", "elections")],
)
def test_no_other_form_of_a_word_stands_beside_it(one, other):
    assert name({one: (0.9, 9), other: (0.8, 9), "rain": (0.1, 9)}) == f"{one}, rain"
    assert name({one: (0.9, 9), "rain": (0.1, 9)}, {f"{other} talks": 9}).startswith(f"{one}, ")


def test_what_stands_around_news_is_not_in_a_label():
    weights = {"advertisement": (0.9, 9), "caption": (0.8, 9), "oil": (0.7, 9), "photos": (0.6, 9)}
    assert name(weights, {"Getty Images": 9}) == "oil"


def test_a_third_part_that_would_make_a_label_long_is_left_out_for_a_shorter_one():
    weights = {"urrutia": (0.9, 9), "assembly": (0.8, 9), "extraordinarily": (0.7, 9), "vote": (0.6, 9)}
    label = name(weights, {"Edmundo González Urrutia": 9, "National Assembly": 9})
    assert label == "Edmundo González Urrutia, National Assembly"
    short = name({"urrutia": (0.9, 9), "assembly": (0.8, 9), "extraordinarily": (0.7, 9), "vote": (0.6, 9)})
    assert short == "urrutia, assembly, extraordinarily" and len(short) <= LONGEST


def test_a_topic_without_a_typical_word_says_so():
    assert name_topics([np.empty(0, dtype=int)], np.zeros((1, 0)), np.empty(0, dtype=object)) == (
        "(nothing of its own)",
    )


def test_the_table_of_phrases_counts_articles_by_their_largest_topic_and_calls_topics_by_their_numbers():
    fit = Topics(
        vocabulary=np.array(["gas", "oil"], dtype=object),
        evidence=np.array([[-2.0, 2.0], [2.0, -2.0]]),
        numbers=np.array([7, 2]),
    )
    counts = csr_array(np.array([[0, 1]] * 4 + [[1, 0]] * 4 + [[0, 0]]))
    # “oil tanker” in 3 of the 4 articles of topic 7 and in 1 of topic 2; the last article has no topic.
    rows = [[1, 1], [1, 1], [1, 0], [0, 0], [1, 0], [0, 1], [0, 0], [0, 0], [1, 1]]
    found = Phrases(
        csr_array(np.array(rows)), [("oil", "tanker"), ("the", "sea")], np.array(["oil tanker", "the Sea"]), {}
    )
    table = tabulate_phrases(fit, counts, fit.vocabulary, found)
    # The other is in two articles of topic 7, too few. 3/4 over 4/8.
    assert table.to_dict("records") == [{"topic_no": 7, "rank": 1, "phrase": "oil tanker", "share": 0.75, "lift": 1.5}]


def test_phrases_reach_the_labels_and_the_table_of_a_fit():
    extra = "rain snow wind heat cold hail".split()
    kinds = [
        "Rain is with Juan Guaidó at the bank and money.",
        "Clubs win the match by goals and crude oil, so crude oil.",
    ]
    texts = [f"{kinds[i % 2]} {extra[i // 2]}." for i in range(12)]
    articles = pd.DataFrame({"article_id": [f"a{i:02}" for i in range(12)], "text": texts})
    fit = fit_topics(articles, 2)
    assert sorted(fit.phrases["phrase"]) == ["Juan Guaidó", "crude oil"]
    assert set(fit.phrases["share"]) == {1.0} and set(fit.phrases["lift"]) == {2.0}
    for row in fit.phrases.itertuples():
        assert row.phrase in fit.labels[row.topic_no]
    # The same of a stream that was found before, but for one without the places of the words.
    assert fit_topics(articles, 2, words=find_words(articles)).labels == fit.labels
    plain = fit_topics(articles, 2, words=find_words(articles, places=False))
    assert plain.phrases.empty and not any("Juan Guaidó" in label for label in plain.labels)


def test_labels_do_not_depend_on_the_order_of_articles():
    texts = [
        f"They met {name} {'oil' if i % 2 else 'club'} {i} there."
        for i in range(12)
        for name in ("Ana Lira", "Otto Brandt")
    ]
    articles = pd.DataFrame({"article_id": [f"a{i:02}" for i in range(24)], "text": texts})
    one, other = (fit_topics(some, 2) for some in (articles, articles.iloc[::-1].reset_index(drop=True)))
    assert one.labels == other.labels
    pd.testing.assert_frame_equal(one.phrases, other.phrases)
    words = find_words(articles)
    assert select_phrases(*count_phrases(words), count_words(words), words.vocabulary).written.tolist() == [
        "Ana Lira",
        "Otto Brandt",
    ]
