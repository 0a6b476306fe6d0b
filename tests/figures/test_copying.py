import matplotlib.pyplot as plt
import pandas as pd
import pytest

from figures.copying import bound_moments, draw_copying, list_copies
from tests.figures.overlaps import overlapping
from tests.figures.small_corpora import FERRY_AND_VOTE, corpus_of, many_events


def two(first, second, outlets=("Wire", "Courier")):
    """One report in two outlets; each of `first` and `second` is a moment with its precision."""
    return corpus_of([("a", outlets[0], *first, "a", "a", "Rain"), ("b", outlets[1], *second, "a", "a", "Rain")])[:2]


def test_a_day_lasts_until_its_last_second_and_a_missing_date_is_no_moment():
    rows = pd.DataFrame(
        {
            "published": pd.to_datetime(["2026-03-06 00:00", "2026-03-06 18:00", None], utc=True),
            "precision": ["day", "moment", "missing"],
        }
    )
    bounds = bound_moments(rows)
    assert (bounds["latest"] - bounds["earliest"]).dt.total_seconds().tolist()[:2] == [86_399, 0]
    assert bounds.loc[2].isna().all()


def test_copies_name_the_outlet_of_the_first_copy_and_their_lag():
    articles, stories, _, _ = corpus_of(FERRY_AND_VOTE)
    copies = list_copies(articles, stories)
    assert copies[["article_id", "outlet", "source", "lag_hours"]].values.tolist() == [
        ["b", "Courier", "Wire", 2],
        ["c", "Herald", "Wire", 24],
    ]


@pytest.mark.parametrize(
    ("first", "second", "lag"),
    [
        (("2026-03-06", "day"), ("2026-03-07", "day"), 24),
        (("2026-03-06", "day"), ("2026-03-06", "day"), None),
        (("2026-03-06T18:00", "moment"), ("2026-03-06", "day"), None),
        (("2026-03-06T18:00", "moment"), ("2026-03-06T18:00", "moment"), None),
        (("2026-03-06T18:00", "moment"), (None, "missing"), None),
        ((None, "missing"), (None, "missing"), None),
    ],
)
def test_who_was_earlier_is_known_only_when_the_dates_tell(first, second, lag):
    copy = list_copies(*two(first, second)).iloc[0]
    assert copy["is_ordered"] == (lag is not None)
    assert copy["lag_hours"] == lag if lag else pd.isna(copy["lag_hours"])


def test_what_an_outlet_prints_twice_is_no_copy_of_another():
    twice = two(("2026-03-06T08:00", "moment"), ("2026-03-06T09:00", "moment"), ("Wire", "Wire"))
    assert len(list_copies(*twice)) == 0


def test_every_copy_is_a_dot_in_the_row_of_its_outlet(axes):
    articles, stories, _, _ = corpus_of(FERRY_AND_VOTE)
    drawn = draw_copying(articles, stories, axes)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Courier  1 of 2", "Herald  1 of 1"]
    assert drawn["outlet"].tolist() == ["Courier", "Herald"]
    hollow = next(dots for dots in axes.collections if dots.get_label() == "keeps fewer")
    (left, top), (right, below) = hollow.get_offsets().tolist()
    assert (top, below) == (0, 1) and right - left == pytest.approx(1.0792, abs=1e-4)  # log10 of 24 hours to 2
    assert axes.figure.get_suptitle() == "2 of 5 articles are copies of another outlet’s report; median lag 13 hours"


def test_a_source_is_named_only_as_shared_when_nobody_knows_who_was_earlier(axes):
    draw_copying(*two(("2026-03-06", "day"), ("2026-03-06", "day")), axes)
    side = axes.child_axes[0]
    assert [label.get_text() for label in side.get_yticklabels()] == ["shared with Wire"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["not\nknown"]


@pytest.mark.parametrize(("n_events", "n_outlets"), [(1, 3), (3, 9), (40, 90)])
def test_names_and_times_do_not_collide_and_no_row_is_lost(axes, n_events, n_outlets):
    articles, stories, _, _ = many_events(n_events, n_outlets)
    drawn = draw_copying(articles, stories, axes)
    assert len(drawn) == n_events * (n_outlets // 3)
    assert overlapping(axes.get_yticklabels()) == [] and overlapping(axes.get_xticklabels()) == []
    assert len(axes.get_yticklabels()) == min(n_outlets // 3, 16)
    labels = axes.get_yticklabels() + axes.child_axes[0].get_yticklabels()
    assert overlapping([label for label in labels if label.get_text()]) == []


def test_outlets_that_would_be_formulas_or_markup_are_shown_as_text(axes):
    hostile = ("<b>$\\frac{1}{$</b>", "=1+1\n$_^$")
    draw_copying(*two(("2026-03-06T08:00", "moment"), ("2026-03-06T09:00", "moment"), hostile), axes)
    axes.figure.canvas.draw()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["=1+1 $_^$  1 of 1"]
    assert [label.get_text() for label in axes.child_axes[0].get_yticklabels()] == ["from <b>$\\frac{1}{$</b>"]


def test_no_copies_are_said_and_not_drawn(nothing, axes):
    assert len(draw_copying(nothing["articles"], nothing["stories"], axes)) == 0
    _, other = plt.subplots()
    articles, stories, _, _ = corpus_of(FERRY_AND_VOTE[-1:])
    assert len(draw_copying(articles, stories, other)) == 0
    assert (
        axes.texts[0].get_text()
        == other.texts[0].get_text()
        == ("Nothing to draw: no article is a copy of another outlet’s report")
    )
