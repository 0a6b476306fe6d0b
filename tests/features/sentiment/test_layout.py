import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features.sentiment.layout import find_pair, lay_out, may_be_pair, weigh_length

KEYS = st.integers(0, 2**40)


@given(st.lists(KEYS, unique=True, max_size=200), st.lists(KEYS, max_size=50))
@example([], [0, 1])
@example(list(range(64)), [64])
@example([0], [0, 2**33])
def test_exactly_the_pairs_that_were_laid_out_are_found(pairs, others):
    layout = lay_out(3, np.array(pairs, dtype=np.int64))
    number = {key: place for place, key in enumerate(pairs)}
    for key in [*pairs, *others]:
        assert find_pair(layout, np.int64(key)) == number.get(key, -1)
        assert may_be_pair(layout, np.int64(key)) or key not in number


def test_most_of_what_is_no_pair_is_told_by_a_bit():
    layout = lay_out(3, np.arange(0, 7_000_000, 7_000, dtype=np.int64))
    others = range(3, 7_000_003, 7_000)
    # Eight bits and more for each of 1,000 pairs: at most one in eight is set.
    assert sum(bool(may_be_pair(layout, np.int64(key))) for key in others) < 0.2 * len(others)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 1000])
def test_there_are_a_power_of_two_of_places_and_half_of_them_stay_free(n):
    layout = lay_out(7, np.arange(n))
    assert layout.n_words == 7
    assert np.log2(len(layout.slots)) % 1 == 0
    assert len(layout.slots) >= 2 * n
    assert np.count_nonzero(layout.slots[:, 0]) == n


def test_sentences_count_as_the_root_of_their_length_says_within_bounds():
    # √(n / 25), between 0.4 and 2.
    lengths, weights = [0, 1, 4, 9, 25, 36, 100, 400], [2.5, 2.5, 2.5, 5 / 3, 1, 5 / 6, 0.5, 0.5]
    np.testing.assert_allclose(weigh_length(np.array(lengths)), weights)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_longer_sentences_never_count_more_a_word(lengths):
    weights = weigh_length(np.sort(lengths))
    assert (np.diff(weights) <= 0).all()
    assert ((weights >= 0.5) & (weights <= 2.5)).all()
