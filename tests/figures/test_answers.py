import pandas as pd
import pytest

from features import summarise_series, tables
from figures.answers import Answer, answer_contents, answer_coverage, answer_tone, answer_topics
from tests.figures.small_corpora import FERRY_AND_VOTE, corpus_of


def sentiment(scores, low=-0.2, high=0.2):
    number = len(scores)
    return pd.DataFrame(
        {"article_id": [f"a{place}" for place in range(number)], "score": scores, "score_low": low, "score_high": high}
    )


def monthly(values):
    """Six articles in each month with a spread that gives every month an interval of about a tenth."""
    rows = [
        (pd.Timestamp(2024, month, day + 1, tz="UTC"), "A", value + 0.05 * (-1) ** day)
        for month, value in enumerate(values, start=1)
        for day in range(6)
    ]
    rows.append((pd.Timestamp(2024, len(values) + 1, 1, tz="UTC"), "A", 0.0))
    return summarise_series(pd.DataFrame(rows, columns=["published", "outlet", "score"]), "score", period="month")


def test_contents_are_counted_in_two_sentences(built):
    answer = answer_contents(built["articles"], tables.empty(tables.REJECTED))
    assert answer.text == (
        "12 articles from 2 outlets, from 1 January 2024 to 1 December 2024; the largest, Tarn Courier, gives 50% of "
        "them. Nothing was refused."
    )


def test_months_that_are_far_apart_are_named_with_the_warning_that_they_were_picked():
    answer = answer_tone(monthly([0.5, 0.0, -0.5]), sentiment([0.1, 0.3]), "month")
    assert "The mean tone of 2 articles is +0.200" in answer.text
    assert (
        "Over complete months it lies between −0.500 (Mar 2024) and +0.500 (Jan 2024); their intervals do not overlap"
        in answer.text
    )
    assert "neither reprints nor the picking of the two extremes are paid for" in answer.text


def test_months_that_are_close_overlap():
    assert "their intervals overlap" in answer_tone(monthly([0.02, 0.0]), sentiment([0.1]), "month").text


def test_only_articles_that_have_an_interval_can_be_sure_or_unsure():
    four = sentiment([0.1, 0.2, 0.3, 0.4]).assign(score_low=[-0.1, None, None, 0.3], score_high=[0.3, None, None, 0.5])
    assert "of the 2 with an interval of their own 50% include zero" in answer_tone(monthly([0.1]), four, "month").text


def test_one_month_is_too_few_to_compare():
    assert "too few complete months to compare (1)" in answer_tone(monthly([0.5]), sentiment([0.1]), "month").text


def test_nothing_is_answered_with_nothing(nothing):
    assert (
        answer_contents(nothing["articles"], nothing["rejected"]).text
        == "There are no articles in this corpus. Nothing was refused."
    )
    assert answer_tone(nothing["series"], nothing["article_sentiment"], "year").text.startswith("No article has a tone")
    assert answer_topics(nothing["topics"], nothing["article_topics"], ["undated", "too few topics"]).text.startswith(
        "There are no topics: too few topics. "
    )


def test_topics_are_named_with_their_shares(built):
    text = answer_topics(built["topics"], built["article_topics"]).text
    assert text.startswith("Of 2 topics the largest are “") and "of the 12 articles" in text


def test_coverage_tells_evidence_and_copies_and_the_event_with_most_outlets():
    assert answer_coverage(*corpus_of(FERRY_AND_VOTE)).text == (
        "5 articles are 3 stories on 2 events; 2 articles are copies of another outlet’s report, all of them of reports by Wire. "
        "The event reported by most outlets is “Ferry sinks off Vellmouth” (4 outlets, Wire first)."
    )


def test_coverage_names_no_source_and_no_first_report_that_the_dates_do_not_tell():
    lines = [(name, name, "2026-03-06", "day", "A", event, "Rain") for name, event in zip("ABC", "AAA", strict=True)]
    assert answer_coverage(*corpus_of(lines)).text == (
        "3 articles are 1 story on 1 event; 2 articles are copies of another outlet’s report. "
        "The event reported by most outlets is “Rain” (3 outlets, who was first is not known)."
    )


def test_coverage_of_one_article_compares_nothing():
    assert answer_coverage(*corpus_of(FERRY_AND_VOTE[4:])).text == (
        "1 article is 1 story on 1 event; none is a copy of another outlet’s report. "
        "No event was reported by more than one outlet; “Vote fails” has the most stories (1)."
    )


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_the_data_say_is_shown_as_text(hostile):
    assert "<script" not in Answer(hostile)._repr_html_() and "<img" not in Answer(hostile)._repr_html_()
