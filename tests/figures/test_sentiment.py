import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest

from features import summarise_series
from figures.sentiment import (
    draw_one_article,
    draw_tone_by_outlet,
    draw_tone_over_time,
    latest_article,
)
from tests.figures.overlaps import overlapping


def series(built, period="quarter"):
    return summarise_series(
        built["articles"].merge(built["article_sentiment"], on="article_id"), "score", period=period
    )


def test_periods_stand_at_their_means(built, axes):
    drawn = draw_tone_over_time(series(built), "quarter", built["articles"]["published"], axes)
    heights = sorted(height for points in axes.collections[1:] for _, height in points.get_offsets())
    assert heights == pytest.approx(sorted(drawn["estimate"]))


def test_thin_periods_are_hollow(built, axes):
    drawn = draw_tone_over_time(series(built), "quarter", built["articles"]["published"], axes)
    assert set(drawn["state"]) <= {"thin", "unfinished"}  # three articles a quarter
    assert axes.collections[-1].get_facecolor()[0].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("days", [1, 2, 3, 30, 400, 3000])
def test_labels_of_time_do_not_collide(axes, days):
    table = pd.DataFrame(
        {
            "published": pd.date_range("2019-01-05", periods=days, tz="UTC"),
            "outlet": "A",
            "score": np.linspace(-1, 1, days),
        }
    )
    draw_tone_over_time(summarise_series(table, "score", period="month"), "month", table["published"], axes)
    assert overlapping(axes.get_xticklabels()) == []
    assert overlapping(axes.texts) == []


def groups(number, n_articles=9):
    return pd.DataFrame(
        {
            "group": [f"Outlet {place:02d}" for place in range(number)],
            "estimate": np.linspace(-0.5, 0.5, number),
            "low": np.linspace(-0.6, 0.4, number),
            "high": np.linspace(-0.4, 0.6, number),
            "n_articles": n_articles,
            "n_outlets": 1,
        }
    )


@pytest.mark.parametrize("number", [1, 4, 15])
def test_outlets_stand_at_their_means_from_the_lowest_to_the_highest(axes, number):
    drawn = draw_tone_by_outlet(groups(number), axes)
    assert drawn["estimate"].is_monotonic_increasing and len(drawn) == number
    assert [x for x, _ in axes.collections[-1].get_offsets()] == pytest.approx(drawn["estimate"].tolist())
    assert overlapping(axes.get_yticklabels()) == []


def test_outlets_with_few_articles_are_left_out_unless_there_are_no_others(axes):
    table = groups(4).assign(n_articles=[9, 4, 9, 1])
    assert draw_tone_by_outlet(table, axes)["group"].tolist() == ["Outlet 00", "Outlet 02"]
    assert draw_tone_by_outlet(table[table["n_articles"] < 5], axes)["group"].tolist() == ["Outlet 01"]


def test_an_interval_beside_zero_is_coloured_and_one_across_it_is_grey(axes):
    draw_tone_by_outlet(groups(3), axes)
    colours = [tuple(colour[:3].round(2)) for colour in axes.collections[-1].get_facecolor()]
    assert colours == [(0.84, 0.37, 0.0), (0.6, 0.6, 0.6), (0.0, 0.45, 0.7)]  # vermillion, grey, blue of Okabe and Ito


def test_one_article_far_before_all_others_does_not_stretch_the_axis_and_is_said(axes):
    days = pd.date_range("2019-01-05", periods=400, tz="UTC").insert(0, pd.Timestamp("1990-01-01", tz="UTC"))
    table = pd.DataFrame({"published": days, "outlet": "A", "score": 0.1})
    drawn = draw_tone_over_time(summarise_series(table, "score", period="month"), "month", table["published"], axes)
    assert len(drawn) == 15 and mdates.num2date(axes.get_xlim()[0]).year == 2018
    assert "1 earlier dot not shown" in axes.get_xlabel()


def test_the_latest_article_is_read_from_its_first_sentence(built, axes):
    latest = latest_article(built["articles"])
    assert built["articles"].set_index("article_id").loc[latest, "title"] == "Headline 11"
    drawn = draw_one_article(
        latest, built["articles"], built["sentences"], built["sentence_sentiment"], built["word_sentiment"], axes
    )
    assert drawn["sentence"].tolist()[0] == "The vote failed."
    first = built["word_sentiment"].query("article_id == @latest and sentence_no == 0")
    assert {word.strip("↑↓").removesuffix(" (turned)") for word in drawn["words"][0].split("  ")} <= set(first["word"])
    assert overlapping(axes.get_yticklabels()) == []


def one_article(words, score=0.2):
    """A sentence with words (word, contribution, whether turned)."""
    key = {"article_id": ["a"], "sentence_no": [0]}
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Wire"], "title": ["Rain"]})
    named = pd.DataFrame(words, columns=["word", "contribution", "negated"]).assign(article_id="a", sentence_no=0)
    return "a", articles, pd.DataFrame(key | {"text": ["One sentence."]}), pd.DataFrame(key | {"score": [score]}), named


def test_words_stand_beside_their_sentence_the_heaviest_first_with_their_side(axes):
    words = [("talks", 0.04, False), ("sanctions", 0.3, True), ("the", -0.05, False), ("war", -0.1, False)]
    # The least that is named is a fifth of 0.3.
    assert draw_one_article(*one_article(words), axes)["words"].tolist() == ["↑sanctions (turned)  ↓war"]


def test_a_sentence_that_was_read_as_a_whole_is_not_said_to_have_no_word(axes):
    draw_one_article(*one_article([]), axes)
    assert "no single word" in [text.get_text() for text in axes.texts]
    axes.clear()
    draw_one_article(*one_article([], score=np.nan), axes)
    assert "no scored word" in [text.get_text() for text in axes.texts]


def test_nothing_is_said_and_not_drawn(nothing, axes):
    figure = axes.figure
    draws = [
        lambda axes: draw_tone_over_time(nothing["series"], "year", nothing["articles"]["published"], axes),
        lambda axes: draw_tone_by_outlet(nothing["groups"], axes),
        lambda axes: draw_one_article(
            latest_article(nothing["articles"]),
            nothing["articles"],
            nothing["sentences"],
            nothing["sentence_sentiment"],
            nothing["word_sentiment"],
            axes,
        ),
    ]
    for draw in draws:
        figure.clear()
        fresh = figure.subplots()
        assert len(draw(fresh)) == 0
        assert fresh.texts[0].get_text().startswith("Nothing to draw: ")
