"""Topics that keep their numbers: what is carried, what is new, and what became of the rest."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features import tables
from features.topics import Topics, fit_topics
from features.topics.identity import carry_numbers, continue_groups

WORDS = np.array(["bank", "club", "court", "drug", "film", "game"], dtype=object)


def fit_of(rows, numbers=None, **facts):
    """A fit in which the words of each topic count 1 for it and −1 for the others; its terms are its words."""
    evidence = np.array([[1.0 if word in row else -1.0 for word in range(len(WORDS))] for row in rows])
    numbers = np.arange(len(rows)) if numbers is None else np.array(numbers)
    terms = [
        {"topic_no": int(number), "rank": rank, "term": WORDS[word], "share": 1.0, "lift": 1.0}
        for number, row in zip(numbers, rows, strict=True)
        for rank, word in enumerate(row, 1)
    ]
    return Topics(
        terms=tables.check(pd.DataFrame(terms), tables.TOPIC_TERMS),
        vocabulary=WORDS,
        evidence=evidence,
        labels=tuple(", ".join(WORDS[list(row)]) for row in rows),
        numbers=numbers.astype(np.int32),
        **facts,
    )


def articles_with(*words):
    """One article per entry, with this word."""
    return csr_array(np.eye(len(WORDS), dtype=np.int32)[list(words)])


EACH = articles_with(0, 1, 2, 3, 4, 5)
PAIRS = [(0, 1), (2, 3), (4, 5)]


def changes_of(fit):
    """Kind, from and to of each change; None where there is none."""
    columns = fit.changes[["kind", "from_topic_no", "to_topic_no"]].astype(object)
    return sorted(map(tuple, columns.where(columns.notna(), None).to_numpy()), key=str)


@given(st.permutations(range(3)), st.lists(st.integers(0, 50), min_size=3, max_size=3, unique=True))
def test_the_same_fit_in_another_order_gets_its_numbers_labels_and_terms_back(order, numbers):
    before = fit_of(PAIRS, sorted(numbers), next_number=60)
    carried = carry_numbers(before, fit_of([PAIRS[row] for row in order]), EACH, WORDS)
    assert carried.numbers.tolist() == sorted(numbers) and carried.labels == before.labels
    assert carried.evidence.tolist() == before.evidence.tolist()
    pd.testing.assert_frame_equal(carried.terms, before.terms)
    assert changes_of(carried) == sorted([("kept", number, number) for number in numbers], key=str)
    assert carried.changes[["share_of_from", "share_of_to"]].to_numpy() == pytest.approx(1)
    assert carried.changes["likeness"].to_numpy() == pytest.approx(1)
    assert carried.changes["n_articles"].tolist() == [2, 2, 2]
    assert carried.next_number == 60


@given(st.permutations(range(12)))
def test_the_order_of_the_articles_makes_no_difference(order):
    counts = articles_with(0, 0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5)
    before, after = fit_of([(0, 1, 2), (3, 4), (5,)]), fit_of([(0, 1), (2, 3, 4), (5,)])
    one, other = (carry_numbers(before, after, some, WORDS) for some in (counts, csr_array(counts[list(order)])))
    pd.testing.assert_frame_equal(one.changes, other.changes)
    assert one.numbers.tolist() == other.numbers.tolist()


def test_a_topic_of_other_articles_and_words_is_born_with_a_number_never_used_and_the_one_it_replaces_died():
    before = fit_of([(0, 1), (2, 3), (4,)], [0, 3, 5], next_number=9)
    after = fit_of([(0, 1), (2, 3), (5,)])
    carried = carry_numbers(before, after, articles_with(0, 1, 2, 3, 5), WORDS)
    assert carried.numbers.tolist() == [0, 3, 9] and carried.next_number == 10
    assert carried.labels == ("bank, club", "court, drug", "game")
    assert changes_of(carried) == [("born", None, 9), ("died", 5, None), ("kept", 0, 0), ("kept", 3, 3)]
    of_one = carried.changes[carried.changes["kind"].isin(["born", "died"])]
    assert of_one[["share_of_from", "share_of_to", "likeness"]].isna().all(axis=None)
    assert of_one["n_articles"].tolist() == [0, 0]


def test_the_number_of_a_topic_that_died_is_not_given_again():
    first = fit_of([(0, 1), (2, 3), (4, 5)], next_number=3)
    second = carry_numbers(first, fit_of([(0, 1), (2, 3)]), EACH, WORDS)
    assert second.numbers.tolist() == [0, 1] and second.next_number == 3
    third = carry_numbers(second, fit_of([(0, 1), (2, 3), (4, 5)]), EACH, WORDS)
    assert third.numbers.tolist() == [0, 1, 3] and third.next_number == 4


def test_without_a_next_number_it_is_the_one_after_the_largest():
    carried = carry_numbers(fit_of([(0, 1), (2, 3)], [4, 7]), fit_of(PAIRS), EACH, WORDS)
    assert carried.numbers.tolist() == [4, 7, 8] and carried.next_number == 9


def test_of_a_topic_that_is_split_the_part_most_alike_keeps_the_number():
    before, after = fit_of([(0, 1, 2), (3, 4, 5)]), fit_of([(2,), (0, 1), (3, 4, 5)])
    carried = carry_numbers(before, after, articles_with(0, 1, 2, 2, 1, 0, 3, 4), WORDS)
    assert changes_of(carried) == [("kept", 0, 0), ("kept", 1, 1), ("split", 0, 2)]
    assert carried.labels == ("bank, club, court", "drug, film, game", "court")
    split = carried.changes.set_index("kind").loc["split"]
    # Two of the six articles of topic 0, all of them its own; one word of three: 1 / √3.
    assert split["share_of_from"] == pytest.approx(2 / 6) and split["share_of_to"] == 1.0
    assert split["likeness"] == pytest.approx(3**-0.5) and split["n_articles"] == 2


def test_of_topics_that_are_merged_the_most_alike_keeps_its_number_and_the_other_went_into_it():
    before, after = fit_of([(2,), (0, 1), (3, 4, 5)]), fit_of([(0, 1, 2), (3, 4, 5)])
    carried = carry_numbers(before, after, articles_with(0, 1, 2, 2, 1, 0, 3, 4), WORDS)
    assert changes_of(carried) == [("kept", 1, 1), ("kept", 2, 2), ("merged", 0, 1)]
    merged = carried.changes.set_index("kind").loc["merged"]
    assert merged["share_of_from"] == 1.0 and merged["share_of_to"] == pytest.approx(2 / 6)


def test_articles_alone_do_not_make_a_topic_the_same():
    # Both have the articles on all six words, but the words that count most for them are others.
    before = replace(fit_of([(0, 1, 2), (3, 4, 5)]), evidence=np.array([[1.0, 0.1, 0.1, 0, 0, 0], [0, 0, 0, 1, 1, 1]]))
    after = replace(fit_of([(0, 1, 2), (3, 4, 5)]), evidence=np.array([[0.1, 1.0, 1.0, 0, 0, 0], [0, 0, 0, 1, 1, 1]]))
    carried = carry_numbers(before, after, EACH, WORDS)
    # (0.1 + 0.1 + 0.1) / (√1.02 · √2.01) = 0.21.
    assert changes_of(carried) == [("born", None, 2), ("died", 0, None), ("kept", 1, 1)]


@pytest.mark.parametrize(
    ("label", "kept"),
    [("club, bank", True), ("Bank of England, tax", True), ("court, bank, film", False), ("film, game", False)],
)
def test_a_label_stays_while_half_of_its_parts_are_terms_of_the_topic(label, kept):
    before = fit_of(PAIRS)
    before = replace(before, labels=(label, *before.labels[1:]))
    assert carry_numbers(before, fit_of(PAIRS), EACH, WORDS).labels[0] == (label if kept else "bank, club")


def test_a_label_given_by_hand_stays_whatever_the_topic_was_called():
    after = replace(fit_of(PAIRS), labels=("Money", "court, drug", "film, game"))
    assert carry_numbers(fit_of(PAIRS), after, EACH, WORDS, named=["Money"]).labels[0] == "Money"


def test_articles_without_any_word_of_a_fit_say_nothing():
    before = replace(fit_of(PAIRS), vocabulary=WORDS[:4], evidence=fit_of(PAIRS).evidence[:, :4])
    changes = carry_numbers(before, fit_of(PAIRS), EACH, WORDS).changes
    assert changes.loc[changes["kind"] == "kept", "n_articles"].tolist() == [2, 2]
    assert "died" in changes["kind"].tolist()


PLACES = np.eye(6)[np.arange(60) % 6]


def test_groups_stay_as_the_earlier_topics_put_articles_even_where_centres_would_move_one():
    places = np.eye(2)[np.repeat([0, 1], 500)]
    shares = np.eye(2)[np.repeat([0, 1], 500)]
    shares[0] = [0.0, 1.0]
    # It gains about 1 / 1000, below 0.02.
    assert continue_groups(places, shares, 2).tolist() == [1] + [0] * 499 + [1] * 500


def test_groups_move_where_articles_lie_closer_to_other_centres():
    places = np.eye(2)[np.repeat([0, 1], 50)]
    shares = np.eye(2)[np.repeat([0, 1], 50)]
    shares[:20] = [0.0, 1.0]
    assert continue_groups(places, shares, 2).tolist() == [0] * 50 + [1] * 50


def test_an_earlier_topic_without_articles_makes_room_for_another():
    shares = np.eye(3)[np.repeat([0, 1], 50)]
    places = np.eye(3)[[*[0] * 50, *[1] * 25, *[2] * 25]]
    found = continue_groups(places, shares, 3)
    assert len({*found[50:75]}) == len({*found[75:]}) == 1 and {*found.tolist()} == {0, 1, 2}
    assert found[:50].tolist() == [0] * 50


def test_articles_that_the_earlier_topics_know_nothing_of_go_to_the_nearest():
    shares = np.eye(2)[np.arange(60) % 2]
    shares[10:20] = 0
    assert continue_groups(np.eye(2)[np.arange(60) % 2], shares, 2).tolist() == [0, 1] * 30


@pytest.mark.parametrize("n_topics", [2, 3, 5, 6])
def test_groups_are_split_and_joined_up_to_the_number_asked_for(n_topics):
    # Four earlier topics, of six kinds of articles: topics 2 and 3 hold two kinds each.
    shares = np.eye(4)[[0, 1, 2, 2, 3, 3] * 10]
    found = continue_groups(PLACES, shares, n_topics)
    assert sorted({*found.tolist()}) == list(range(n_topics))
    # Articles of one kind stay together.
    assert all(len({*found[kind::6].tolist()}) == 1 for kind in range(6))


def test_those_that_are_nearest_are_joined():
    places = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.8, 0.6]])[np.arange(60) % 3]
    found = continue_groups(places, np.eye(3)[np.arange(60) % 3], 2)
    assert found.tolist() == [0, 1, 1] * 20


def texts_about(words, n, extra):
    return [" ".join([*np.delete(words, row % len(words)), extra[row % len(extra)]]) for row in range(n)]


THEMES = {
    "bank": ["bank", "money", "rates", "loan", "credit", "fund"],
    "club": ["club", "match", "goal", "coach", "league", "cup"],
    "court": ["court", "judge", "trial", "jury", "appeal", "verdict"],
    "film": ["film", "actor", "scene", "oscar", "script", "studio"],
}


def articles_about(**sizes):
    texts = [text for theme, n in sizes.items() for text in texts_about(THEMES[theme], n, ["rain", "snow", "wind"])]
    return pd.DataFrame(
        {"article_id": [f"{theme}{row}" for theme, n in sizes.items() for row in range(n)], "text": texts}
    )


def largest_of(fit):
    wide = fit.shares.pivot_table(index="article_id", columns="topic_no", values="share")
    return wide.idxmax(axis=1)


def test_a_refit_with_5_percent_more_articles_renames_nothing_and_moves_no_article():
    before = fit_topics(articles_about(bank=19, club=38, court=57), 3)
    after = fit_topics(articles_about(bank=20, club=40, court=60), before=before)
    assert after.numbers.tolist() == [0, 1, 2] and after.labels == before.labels
    assert after.changes["kind"].tolist() == ["kept"] * 3
    moved = largest_of(after).reindex(largest_of(before).index) != largest_of(before)
    assert not moved.any()


def test_a_topic_keeps_its_number_when_it_is_no_longer_the_largest():
    before = fit_topics(articles_about(bank=30, club=24, court=18), 3)
    after = fit_topics(articles_about(bank=30, club=36, court=48), before=before)
    assert after.topics.set_index("topic_no")["n_articles"].to_dict() == {0: 30, 1: 36, 2: 48}
    assert {*after.terms.loc[after.terms["topic_no"] == 0, "term"][:3]} <= {*THEMES["bank"]}


def test_a_new_subject_is_born_with_a_new_number_and_the_others_keep_theirs():
    before = fit_topics(articles_about(bank=30, club=24, court=18), 3)
    after = fit_topics(articles_about(bank=30, club=24, court=18, film=40), 4, before=before)
    assert after.numbers.tolist() == [0, 1, 2, 3] and after.next_number == 4
    assert largest_of(after)["film0"] == 3 and largest_of(after)["bank0"] == 0
    assert after.changes.set_index("to_topic_no")["kind"].to_dict() == {0: "kept", 1: "kept", 2: "kept", 3: "born"}


def test_a_fit_without_topics_is_none_to_go_on_from():
    articles = articles_about(bank=30, club=24)
    empty = fit_topics(articles[:3])
    after = fit_topics(articles, 2, before=empty)
    assert empty.note and after.changes.empty and after.labels == fit_topics(articles, 2).labels


def test_a_refit_has_as_many_topics_as_before_even_above_the_most_that_are_chosen(monkeypatch):
    monkeypatch.setattr("features.topics.static.MOST_TOPICS", 10)
    articles = articles_about(bank=90, club=84, court=78)
    assert len(fit_topics(articles, before=fit_topics(articles, 12)).numbers) == 12
    # √(252 / 2) = 11.2.
    assert len(fit_topics(articles).numbers) == 10
