"""Events to occurrences."""

import pandas as pd
import pytest

from features import tables
from features.events import summarise_events

DAYS = pd.to_datetime(["2026-03-07", "2026-03-06", None, "2026-03-09"], utc=True).as_unit("s")


def articles(**columns):
    """Four articles, the second of which is the first in time and the third without a date."""
    given = {
        "article_id": ["a", "b", "c", "d"],
        "outlet": ["Lantern", "Wire", "Lantern", "Sparrow"],
        "published": DAYS,
        "title": ["Ferry lost", "Ferry sinks", "Ferry: what is known", "Mayor quits"],
    }
    return pd.DataFrame(given | columns)


def events(*names):
    return pd.DataFrame({"article_id": list("abcd"), "event_id": names, "certainty": 1.0})


def test_an_event_is_what_its_first_report_says_and_who_covered_it_when():
    found = summarise_events(articles(), events("b", "b", "b", "d"))
    first, second = found.to_dict("records")
    assert first == {
        "event_id": "b",
        "label": "Ferry sinks",
        "first_article_id": "b",
        "first_outlet": "Wire",
        "first_published": DAYS[1],
        "last_published": DAYS[0],
        "n_articles": 3,
        "n_stories": 3,
        "n_outlets": 2,
        "outlets": "Wire; Lantern",
    }
    assert (second["event_id"], second["label"], second["outlets"]) == ("d", "Mayor quits", "Sparrow")


def test_copies_count_as_one_story():
    stories = pd.DataFrame({"article_id": ["a", "c"], "story_id": ["a", "a"]})
    assert summarise_events(articles(), events("b", "b", "b", "d"), stories=stories)["n_stories"].tolist() == [2, 1]


def test_events_without_a_date_come_last_and_say_so():
    found = summarise_events(articles(), events("a", "b", "c", "d"))
    assert found["event_id"].tolist() == ["b", "a", "d", "c"]
    assert found["first_published"].isna().tolist() == [False, False, False, True]


def test_an_older_report_that_came_late_is_the_first_and_the_name_stays():
    found = summarise_events(articles(), events("a", "a", "c", "d"))
    assert found.loc[found["event_id"] == "a", ["first_article_id", "label"]].values.tolist() == [["b", "Ferry sinks"]]


def test_a_label_comes_from_the_first_report_with_a_headline():
    found = summarise_events(articles(title=[None, "  ", "Ferry: what is known", None]), events("b", "b", "b", "d"))
    assert found["label"].tolist() == ["Ferry: what is known", ""]


def test_without_headlines_the_beginning_of_the_text_is_the_label():
    text = ["", "Rain\n\nfell.", "word " * 40, ""]
    found = summarise_events(articles(title=[None] * 4, text=text), events("a", "b", "c", "d")).set_index("event_id")
    assert found["label"]["b"] == "Rain fell."
    # Sixteen words of five signs are 80 with the blank behind the last.
    assert found["label"]["c"] == " ".join(["word"] * 16) + " …"
    assert found["label"]["a"] == ""


def test_an_article_without_an_event_is_refused():
    with pytest.raises(ValueError, match="1 articles have no event, first 'd'"):
        summarise_events(articles(), events("b", "b", "b", "d").head(3))


def test_no_article_makes_no_occurrence():
    found = summarise_events(tables.empty(tables.ARTICLES), tables.empty(tables.EVENTS))
    assert len(found) == 0 and list(found) == tables.OCCURRENCES.names
