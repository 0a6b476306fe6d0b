"""Labelled sets as batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.encoder.corpora import Corpus, cut_corpus, fill_batch, split_batches
from features.encoder.labelled import gather
from tests.features.encoder.test_pieces import Words


def corpus_of(lengths):
    return Corpus([np.arange(n) for n in lengths], [np.zeros((0, 4), int)] * len(lengths), np.full(len(lengths), 9))


def test_labels_become_classes_and_mentions_go_to_their_windows():
    rows = [
        {"text": "Ann beat Bo", "target": "Bo", "from": 9, "to": 11, "label": -1},
        {"text": "rain", "target": None, "label": 0},
        {"text": "Ann beat Bo", "target": "Ann", "from": 0, "to": 3, "label": 1},
    ]
    found = cut_corpus(Words(), gather(rows), 64)
    assert [some.tolist() for some in found.mentions] == [[[3, 4, 0, 0], [1, 2, 2, 1]], []]
    assert found.valence.tolist() == [9, 1]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=200), st.integers(1, 9), st.integers(0, 3))
def test_a_pass_reads_every_window_once(lengths, size, seed):
    batches = split_batches(corpus_of(lengths), size, np.random.default_rng(seed))
    assert sorted(no for batch in batches for no in batch) == list(range(len(lengths)))
    assert max(map(len, batches)) <= size


def test_batches_are_of_about_equal_length_and_in_random_order():
    lengths = list(range(1, 61)) * 2
    batches = split_batches(corpus_of(lengths), 10, np.random.default_rng(0))
    assert max(np.ptp([lengths[no] for no in batch]) for batch in batches) <= 6
    first = [lengths[batch[0]] for batch in batches]
    assert first != sorted(first)


def test_a_batch_is_filled_up_and_says_what_is_there():
    pytest.importorskip("torch")
    corpus = Corpus(
        [np.array([101, 7, 102]), np.array([101, 102]), np.array([101, 8, 9, 102])],
        [np.array([[1, 2, 2, 5]]), np.zeros((0, 4), int), np.array([[1, 2, 0, 6], [2, 3, 1, 7]])],
        np.array([9, 1, 2]),
    )
    batch = fill_batch(corpus, [2, 0])
    assert batch.pieces.tolist() == [[101, 8, 9, 102], [101, 7, 102, 0]]
    assert batch.mask.tolist() == [[True] * 4, [True] * 3 + [False]]
    assert batch.window.tolist() == [0, 0, 1]
    assert (batch.first.tolist(), batch.last.tolist()) == ([1, 2, 1], [2, 3, 2])
    assert (batch.target.tolist(), batch.mention_no.tolist(), batch.valence.tolist()) == ([0, 1, 2], [6, 7, 5], [2, 9])
