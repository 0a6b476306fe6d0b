"""Articles to events."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import find_words, tables
from features.events import describe_articles, find_events, join_descriptions, join_events

FERRY = [
    (
        "Ferry sinks off Vellmouth with 40 aboard",
        "A ferry sank off Vellmouth in a storm on Friday. The coast guard took 38 people from the water.",
    ),
    (
        "Two missing as Vellmouth ferry goes down",
        "Two passengers are missing after the ferry to Vellmouth went down in Friday's storm, the coast guard said.",
    ),
]
COPPER = (
    "Copper price falls to lowest in a year",
    "Copper fell to its lowest price in a year on Friday as smelters in the south cut orders.",
)


def table(*rows):
    """Articles of (identity, day of March 2026 or None, (title, text))."""
    moments = [
        None if day is None else pd.Timestamp(2026, 3, 1, tz="UTC") + pd.Timedelta(days=day) for _, day, _ in rows
    ]
    return pd.DataFrame(
        {
            "article_id": [name for name, _, _ in rows],
            "published": pd.Series(moments, dtype="datetime64[s, UTC]"),
            "title": [words[0] for _, _, words in rows],
            "text": [words[1] for _, _, words in rows],
        }
    )


def events(*rows, **others):
    found = find_events(table(*rows), **others)
    return dict(zip(found["article_id"], found["event_id"], strict=True))


def in_order(articles):
    return articles.sort_values(["published", "article_id"], na_position="last", ignore_index=True)


_WORDS = ["zalp", "brimo", "kelv", "ferry", "sinks", "storm", "mayor", "quits", "copper", "falls"]
corpora = st.lists(
    st.tuples(st.lists(st.sampled_from(_WORDS), max_size=5), st.one_of(st.none(), st.integers(0, 40))),
    min_size=1,
    max_size=12,
).map(lambda rows: table(*((f"{number:02d}", day, (" ".join(w), "")) for number, (w, day) in enumerate(rows))))


@settings(max_examples=50)
@given(corpora, st.data())
def test_what_comes_later_changes_nothing(articles, data):
    articles = in_order(articles)
    first = articles.head(data.draw(st.integers(1, len(articles))))
    earlier, whole = find_events(first), find_events(articles)
    pd.testing.assert_frame_equal(earlier, whole.head(len(first)))
    pd.testing.assert_frame_equal(find_events(articles, known=earlier), whole)


@settings(max_examples=50)
@given(corpora, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(articles, random):
    shuffled = articles.iloc[random.sample(range(len(articles)), len(articles))]
    expected = find_events(articles).sort_values("article_id", ignore_index=True)
    found = find_events(shuffled)
    assert found["article_id"].tolist() == shuffled["article_id"].tolist()
    pd.testing.assert_frame_equal(found.sort_values("article_id", ignore_index=True), expected)


@settings(max_examples=50)
@given(corpora)
def test_an_event_is_named_after_its_first_report(articles):
    articles = in_order(articles)
    found = find_events(articles)
    firsts = found.groupby("event_id")["article_id"].first()
    assert firsts.index.tolist() == firsts.tolist()
    assert found["certainty"].between(2 / 3, 1).all()


@settings(max_examples=50)
@given(corpora, st.data())
def test_what_is_known_stays_whatever_comes(articles, data):
    chosen = articles.iloc[data.draw(st.lists(st.integers(0, len(articles) - 1), unique=True))]
    known = pd.DataFrame({"article_id": chosen["article_id"], "event_id": "elsewhere", "certainty": 0.75})
    found = find_events(articles, known=known).set_index("article_id").loc[known["article_id"]]
    assert (found["event_id"] == "elsewhere").all() and (found["certainty"] == 0.75).all()


def test_two_reports_in_their_own_words_join_and_another_event_does_not():
    found = events(("b", 5, FERRY[0]), ("c", 5, COPPER), ("d", 6, FERRY[1]))
    assert found == {"b": "b", "c": "c", "d": "b"}


def test_the_same_words_months_later_are_another_event():
    assert events(("b", 0, FERRY[0]), ("d", 90, FERRY[0])) == {"b": "b", "d": "d"}


def test_articles_without_a_date_come_last_and_join_what_is_open():
    assert events(("a", None, FERRY[1]), ("b", 5, FERRY[0])) == {"a": "b", "b": "b"}


def test_without_any_date_reports_still_find_each_other():
    found = events(("a", None, FERRY[0]), ("b", None, COPPER), ("c", None, FERRY[1]))
    assert found == {"a": "a", "b": "b", "c": "a"}


def test_copies_share_the_event_of_the_first_article_of_their_story():
    # As a text of its own the copy would open an event.
    stories = pd.DataFrame({"article_id": ["b", "c", "e"], "story_id": ["s", "t", "s"]})
    rows = [("b", 5, FERRY[0]), ("c", 5, COPPER), ("d", 6, FERRY[1]), ("e", 80, ("", "Two words"))]
    found = find_events(table(*rows), stories=stories)
    assert found["event_id"].tolist() == ["b", "c", "b", "b"]
    assert found["certainty"].tolist()[3] == found["certainty"].tolist()[0] == 1


def test_an_older_article_that_arrives_late_joins_the_known_event_and_does_not_rename_it():
    known = find_events(table(("b", 5, FERRY[0])))
    found = events(("a", 4, FERRY[1]), ("b", 5, FERRY[0]), known=known)
    assert found == {"a": "b", "b": "b"}


def test_a_known_event_keeps_its_name_when_its_first_report_is_gone():
    known = pd.DataFrame({"article_id": ["a", "b"], "event_id": "a", "certainty": 1.0})
    assert events(("b", 5, FERRY[0]), ("d", 6, FERRY[1]), known=known) == {"b": "a", "d": "a"}


def test_the_article_that_a_known_event_is_named_after_reports_it():
    known = pd.DataFrame({"article_id": ["b"], "event_id": ["d"], "certainty": [1.0]})
    assert events(("b", 5, COPPER), ("d", 6, FERRY[1]), known=known) == {"b": "d", "d": "d"}


def test_a_copy_of_a_known_article_joins_its_event():
    known = pd.DataFrame({"article_id": ["b"], "event_id": ["b"], "certainty": [1.0]})
    stories = pd.DataFrame({"article_id": ["a", "b"], "story_id": "a"})
    assert events(("a", 0, COPPER), ("b", 90, FERRY[0]), stories=stories, known=known) == {"a": "b", "b": "b"}


def test_certainty_is_two_thirds_where_choices_were_equal_and_one_where_there_was_none():
    # The third has one word of each of the first two.
    rows = [
        ("a", 0, ("zalp brimo", "")),
        ("b", 0, ("kelv dorn", "")),
        ("c", 0, ("zalp kelv", "")),
        ("d", 0, ("ulm", "")),
    ]
    found = find_events(table(*rows))
    assert found["event_id"].tolist() == ["a", "b", "a", "d"]
    assert np.allclose(found["certainty"], [1, 1, 2 / 3, 1])


def test_no_article_has_no_event():
    found = find_events(tables.empty(tables.ARTICLES))
    assert len(found) == 0 and list(found) == tables.EVENTS.names


def test_one_article_is_its_own_event():
    assert events(("a", None, (None, ""))) == {"a": "a"}


def test_a_corpus_may_be_described_in_parts():
    articles = table(("b", 5, FERRY[0]), ("c", 5, COPPER), ("d", 6, FERRY[1]))
    parts = [describe_articles(part, find_words(part)) for part in (articles.iloc[:1], articles.iloc[1:])]
    joined = join_events(join_descriptions(parts), articles["article_id"], articles["published"])
    pd.testing.assert_frame_equal(joined, find_events(articles))


def test_descriptions_of_other_articles_are_refused():
    articles = table(("b", 5, FERRY[0]), ("c", 5, COPPER))
    with pytest.raises(ValueError, match="2 articles need as many descriptions and moments, got 1 and 2"):
        join_events(describe_articles(articles.head(1)), articles["article_id"], articles["published"])


def test_a_table_of_another_kind_is_refused_with_what_it_lacks():
    articles = table(("b", 5, FERRY[0]))
    with pytest.raises(ValueError, match=r"known lacks the columns \['event_id', 'certainty'\]"):
        find_events(articles, known=articles)
    with pytest.raises(ValueError, match=r"stories lacks the columns \['story_id'\]"):
        find_events(articles, stories=articles)
