"""Topics asked for by name: their words lead articles, count for them, and are refused when nothing is known of them."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics import fit_topics
from features.topics.guiding import find_seeds, guide_groups, lead_groups, weigh_seeds

VOCABULARY = np.array(["crude", "goal", "match", "oil"], dtype=object)
THEMES = {
    "bank": ["bank", "money", "rates", "loan", "credit", "fund"],
    "club": ["club", "match", "goal", "coach", "league", "cup"],
    "court": ["court", "judge", "trial", "jury", "appeal", "verdict"],
}


def articles_about(**sizes):
    texts = [
        " ".join([*np.delete(THEMES[theme], row % 6), ["rain", "snow", "wind"][row % 3]])
        for theme, n in sizes.items()
        for row in range(n)
    ]
    return pd.DataFrame(
        {"article_id": [f"{theme}{row}" for theme, n in sizes.items() for row in range(n)], "text": texts}
    )


ARTICLES = articles_about(bank=30, club=24, court=18)


def largest_of(fit):
    wide = fit.shares.pivot_table(index="article_id", columns="topic_no", values="share")
    return wide.idxmax(axis=1)


def test_words_are_found_in_any_case_and_once():
    found = find_seeds({"Energy": ["Oil", " CRUDE ", "oil"], "Sport": ("goal",)}, VOCABULARY)
    assert found.toarray().tolist() == [[1, 0, 0, 1], [0, 1, 0, 0]]


@pytest.mark.parametrize(
    ("seeds", "message"),
    [
        ({"Energy": ["oli"]}, "seeds['Energy'] holds 'oli', which is not among the 4 words that count for topics"),
        ({"Energy": ["crudes"]}, "near it: 'crude'"),
        ({"Energy": ["zeppelin"]}, "none is near it; take another or leave it out"),
        (
            {"A": ["oil"], "B": ["OIL"]},
            "seeds['B'] holds 'oil', which seeds['A'] holds too; a word can lead to one topic only",
        ),
        ({"A": []}, "seeds['A'] has no words; name at least one, or leave the topic out"),
        ({"A": "oil"}, "seeds['A'] must be a list of words, such as ['oil', 'crude'], got 'oil'"),
        ({"A": [7]}, "got [7]"),
        ({" ": ["oil"]}, "the name of a topic in seeds must be text, got ' '"),
        ({3: ["oil"]}, "the name of a topic in seeds must be text, got 3"),
    ],
)
def test_what_cannot_lead_is_refused_with_the_way_out(seeds, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        find_seeds(seeds, VOCABULARY)


# Two articles on oil, two on football, and one each on nothing that was asked for, at the place of either.
PLACES = np.eye(2)[[0, 0, 1, 1, 0, 1]]
COUNTS = csr_array(
    np.array([[1, 0, 0, 3], [0, 0, 0, 1], [0, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=np.int32)
)


def test_articles_with_the_words_lead_and_others_follow_to_the_nearest():
    seeds = find_seeds({"Sport": ["goal", "match"], "Energy": ["oil"]}, VOCABULARY)
    assert guide_groups(PLACES, COUNTS, seeds, 2).tolist() == [1, 1, 0, 0, 1, 0]


@pytest.mark.parametrize(("n_crude", "n_oil", "group"), [(1, 3, 1), (3, 1, 0), (2, 2, 0)])
def test_an_article_with_words_of_two_topics_goes_where_it_has_most_or_to_the_earlier(n_crude, n_oil, group):
    seeds = find_seeds({"Crude": ["crude"], "Oil": ["oil"]}, VOCABULARY)
    counts = csr_array(np.array([[n_crude, 0, 0, n_oil], [1, 0, 0, 0], [0, 0, 0, 1]]))
    assert guide_groups(np.eye(3), counts, seeds, 2).tolist() == [group, 0, 1]


@given(st.integers(2, 5), st.permutations(range(60)))
def test_no_group_is_empty_and_the_led_are_where_they_are_led_in_any_order(n_topics, order):
    kinds = np.arange(60) % 6
    counts = csr_array(np.eye(6, dtype=np.int32)[kinds][list(order)])
    seeds = csr_array(np.eye(6)[:2])
    found = guide_groups(np.eye(6)[kinds][list(order)], counts, seeds, n_topics)
    kinds = kinds[list(order)]
    assert {*found.tolist()} == set(range(n_topics))
    assert {*found[kinds == 0].tolist()} == {0} and {*found[kinds == 1].tolist()} == {1}


def test_of_an_earlier_fit_only_led_articles_change_their_groups():
    seeds = find_seeds({"Sport": ["goal"]}, VOCABULARY)
    found = lead_groups(PLACES, COUNTS, seeds, np.array([0, 0, 1, 1, 0, 1]), [2], 3)
    assert found.tolist() == [0, 0, 2, 1, 0, 1]


def test_words_asked_for_count_as_often_again_as_in_all_articles():
    seeds = find_seeds({"Energy": ["oil"], "Sport": ["goal", "match"]}, VOCABULARY)
    more = weigh_seeds(COUNTS, seeds, [2, 0], 3)
    # oil: (1 + ln 3) + 1; goal: 1 + ln 2; match: 1.
    expected = [[0, 1 + np.log(2), 1, 0], [0, 0, 0, 0], [0, 0, 0, 2 + np.log(3)]]
    assert more == pytest.approx(np.array(expected))


def test_topics_asked_for_are_called_as_asked_and_hold_the_articles_with_their_words():
    fit = fit_topics(ARTICLES, 3, seeds={"Law": ["judge", "jury"], "Football": ["coach"]})
    assert {"Law", "Football"} < {*fit.labels}
    number = dict(zip(fit.labels, fit.numbers.tolist(), strict=True))
    largest = largest_of(fit)
    assert {*largest[largest.index.str.startswith("court")]} == {number["Law"]}
    assert {*largest[largest.index.str.startswith("club")]} == {number["Football"]}
    assert fit.topics.set_index("topic_no")["label"].to_dict() == {no: name for name, no in number.items()}


@pytest.mark.parametrize("theme", THEMES)
def test_a_word_says_most_for_the_topic_that_was_asked_for_with_it_and_more_than_without(theme):
    plain, fit = fit_topics(ARTICLES, 3), fit_topics(ARTICLES, 3, seeds={"Mine": THEMES[theme][:2]})
    columns = [fit.vocabulary.tolist().index(word) for word in THEMES[theme][:2]]
    row = fit.labels.index("Mine")
    assert fit.evidence[:, columns].argmax(axis=0).tolist() == [row, row]
    for column in columns:
        assert fit.evidence[row, column] / fit.certainty > plain.evidence[:, column].max() / plain.certainty


def test_seeds_alone_may_be_all_topics_and_more_than_topics_are_refused():
    seeds = {"A": ["bank"], "B": ["club"], "C": ["court"]}
    assert {*fit_topics(ARTICLES, 3, seeds=seeds).labels} == {"A", "B", "C"}
    with pytest.raises(ValueError, match=r"n_topics must lie between 3 and \d+ .*, got 2$"):
        fit_topics(ARTICLES, 2, seeds=seeds)


def test_the_order_of_the_articles_makes_no_difference_to_topics_asked_for():
    seeds = {"Law": ["judge"]}
    one, other = (fit_topics(some, 3, seeds=seeds) for some in (ARTICLES, ARTICLES[::-1]))
    pd.testing.assert_frame_equal(one.shares, other.shares, check_exact=True)
    assert one.labels == other.labels


def test_a_topic_asked_for_keeps_number_and_name_in_a_refit_and_a_new_one_gets_a_number_of_its_own():
    first = fit_topics(ARTICLES, 2, seeds={"Money": ["bank", "money"]})
    number = dict(zip(first.labels, first.numbers.tolist(), strict=True))
    second = fit_topics(
        articles_about(bank=31, club=30, court=24), before=first, seeds={"Money": ["bank", "money"], "Law": ["judge"]}
    )
    again = dict(zip(second.labels, second.numbers.tolist(), strict=True))
    assert again["Money"] == number["Money"] and again["Law"] == 2 and len(again) == 3
    assert second.changes.set_index("to_topic_no")["kind"][again["Money"]] == "kept"


def test_without_a_number_there_are_at_least_as_many_topics_as_are_asked_for():
    seeds = {word: [word] for word in [*THEMES["bank"], *THEMES["club"]]}
    # √(72 / 2) = 6, and twelve are asked for.
    assert {*fit_topics(ARTICLES, seeds=seeds).labels} == {*seeds}
