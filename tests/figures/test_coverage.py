import math

import pandas as pd
import pytest

from figures.coverage import STATES, draw_coverage, draw_evidence, list_reports
from tests.figures.overlaps import overlapping
from tests.figures.small_corpora import FERRY_AND_VOTE, corpus_of, many_events


def names_on_top(axes):
    return [label.get_text() for label in axes.child_axes[0].get_xticklabels()]


def dots(axes, label):
    """Places (column, row) of the dots that the legend calls so."""
    found = next(dots for dots in axes.collections if dots.get_label() == label)
    return {tuple(place) for place in found.get_offsets().astype(int).tolist()}


def test_events_are_counted_by_their_outlets_with_their_articles_and_stories(axes):
    *_, occurrences = corpus_of(FERRY_AND_VOTE)
    assert draw_evidence(occurrences, axes).values.tolist() == [
        ["1 outlet", 1, 1, 1],
        ["2 outlets", 0, 0, 0],
        ["3 outlets", 0, 0, 0],
        ["4 outlets", 1, 4, 2],
    ]
    assert axes.get_title(loc="left") == "5 articles, 3 stories, 2 events; 1 reported by more than one outlet"


@pytest.mark.parametrize(
    ("n_outlets", "row"),
    [(1, "1 outlet"), (5, "5 outlets"), (6, "6 to 9"), (9, "6 to 9"), (10, "10 or more"), (700, "10 or more")],
)
def test_each_number_of_outlets_has_its_row(axes, n_outlets, row):
    one = pd.DataFrame({"n_outlets": [n_outlets], "n_articles": [n_outlets], "n_stories": [n_outlets]})
    assert draw_evidence(one, axes).query("n_events == 1")["outlets"].tolist() == [row]
    assert overlapping(axes.get_xticklabels()) == [] and overlapping(axes.texts) == []


def test_copies_are_told_from_own_reports_and_the_first_from_the_others():
    articles, stories, events, _ = corpus_of(FERRY_AND_VOTE)
    reports = list_reports(articles, stories, events, ["a"])
    assert reports["state"].to_dict() == {
        ("a", "Courier"): "copy only",
        ("a", "Herald"): "copy only",
        ("a", "Lantern"): "own report",
        ("a", "Wire"): "own report",
    }
    assert reports.index[reports["may_be_first"]].tolist() == [("a", "Wire")]


def test_one_report_of_its_own_beside_copies_makes_an_outlets_coverage_its_own():
    more = [*FERRY_AND_VOTE, ("f", "Herald", "2026-03-08T08:00", "moment", "f", "a", "A ferry and its owner")]
    articles, stories, events, _ = corpus_of(more)
    assert list_reports(articles, stories, events, ["a"]).loc[("a", "Herald")].to_dict() == {
        "may_be_first": False,
        "n_articles": 2,
        "state": "own report",
    }


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ([("2026-03-06", "day"), ("2026-03-06", "day"), ("2026-03-07", "day")], ["A", "B"]),
        ([("2026-03-06", "day"), ("2026-03-06T18:00", "moment"), ("2026-03-06T19:00", "moment")], ["A", "B"]),
        ([("2026-03-06T08:00", "moment"), ("2026-03-06T08:00", "moment"), ("2026-03-07", "day")], ["A", "B"]),
        ([("2026-03-06T08:00", "moment"), (None, "missing"), ("2026-03-07", "day")], ["A"]),
        ([(None, "missing")] * 3, []),
    ],
)
def test_all_who_may_have_been_first_are_marked_and_nobody_without_a_date(dates, first):
    lines = [(name, name, *date, name, "e", "Rain") for name, date in zip("ABC", dates, strict=True)]
    reports = list_reports(*corpus_of(lines)[:3], ["e"]).reset_index()
    assert reports.loc[reports["may_be_first"], "outlet"].tolist() == first


def test_every_event_and_outlet_has_a_cell_and_only_reports_have_dots(axes):
    drawn = draw_coverage(*corpus_of(FERRY_AND_VOTE), axes)
    # The Courier has two articles; the others follow by name. The ferry sank before the vote.
    assert names_on_top(axes) == ["Courier", "Herald", "Lantern", "Wire"]
    assert dots(axes, "own report") == {(2, 0), (3, 0), (0, 1)}
    assert dots(axes, "only a copy") == {(0, 0), (1, 0)}
    assert dots(axes, "first, or may be first") == {(3, 0), (0, 1)}
    assert drawn["state"].value_counts().to_dict() == dict(zip(STATES, [3, 2, 3], strict=True))
    assert drawn.groupby("event_id")["n_articles"].sum().to_dict() == {"a": 4, "e": 1}
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2", "1", "1", "1"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "Ferry sinks off Vellmouth  6 Mar 2026",
        "Vote fails  9 Mar 2026",
    ]


