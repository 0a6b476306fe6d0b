"""Texts and mentions as pieces."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.encoder.pieces import cut_windows, find_pieces, window_start


class Words:
    """Stands for the tokenizer: a piece is a word, numbered by its length."""

    def encode_batch(self, texts, add_special_tokens):
        assert add_special_tokens is False
        found = [list(re.finditer(r"\w+", text)) for text in texts]
        return [
            SimpleNamespace(ids=[len(one[0]) for one in some], offsets=[one.span() for one in some]) for some in found
        ]


def cut(texts, mentions, most=128):
    return cut_windows(Words(), texts, *np.array(mentions, int).reshape(-1, 3).T, most=most)


def test_windows_are_framed_and_mentions_counted_from_the_frame():
    # [CLS] is piece 101 and [SEP] 102 in BERT’s vocabulary.
    found = cut(["Ann met Bolt again", "so"], [(0, 8, 12)])
    assert [window.tolist() for window in found.pieces] == [[101, 3, 3, 4, 5, 102], [101, 2, 102]]
    assert (found.window_of_mention.tolist(), found.first.tolist(), found.last.tolist()) == ([0], [3], [4])


def test_a_mention_beyond_the_window_gets_one_of_its_own_around_it():
    text = " ".join("a" * n for n in range(1, 11))  # ten words, as long as their number
    place = text.index("a" * 8)
    found = cut([text], [(0, place, place + 8), (0, 0, 1)], most=6)
    assert [window.tolist() for window in found.pieces] == [[101, 1, 2, 3, 4, 102], [101, 7, 8, 9, 10, 102]]
    assert (found.window_of_mention.tolist(), found.first.tolist(), found.last.tolist()) == ([1, 0], [2, 1], [3, 2])


def test_a_text_without_any_piece_is_read_by_its_frame():
    found = cut(["", "..."], [(1, 0, 3)])
    assert [window.tolist() for window in found.pieces] == [[101, 102]] * 2
    assert (found.first.tolist(), found.last.tolist()) == ([0], [1])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, (0, 1)), (2, 5, (0, 2)), (3, 4, (0, 1)), (11, 12, (2, 3)), (12, 14, (2, 3))],
)
def test_pieces_that_touch_the_mention_are_its_own_and_else_the_one_before(start, end, expected):
    assert find_pieces(np.array([[0, 3], [4, 9], [9, 12]]), start, end) == expected


def test_without_pieces_the_first_is_named():
    assert find_pieces(np.zeros((0, 2), int), 0, 4) == (0, 1)


@given(st.integers(1, 200), st.data())
def test_a_window_shows_the_mention_and_lies_in_the_text(length, data):
    room = data.draw(st.integers(1, 60))
    first = data.draw(st.integers(0, length - 1))
    last = data.draw(st.integers(first + 1, min(first + room, length)))
    at = window_start(length, first, last, room)
    assert 0 <= at <= first
    assert last <= at + room
    assert at + min(room, length) <= length


@given(st.lists(st.text("ab ", max_size=80), min_size=1, max_size=4), st.data())
def test_every_mention_has_a_piece_inside_its_window(texts, data):
    mentions = [
        (no, at, data.draw(st.integers(at + 1, len(t)))) for no, t in enumerate(texts) for at in range(0, len(t), 7)
    ]
    found = cut(texts, mentions, most=8)
    for window, first, last in zip(found.window_of_mention, found.first, found.last, strict=True):
        assert 0 <= first < last <= max(len(found.pieces[window]) - 1, 1)
    assert max(map(len, found.pieces)) <= 8
