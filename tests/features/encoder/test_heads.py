"""The heads."""

import numpy as np
import pytest

from features.encoder.adapter import WIDTH
from features.encoder.heads import judge_windows, look_around


@pytest.fixture
def plain(heads):
    """Heads that say nothing yet."""
    return {name: tensor if name.endswith(("calibration", "map")) else 0 * tensor for name, tensor in heads.items()}


def states_of(*rows):
    """Windows whose pieces differ in their first number only."""
    states = np.zeros((len(rows), len(rows[0]), WIDTH), np.float32)
    states[:, :, 0] = rows
    return states


def test_a_head_that_says_nothing_finds_all_three_as_likely(plain):
    valence, targets, _ = judge_windows(plain, states_of([1, 2, 3]), np.array([[0, 1, 2]]))
    assert valence.tolist() == [[pytest.approx(1 / 3)] * 3]
    assert targets.tolist() == [[pytest.approx(1 / 3)] * 3]
    assert targets.dtype == valence.dtype == np.float32


@pytest.mark.parametrize(("feature", "value"), [(0, 5.0), (WIDTH, 1.0), (2 * WIDTH, 3.5)])
def test_a_mention_is_its_own_mean_the_opening_piece_and_the_mean_of_all(plain, feature, value):
    # The window 1, 4, 6, 3; the mention 4, 6: its mean is 5, the opening piece 1, the mean of all 3.5. The other window is not seen.
    plain["target.direct"][2, feature] = 0.2
    _, targets, _ = judge_windows(plain, states_of([9, 9, 9, 9], [1, 4, 6, 3]), np.array([[1, 1, 3]]))
    odds = np.exp(0.2 * value)
    assert targets[0] == pytest.approx([1 / (2 + odds), 1 / (2 + odds), odds / (2 + odds)])


def test_the_calibration_cools_first_and_shifts_then(plain):
    plain["valence.bias"][:] = [2, 0, 0]
    plain["valence.calibration"] = np.float32([0.5, 0, np.log(3), 0])
    valence, _, _ = judge_windows(plain, states_of([0, 0]), np.zeros((0, 3), int))
    # Log-odds 1, log 3 and 0.
    assert valence[0] == pytest.approx(np.array([np.e, 3, 1]) / (np.e + 4))


def test_the_inner_layer_bends_as_gelu_does(plain):
    plain["valence.inner_bias"][0], plain["valence.outer"][1, 0] = 1, 2
    valence, _, _ = judge_windows(plain, states_of([0, 0]), np.zeros((0, 3), int))
    # GELU(1) = 0.8413447, the normal distribution’s share below 1.
    assert np.log(valence[0, 1] / valence[0, 0]) == pytest.approx(2 * 0.8413447, rel=1e-5)


def test_a_mention_without_a_preference_looks_at_all_pieces_alike(plain):
    plain["target.value"][0, 0] = 1
    states = states_of([1, 2, 6]).astype(float)
    found = look_around(plain, states, np.zeros((1, WIDTH)), np.array([1]))
    assert found.shape == (1, 96)
    assert found[0, 0] == pytest.approx(3)
    assert np.all(found[0, 1:] == 0)


def test_a_mention_that_prefers_a_distance_finds_what_stands_there(plain):
    plain["target.value"][0, 0] = 1
    plain["target.distance"][0, 24 + 2] = 50  # two pieces to the right, in the first of four views
    states = states_of([1, 2, 6, 8]).astype(float)
    assert look_around(plain, states, np.zeros((1, WIDTH)), np.array([1]))[0, 0] == pytest.approx(8)


def test_embeddings_have_length_one_after_their_map(plain):
    states = states_of([3, 3])
    plain["topic.map"] = np.eye(WIDTH, dtype=np.float32)[::-1].copy()
    plain["topic.offset"][0] = 1
    _, _, embeddings = judge_windows(plain, states, np.zeros((0, 3), int))
    expected = np.zeros(WIDTH)
    expected[[0, -1]] = np.sqrt(0.5)
    assert embeddings[0] == pytest.approx(expected)
