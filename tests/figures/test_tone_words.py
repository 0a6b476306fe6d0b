import pandas as pd
import pytest

from figures.tone_words import draw_mask_effect, draw_words_behind_tone
from tests.figures.overlaps import overlapping


def words(**contributions):
    return pd.DataFrame({"word": list(contributions), "contribution": list(contributions.values()), "negated": False})


def test_words_stand_on_the_side_of_their_contribution(built, axes):
    drawn = draw_words_behind_tone(built["word_sentiment"], axes, most=1000).set_index("word")["contribution"]
    assert drawn["good"] > 0 > drawn["bad"]
    assert drawn.sum() == pytest.approx(built["word_sentiment"]["contribution"].sum())


def test_no_label_of_a_word_lies_on_another(built, axes):
    draw_words_behind_tone(built["word_sentiment"], axes)
    assert axes.texts and overlapping(axes.texts) == []


def test_a_bar_that_dwarfs_all_others_is_cut_and_says_its_sum(axes):
    drawn = draw_words_behind_tone(words(a=-100.0, b=-4.0, c=-3.0, d=2.0, e=1.0, f=1.0), axes)
    assert drawn["contribution"].tolist()[:2] == [-100.0, -4.0]
    assert min(bar.get_width() for bar in axes.patches) == -6.0  # once and a half the second longest
    assert [text.get_text() for text in axes.texts if "in all" in text.get_text()] == ["a  1×\nin all −100.0"]
    assert overlapping([text for text in axes.texts if text.get_text() != "//"]) == []


@pytest.mark.parametrize(
    "bars", [{"a": -100.0, "b": 4.0}, {letter: float(place) for place, letter in enumerate("abcdefg", 5)}]
)
def test_no_other_bar_is_cut(axes, bars):
    draw_words_behind_tone(words(**bars), axes)
    assert sorted(bar.get_width() for bar in axes.patches) == sorted(bars.values())


def effect(number):
    """Words of the mask: the more often they occur, the less they would move the tone."""
    return pd.DataFrame(
        {
            "phrase": [f"subject {place}" for place in range(number)],
            "n_times": range(number, 0, -1),
            "without_mask": [place * (-1) ** place / 10 for place in range(number)],
            "with_mask": 0.0,
        }
    )


def test_shown_is_what_occurs_most_and_what_would_move_the_tone_most(axes):
    drawn = draw_mask_effect(effect(9), axes, most=2)
    assert drawn["phrase"].tolist() == ["subject 7", "subject 1", "subject 0", "subject 8"]  # −0.7, −0.1, 0.0, 0.8
    assert drawn["n_times"].tolist() == [2, 8, 9, 1]


def test_circles_stand_at_what_would_be_and_dots_at_what_is(axes):
    drawn = draw_mask_effect(effect(3).assign(with_mask=[0.0, 0.05, 0.0]), axes)
    _, without, with_mask = axes.collections
    assert [x for x, _ in without.get_offsets()] == pytest.approx([-0.1, 0.0, 0.2]) == drawn["without_mask"].tolist()
    assert [x for x, _ in with_mask.get_offsets()] == pytest.approx([0.05, 0.0, 0.0])


@pytest.mark.parametrize("number", [1, 40])
def test_rows_and_title_of_the_mask_do_not_collide(axes, number):
    draw_mask_effect(effect(number), axes, means=(-0.0446, 0.05))
    assert axes.get_title(loc="left") == "Mean tone of the articles: −0.045 without the mask, +0.050 with it"
    assert overlapping([*axes.get_yticklabels(), axes.title, axes._left_title, *axes.get_legend().get_texts()]) == []


def test_nothing_is_said_and_not_drawn(nothing, axes):
    figure = axes.figure
    for draw, table in ((draw_words_behind_tone, nothing["word_sentiment"]), (draw_mask_effect, effect(0))):
        figure.clear()
        fresh = figure.subplots()
        assert len(draw(table, fresh)) == 0
        assert fresh.texts[0].get_text().startswith("Nothing to draw: ")
