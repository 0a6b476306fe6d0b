"""Where groups begin: which rows are those asked for, and which of the ways to groups is gone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.topics.beginning import begin_groups, choose_rows
from features.topics.grouping import group_articles
from features.topics.guiding import guide_groups
from features.topics.identity import continue_groups

NAMES = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=4)


@given(NAMES, NAMES, st.none() | st.integers(1, 9))
def test_each_topic_asked_for_has_a_row_of_its_own_within_the_fit(names, labels, n_topics):
    rows = choose_rows(names, labels, n_topics)
    assert len(rows) == len(set(rows)) == len(names)
    n_all = len({*names, *labels})
    if labels and n_topics in (None, n_all):
        assert all(labels[row] == name for name, row in zip(names, rows, strict=True) if name in labels)
        assert sorted({*range(len(labels)), *rows}) == list(range(n_all))
    else:
        assert rows == list(range(len(names)))


@pytest.mark.parametrize(
    ("names", "labels", "n_topics", "rows"),
    [
        (["Sport"], ["oil, gas", "Sport"], None, [1]),
        (["Energy"], ["oil, gas", "Sport"], None, [2]),
        (["Energy", "Sport"], ["oil, gas", "Sport"], 3, [2, 1]),
        (["Energy", "Sport"], ["oil, gas", "Sport"], 7, [0, 1]),
        ([], ["oil, gas"], None, []),
        ([], [], None, []),
    ],
)
def test_topics_keep_their_rows_by_their_names_and_new_ones_follow(names, labels, n_topics, rows):
    assert choose_rows(names, labels, n_topics) == rows


KNOWN = np.random.default_rng(0).permutation(np.arange(60) % 3)
PLACES = np.eye(4)[KNOWN]


def test_without_anything_to_begin_with_articles_are_grouped():
    assert begin_groups(PLACES, None, 3).tolist() == group_articles(PLACES, 3).tolist()


def test_with_shares_of_an_earlier_fit_groups_go_on_from_it():
    shares = np.eye(3)[(KNOWN + 1) % 3]
    found = begin_groups(PLACES, None, 3, shares=shares)
    assert found.tolist() == continue_groups(PLACES, shares, 3).tolist() == ((KNOWN + 1) % 3).tolist()


# Each kind of article has a word of its own.
COUNTS = csr_array(np.eye(3, dtype=np.int32)[KNOWN] * 2)
SEEDS = csr_array(np.array([[0.0, 0.0, 1.0]]))


def test_articles_with_the_words_of_a_topic_asked_for_are_its_group():
    found = begin_groups(PLACES, COUNTS, 3, seeds=SEEDS, rows=[0])
    assert set(found[KNOWN == 2].tolist()) == {0}
    assert len(set(zip(found.tolist(), KNOWN.tolist(), strict=True))) == 3


def test_a_topic_asked_for_anew_leaves_the_earlier_ones_in_their_rows():
    shares = np.array([[0.9, 0.1], [0.1, 0.9], [0.6, 0.4]])[KNOWN]
    assert begin_groups(PLACES, COUNTS, 3, seeds=SEEDS, shares=shares, rows=[2]).tolist() == KNOWN.tolist()


def test_another_number_of_topics_begins_anew_from_the_words():
    shares = np.eye(3)[(KNOWN + 1) % 3]
    found = begin_groups(PLACES, COUNTS, 2, seeds=SEEDS, shares=shares, rows=[0])
    assert found.tolist() == guide_groups(PLACES, COUNTS, SEEDS, 2).tolist()
    assert set(found[KNOWN == 2].tolist()) == {0}


def test_no_topics_asked_for_are_as_none():
    nothing = csr_array((0, 3))
    assert begin_groups(PLACES, COUNTS, 3, seeds=nothing).tolist() == group_articles(PLACES, 3).tolist()
