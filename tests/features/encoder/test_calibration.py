"""Probabilities that mean what they say."""

import numpy as np
import pytest
from scipy.special import softmax

from features.encoder.calibration import fit_calibration, measure_calibration_error, measure_f1


def test_a_head_that_exaggerates_is_cooled_to_the_share_that_is_right():
    # Says log-odds 4 (98 %) of three classes in turn; right in 80 %, the rest evenly: the best log-odds are log(0.8 / 0.1) = log 8.
    said = np.repeat(np.eye(3) * 4, 10, axis=0)
    classes = np.concatenate([[k] * 8 + [(k + 1) % 3, (k + 2) % 3] for k in range(3)])
    factor, *shifts = fit_calibration(said, classes)
    assert factor == pytest.approx(np.log(8) / 4, rel=1e-3)
    assert shifts == pytest.approx([0, 0, 0], abs=1e-4)


def test_a_class_that_is_said_too_rarely_is_raised():
    said = np.zeros((100, 3))
    classes = np.repeat([0, 1, 2], [20, 50, 30])
    factor, *shifts = fit_calibration(said, classes)
    assert softmax(factor * said[0] + shifts) == pytest.approx([0.2, 0.5, 0.3], abs=1e-3)
    assert sum(shifts) == pytest.approx(0, abs=1e-9)


def test_the_calibration_error_is_weighted_by_the_rows_of_each_bin():
    # Three rows at 0.9, two of them right: gap 0.9 − 2/3. One at 0.5, right: gap 0.5. Mean: (0.7 + 0.5) / 4.
    said = np.array([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.5, 0.5]])
    assert measure_calibration_error(said, np.array([0, 0, 0, 0])) == pytest.approx((0.7 + 0.5) / 4)


def test_a_certain_and_right_row_has_no_error():
    assert measure_calibration_error(np.array([[0.0, 1.0]]), np.array([1])) == 0


def test_gaps_of_one_bin_may_cancel_and_those_of_two_may_not():
    sure = np.array([[0.55, 0.45], [0.55, 0.45], [0.85, 0.15], [0.85, 0.15]])
    # Bins of 1/15: 0.55 and 0.85 lie in different ones. |0.55 − 0.5| and |0.85 − 1|.
    assert measure_calibration_error(sure, np.array([0, 1, 0, 0])) == pytest.approx((2 * 0.05 + 2 * 0.15) / 4)


def test_f1_is_the_mean_over_classes_and_counts_one_never_said_as_nothing():
    # Class 0: 1 of 2 found, nothing else said: 2/3. Class 1: 1 found, 2 said: 2/3. Class 2: never said: 0.
    assert measure_f1(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])) == pytest.approx((2 / 4 + 2 / 3 + 0) / 3)
