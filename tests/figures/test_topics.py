import matplotlib.pyplot as plt
import pandas as pd
import pytest

from features import summarise_series
from figures.topics import draw_topic_terms, draw_topics_by_outlet, draw_topics_over_time
from tests.figures.overlaps import overlapping


def test_each_topic_has_a_panel_with_its_label_and_words(built):
    figure = plt.figure()
    drawn = draw_topic_terms(built["topics"], built["topic_terms"], figure)
    assert len(figure.axes) == 2
    for axes, label in zip(figure.axes, built["topics"]["label"], strict=True):
        assert axes.get_title(loc="left").strip().split("  ")[1] == label
    assert {"oil", "vote"} <= set(drawn["term"])
    assert drawn.groupby("topic_no")["rank"].apply(lambda ranks: ranks.tolist() == list(range(1, len(ranks) + 1))).all()


def test_bars_are_shares_of_articles_in_the_order_of_the_words_on_one_scale_and_the_drawing_says_so(built):
    topics = pd.DataFrame(
        {"topic_no": [0, 1], "label": ["oil, gas", "goal"], "share": [0.75, 0.25], "n_articles": [8, 2]}
    )
    terms = pd.DataFrame(
        {
            "topic_no": [1, 0, 0, 0],
            "rank": [1, 2, 1, 3],
            "term": ["goal", "gas", "oil", "port"],
            "share": [0.4, 0.8, 0.5, 0.1],
        }
    )
    figure = plt.figure()
    drawn = draw_topic_terms(topics, terms, figure, most=2)
    assert drawn.values.tolist() == [
        [0, "oil, gas", 1, "oil", 0.5],
        [0, "oil, gas", 2, "gas", 0.8],
        [1, "goal", 1, "goal", 0.4],
    ]
    for axes, shares in zip(figure.axes, [[0.5, 0.8], [0.4]], strict=True):
        # The first word stands on top: the axis points down.
        assert [bar.get_width() for bar in sorted(axes.patches, key=lambda bar: bar.get_y())] == shares
        assert axes.get_xlim() == (0, 0.8) and axes.get_ylim()[0] > axes.get_ylim()[1]
    told = figure.get_supxlabel()
    assert told == "bar: share of the topic’s articles that have the word; all panels end at 80%"


def test_topics_without_words_of_their_own_have_their_panels(built):
    figure = plt.figure()
    assert draw_topic_terms(built["topics"], built["topic_terms"].head(0), figure).empty
    assert len(figure.axes) == 2 and not any(axes.patches for axes in figure.axes)


def test_titles_of_panels_do_not_collide(built):
    figure = plt.figure()
    draw_topic_terms(built["topics"], built["topic_terms"], figure)
    assert overlapping([axes._left_title for axes in figure.axes]) == []


def series_of(built):
    return summarise_series(
        built["article_topics"].merge(built["articles"], on="article_id"), "share", by="topic_no", period="quarter"
    )


def test_a_line_joins_neighbouring_periods_only(built):
    days = ["2020-01-01"] * 5 + ["2020-04-01"] * 5 + ["2021-01-01"] * 5 + ["2021-03-31"]
    table = pd.DataFrame({"published": pd.to_datetime(days, utc=True), "outlet": "A", "topic_no": 0, "share": 0.5})
    figure = plt.figure()
    series = summarise_series(table, "share", by="topic_no", period="quarter")
    draw_topics_over_time(built["topics"].head(1), series, table["published"], "quarter", figure)
    heights = figure.axes[0].lines[0].get_ydata()
    assert [height == 0.5 for height in heights] == [True, True, False, False, True]


def test_the_frame_holds_every_interval_of_a_filled_period(built):
    figure = plt.figure()
    series = series_of(built).assign(n_articles=9, high=0.97)
    draw_topics_over_time(built["topics"], series, built["articles"]["published"], "quarter", figure)
    assert figure.axes[0].get_ylim()[1] >= 0.97


def test_shares_of_a_period_add_up_to_one_over_the_topics(built):
    figure = plt.figure()
    drawn = draw_topics_over_time(built["topics"], series_of(built), built["articles"]["published"], "quarter", figure)
    assert drawn.groupby("period")["estimate"].sum().tolist() == pytest.approx([1] * drawn["period"].nunique())
    assert len({axes.get_ylim() for axes in figure.axes}) == 1


def test_shares_of_an_outlet_add_up_to_one_and_are_written_in_percent(built, axes):
    drawn = draw_topics_by_outlet(built["topics"], built["article_topics"], built["articles"], axes)
    assert drawn.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])
    assert sorted(text.get_text() for text in axes.texts) == sorted(f"{100 * share:.0f}" for share in drawn["share"])
    assert overlapping(axes.texts) == []


def test_nothing_is_said_and_not_drawn(nothing, axes):
    assert len(draw_topics_by_outlet(nothing["topics"], nothing["article_topics"], nothing["articles"], axes)) == 0
    assert axes.texts[0].get_text().startswith("Nothing to draw: ")
    for draw in (
        lambda figure: draw_topic_terms(nothing["topics"], nothing["topic_terms"], figure),
        lambda figure: draw_topics_over_time(
            nothing["topics"], nothing["series"], nothing["articles"]["published"], "year", figure
        ),
    ):
        figure = plt.figure()
        assert len(draw(figure)) == 0
        assert figure.axes[0].texts[0].get_text().startswith("Nothing to draw: ")


def test_a_topic_that_does_not_hold_is_grey_and_every_panel_says_how_often_it_was_found_again():
    topics = pd.DataFrame({"topic_no": [0, 1], "label": ["oil", "gas"], "share": [0.6, 0.4], "n_articles": [6, 4]})
    terms = pd.DataFrame({"topic_no": [0, 1], "rank": [1, 1], "term": ["oil", "gas"], "share": [1.0, 1.0]})
    stability = pd.DataFrame({"topic_no": [0, 1], "survival": [1.0, 0.25], "holds": [True, False]})
    figure = plt.figure()
    draw_topic_terms(topics, terms, figure, stability=stability)
    bars = [axes.patches[0].get_facecolor()[:3] for axes in figure.axes[:2]]
    said = [text.get_text() for axes in figure.axes[:2] for text in axes.texts]
    assert bars[1] == (0.6, 0.6, 0.6) and bars[0] != bars[1]
    assert "60%, first in 6 articles, again in 100%" in said and "40%, first in 4 articles, again in 25%" in said