def test_outlets_that_are_not_shown_are_counted_in_a_last_column(axes):
    drawn = draw_coverage(*corpus_of(FERRY_AND_VOTE), axes, most_outlets=1)
    assert names_on_top(axes) == ["Courier", "3 other outlets"]
    assert drawn["n_other_outlets"].tolist() == [3, 0]
    assert [text.get_text() for text in axes.texts] == ["3"]
    rings = [dots.get_offsets().tolist() for dots in axes.collections[-1:]]
    assert rings == [[[1, 0]]]  # around the 3: the Wire, which was first, is not shown


def test_the_events_with_most_outlets_are_shown_and_undated_ones_stand_last(axes):
    lines = [
        ("a", "Wire", None, "missing", "a", "a", "Undated"),
        ("b", "Lantern", None, "missing", "b", "a", "Undated"),
        ("c", "Wire", "2026-03-06T08:00", "moment", "c", "c", "Dated"),
        ("d", "Lantern", "2026-03-06T09:00", "moment", "d", "c", "Dated"),
        ("e", "Wire", "2026-03-05T09:00", "moment", "e", "e", "Alone"),
    ]
    drawn = draw_coverage(*corpus_of(lines), axes, most_events=2)
    assert drawn["label"].unique().tolist() == ["Dated", "Undated"]
    assert axes.get_yticklabels()[1].get_text() == "Undated  no date"
    assert axes.figure.get_suptitle() == "Wire was first with 1 of these 2 events; with 1 it is not known who was"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (FERRY_AND_VOTE, "2 outlets were each first with 1 of these 2 events"),
        (FERRY_AND_VOTE[:4], "Wire was first with this event"),
        (FERRY_AND_VOTE[4:], "No event was reported by more than one outlet: there is nothing to compare"),
        (
            [
                ("a", "Wire", "2026-03-06", "day", "a", "a", "Rain"),
                ("b", "Herald", "2026-03-06", "day", "b", "a", "Rain"),
            ],
            "Who was first with this event is not known",
        ),
    ],
)
def test_the_title_says_who_was_first_where_the_dates_tell(axes, lines, title):
    draw_coverage(*corpus_of(lines), axes)
    assert axes.figure.get_suptitle() == title


@pytest.mark.parametrize(("n_events", "n_outlets"), [(1, 1), (2, 2), (30, 40)])
def test_names_do_not_collide_however_many_there_are(axes, n_events, n_outlets):
    drawn = draw_coverage(*many_events(n_events, n_outlets), axes)
    assert len(drawn) == min(n_events, 18) * min(n_outlets, 12)
    assert overlapping(axes.get_yticklabels()) == [] and overlapping(axes.get_xticklabels()) == []
    figure = axes.figure
    figure.canvas.draw()
    inside = figure.bbox.padded(1)
    heads = axes.child_axes[0].get_xticklabels()
    # Slanted names: the boxes around them overlap, the letters do not as long as their lines are a letter's height apart.
    apart = axes.transData.transform((1, 0))[0] - axes.transData.transform((0, 0))[0]
    letter = heads[0].get_fontsize() / 72 * figure.dpi
    assert apart * math.sin(math.radians(heads[0].get_rotation())) > letter
    for label in axes.get_yticklabels() + heads:
        box = label.get_window_extent()
        assert inside.contains(box.x0, box.y0) and inside.contains(box.x1, box.y1), label.get_text()


def test_hostile_headlines_and_outlets_are_shown_as_text(axes):
    corpus = many_events(2, 3, name="$\\frac{{1}}{{$ <b>{}</b>", title="=1+1\n\u202e$_^$ {}")
    draw_coverage(*corpus, axes)
    axes.figure.canvas.draw()
    assert axes.get_yticklabels()[0].get_text() == "=1+1 $_^$ 0  1 Jan 2024"
    assert names_on_top(axes)[0] == "$\\frac{1}{$ <b>0</b>"


def test_nothing_is_said_and_not_drawn(nothing, axes):
    four = [nothing[name] for name in ("articles", "stories", "events", "occurrences")]
    assert len(draw_coverage(*four, axes)) == len(draw_evidence(four[-1], axes)) == 0
    assert axes.texts[0].get_text() == axes.texts[1].get_text() == "Nothing to draw: there are no events"
