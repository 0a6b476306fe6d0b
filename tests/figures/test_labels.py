import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.labels import count, shorten, shorten_all


@given(st.text(max_size=200), st.integers(5, 40))
def test_a_label_is_one_short_line_of_letters_that_the_font_has(text, width):
    label = shorten(text, width)
    assert len(label) <= width and "\n" not in label and label == label.strip()
    assert shorten(label, width) == label


@pytest.mark.parametrize(
    "text, label",
    [
        ("Radio\u202eoidaR", "RadiooidaR"),  # a mark of writing direction could turn the rest around
        ("a\u200bb\x00c", "abc"),  # zero width, NUL
        ("two\n  lines", "two lines"),
        ("油价 up", "□□ up"),  # DejaVu Sans has no Chinese
        ("ﷺ", "□"),
        ("$5 and $6", "$5 and $6"),
    ],
)
def test_what_could_mislead_or_cannot_be_drawn_is_replaced(text, label):
    assert shorten(text) == label


def test_labels_that_become_equal_stay_different():
    assert shorten_all(["aaaa bbbb 1", "aaaa bbbb 2", ""], width=8) == ["aaaa bb…", "aaaa bb… (2)", "(blank)"]
    assert shorten_all(["a", "a", "a (2)"]) == ["a", "a (2)", "a (2) (2)"]


@pytest.mark.parametrize(
    "number, noun, words",
    [(0, "article", "0 articles"), (1, "story", "1 story"), (2, "day", "2 days"), (1200, "story", "1,200 stories")],
)
def test_numbers_and_nouns_agree(number, noun, words):
    assert count(number, noun) == words
