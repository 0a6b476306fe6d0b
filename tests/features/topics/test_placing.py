"""Places of articles, against the whole decomposition."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from features.topics.placing import place_articles, sum_by_group, to_length_one


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 12), st.integers(1, 12))
@example(0, 40, 45, 10)  # wider than what is found at random, so that it is found by coming closer alone
def test_articles_lie_as_in_the_whole_decomposition(seed, n_articles, n_words, n_directions):
    weights = np.random.default_rng(seed).random((n_articles, n_words))
    places = place_articles(csr_array(weights), n_directions)
    left, sizes, _ = np.linalg.svd(weights, full_matrices=False)
    wanted = to_length_one((left * sizes)[:, :n_directions])
    assert places.shape == (n_articles, min(n_directions, n_articles, n_words))
    # Directions may point either way; the cosines between articles tell all the rest.
    np.testing.assert_allclose(places @ places.T, wanted @ wanted.T, atol=1e-6 if n_words < 20 else 1e-4)


def test_the_first_direction_is_the_one_in_which_articles_differ_most():
    weights = np.array([[5.0, 0, 0], [0, 3.0, 0], [0, 0, 1.0]])
    np.testing.assert_allclose(np.abs(place_articles(csr_array(weights))), np.eye(3), atol=1e-6)


def test_places_are_the_same_bits_again_and_of_a_table_of_either_kind():
    weights = np.random.default_rng(0).random((90, 200))
    first = place_articles(csr_array(weights), 5)
    assert place_articles(csr_array(weights), 5).tobytes() == first.tobytes()
    np.testing.assert_allclose(place_articles(weights, 5), first, atol=1e-9)
    np.testing.assert_allclose(place_articles(csr_array(weights), 5, seed=1) @ first.T, first @ first.T, atol=0.2)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (3, 1)])
def test_few_articles_and_few_words_have_places(shape):
    places = place_articles(csr_array(np.ones(shape)))
    assert places.shape == (shape[0], min(shape))
    assert np.abs(places).tolist() == np.ones(places.shape).tolist()


def test_an_article_without_words_lies_nowhere():
    places = place_articles(csr_array(np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0]])))
    assert places[1].tolist() == [0.0, 0.0]
    assert np.linalg.norm(places[[0, 2]], axis=1) == pytest.approx(1)


@given(st.lists(st.lists(st.sampled_from([-3.0, 0.0, 0.5, 4.0]), min_size=3, max_size=3)))
def test_rows_get_length_1_and_keep_their_direction_and_nothing_stays_nothing(rows):
    for row, found in zip(rows, to_length_one(np.array(rows).reshape(-1, 3)).tolist(), strict=True):
        length = sum(number**2 for number in row) ** 0.5
        assert found == pytest.approx([number / length if length else 0 for number in row])


@given(
    arrays(float, (7, 3), elements=st.integers(-9, 9).map(float)), st.lists(st.integers(0, 3), min_size=7, max_size=7)
)
def test_sums_of_groups_are_those_of_a_loop_over_the_articles(places, groups):
    sums = np.zeros((4, 3))
    for place, group in zip(places, groups, strict=True):
        sums[group] += place
    assert sum_by_group(places, np.array(groups), 4).tolist() == sums.tolist()
