"""Measures of labels and probabilities."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr
from sklearn.metrics import f1_score

from benchmarks import calibration
from benchmarks.calibration import (
    brier_score,
    count_pairs,
    find_calibration_error,
    find_correlation,
    find_interval,
    find_reliability,
    macro_f1,
)

LABELS = st.sampled_from([-1, 0, 1])


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(calibration)
    assert results.attempted and not results.failed


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40))
def test_macro_f1_is_that_of_scikit_learn(pairs):
    gold, found = map(np.array, zip(*pairs, strict=True))
    expected = f1_score(gold, found, labels=[-1, 0, 1], average="macro", zero_division=0)
    assert macro_f1(count_pairs(gold, found)) == pytest.approx(expected)


def test_an_interval_holds_the_figure_is_the_same_again_and_narrows_with_more_texts():
    chance = np.random.default_rng(1)
    gold = chance.integers(-1, 2, 1_600)
    found = np.where(chance.random(1_600) < 0.7, gold, chance.integers(-1, 2, 1_600))
    texts = [str(number) for number in range(1_600)]
    low, high = find_interval(gold, found, texts)
    assert low < macro_f1(count_pairs(gold, found)) < high
    assert (low, high) == find_interval(gold, found, texts)
    few_low, few_high = find_interval(gold[:100], found[:100], texts[:100])
    # Sixteen times as many texts: a quarter of the width.
    assert (few_high - few_low) / (high - low) == pytest.approx(4, rel=0.25)


def test_rows_of_one_text_are_drawn_together():
    gold, found = np.array([-1, 0, 1] * 40), np.array([-1, 0, 0] * 40)
    # One text: each draw is the whole again.
    low, high = find_interval(gold, found, ["a"] * 120)
    assert low == high == macro_f1(count_pairs(gold, found))


def test_bins_are_of_equal_width_and_the_last_holds_1():
    probabilities = np.array([[0.4, 0.35, 0.25], [0.42, 0.3, 0.28], [0, 0, 1.0], [0.0, 0.95, 0.05]])
    # Fifteenths: 0.4 opens the seventh, which ends at 0.467; 0.95 and 1 are in the last.
    bins = find_reliability(np.array([-1, 1, 1, 0]), probabilities)
    assert bins["n"].tolist() == [2, 2]
    assert bins["stated"].tolist() == pytest.approx([0.41, 0.975])
    assert bins["right"].tolist() == [0.5, 1.0]
    # (2 · 0.09 + 2 · 0.025) / 4
    assert find_calibration_error(bins) == pytest.approx(0.0575)


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [([0, 0, 1], 0), ([1, 0, 0], 2), ([1 / 3, 1 / 3, 1 / 3], 2 / 3), ([0.2, 0.3, 0.5], 0.38)],  # 0.04 + 0.09 + 0.25
)
def test_the_brier_score_is_that_of_a_hand_calculation(probabilities, expected):
    assert brier_score(np.array([1]), np.array([probabilities])) == pytest.approx(expected)


def test_a_missing_score_counts_as_0_and_a_constant_one_has_no_correlation():
    graded = [3.0, 1.0, 4.0, 1.0]
    assert find_correlation([0.5, np.nan, 0.7, -0.3], graded) == pytest.approx(pearsonr([0.5, 0, 0.7, -0.3], graded)[0])
    assert np.isnan(find_correlation([np.nan, 0.0, 0.0, 0.0], graded))
