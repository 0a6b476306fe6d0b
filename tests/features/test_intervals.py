import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from features.intervals import half_interval


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=30))
def test_it_is_the_interval_of_scipy(values):
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    expected = (interval.high - interval.low) / 2
    assert half_interval([np.std(values, ddof=1)], [len(values)])[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_values_have_none(number):
    assert np.isnan(half_interval([0.5], [number])[0])
