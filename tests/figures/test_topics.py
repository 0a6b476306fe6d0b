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
    assert drawn.groupby("topic_no")["weight"].apply(lambda weights: weights.is_monotonic_decreasing).all()


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
