import pandas as pd
import pytest

from features import tables
from figures.corpus import (
    draw_outlets_over_time,
    draw_what_is_known,
    fold_small_outlets,
    summarise_flags,
    summarise_reasons,
)
from tests.figures.overlaps import overlapping


def many_outlets(number):
    moments = pd.date_range("2019-01-01", periods=number, freq="D", tz="UTC").astype("datetime64[s, UTC]")
    return pd.DataFrame(
        {"outlet": [f"Outlet {place} of a rather long name indeed" for place in range(number)], "published": moments}
    )


def test_a_dot_is_drawn_for_each_outlet_and_period_at_its_row(built, axes):
    drawn = draw_outlets_over_time(built["articles"], "quarter", axes)
    assert len(axes.collections[-1].get_offsets()) == len(drawn) == 8  # two outlets, four quarters
    assert drawn["n_articles"].sum() == 12
    assert [label.get_text().split("  ")[0] for label in axes.get_yticklabels()] == ["Fell Herald", "Tarn Courier"]


@pytest.mark.parametrize("number", [1, 2, 40])
def test_labels_of_outlets_and_periods_do_not_collide(axes, number):
    drawn = draw_outlets_over_time(many_outlets(number), "month", axes)
    assert drawn["n_articles"].sum() == number
    assert overlapping(axes.get_yticklabels()) == [] and overlapping(axes.get_xticklabels()) == []


def test_outlets_beyond_fifteen_are_one_row_at_the_bottom(axes):
    draw_outlets_over_time(many_outlets(40), "month", axes)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert len(labels) == 16 and labels[-1] == "25 other outlets  25"


def test_folding_one_outlet_alone_would_only_hide_its_name():
    assert fold_small_outlets(pd.Series(list("ab"), name="outlet"), most=1).tolist() == ["a", "b"]


def test_shares_of_what_is_known_add_up_to_one_for_each_fact(built, axes):
    drawn = draw_what_is_known(built["articles"], axes)
    assert drawn.groupby("fact")["share"].sum().tolist() == pytest.approx([1] * 5)
    assert drawn.set_index(["fact", "level"]).loc[("byline", "missing"), "n_articles"] == 12


@pytest.mark.parametrize("draw", [lambda table, axes: draw_outlets_over_time(table, "year", axes), draw_what_is_known])
def test_no_articles_are_said_and_not_drawn(nothing, axes, draw):
    assert len(draw(nothing["articles"], axes)) == 0
    assert axes.texts[0].get_text().startswith("Nothing to draw: ")


def test_reasons_are_counted_and_repeated_articles_are_one_reason():
    rejected = pd.DataFrame(
        {
            "file": list("abc"),
            "place": "whole file",
            "reason": ["the same article as x", "the same article as y", "torn"],
        }
    )
    assert summarise_reasons(tables.check(rejected, tables.REJECTED))["n_pieces"].to_dict() == {
        "the same article again": 2,
        "torn": 1,
    }


def test_pieces_refused_for_rare_reasons_are_counted_together_so_that_the_table_adds_up():
    rejected = pd.DataFrame(
        {"file": [f"{n}" for n in range(20)], "place": "whole file", "reason": [f"reason {n}" for n in range(20)]}
    )
    table = summarise_reasons(tables.check(rejected, tables.REJECTED), most=12)
    assert table["n_pieces"].sum() == 20 and table.loc["(8 other reasons)", "n_pieces"] == 8


def test_an_article_is_counted_once_by_its_language_and_once_for_each_of_its_flags():
    articles = pd.DataFrame(
        {"language": ["en", "es", None, "en"], "flagged": ["truncated; comment", None, None, "truncated"]}
    )
    assert summarise_flags(articles)["n_articles"].to_dict() == {
        ("language", "en"): 2,
        ("language", "es"): 1,
        ("language", "not known"): 1,
        ("flag", "truncated"): 2,
        ("flag", "comment"): 1,
    }


def test_rare_languages_share_a_row_so_that_the_table_adds_up():
    articles = pd.DataFrame({"language": [f"x{n}" for n in range(11)] + ["en"] * 5, "flagged": None})
    table = summarise_flags(articles, most=3)["n_articles"]
    assert table["language"].sum() == 16 and table["language", "(9 others)"] == 9
    assert table["flag"].to_dict() == {"(none)": 0}


def test_no_articles_have_no_language_and_no_flag(nothing):
    assert summarise_flags(nothing["articles"])["n_articles"].to_dict() == {("flag", "(none)"): 0}


def test_outlets_whose_articles_have_no_dates_keep_their_row_and_their_number(axes):
    moments = pd.to_datetime(["2024-01-01", "2024-02-01", None, None, None], utc=True).astype("datetime64[s, UTC]")
    drawn = draw_outlets_over_time(pd.DataFrame({"outlet": list("AAABB"), "published": moments}), "month", axes)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["A  3", "B  2"]
    assert drawn["n_articles"].sum() == 2
    assert axes.get_title(loc="left") == "The largest dot is 1 article in a month; 3 without a date have none"
