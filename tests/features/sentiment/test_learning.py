import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.linear_model import LogisticRegression

from features.sentiment.learning import damp, fit_calibration, fit_weights, probabilities

SUMS = arrays.arrays(float, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(-800, 800))


def examples(seed=7, n=120, labels=(-1, 0, 1)):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(n, 4)) * (random.random((n, 4)) < 0.6)
    noisy = rows @ np.array([1.5, -1.0, 0.5, 0.0]) + random.normal(size=n)
    return rows, np.select([noisy < -0.7, noisy > 0.7], [labels[0], labels[-1]], labels[1])


def cost(rows, labels, weights, start, penalty, row_weight=None):
    """The loss as textbooks write it: minus the logarithms of the chances of what is so, and the ridge."""
    sums = rows @ weights + start
    odds = np.column_stack([np.exp(sums[:, 0]), np.ones(len(rows)), np.exp(sums[:, 1])])
    chance = (odds / odds.sum(axis=1, keepdims=True))[np.arange(len(rows)), labels + 1]
    weight = np.ones(len(rows)) if row_weight is None else row_weight
    return -(weight * np.log(chance)).sum() + 0.5 * (np.broadcast_to(penalty, len(weights))[:, None] * weights**2).sum()


@pytest.mark.parametrize("penalty", [0.5, np.array([0.1, 1.0, 5.0, 2.0])], ids=["one", "one a feature"])
def test_where_the_fit_ends_the_loss_rises_in_every_direction(penalty):
    rows, labels = examples()
    weight = np.linspace(0.5, 1.5, len(rows))
    weights, start = fit_weights(sparse.csr_matrix(rows), labels, sample_weight=weight, penalty=penalty)
    step = 1e-4
    for place in range(weights.size + 2):
        moved = np.zeros(weights.size + 2)
        moved[place] = step
        there, back = (
            cost(
                rows,
                labels,
                weights + sign * moved[:-2].reshape(weights.shape),
                start + sign * moved[-2:],
                penalty,
                weight,
            )
            for sign in (1, -1)
        )
        assert (there - back) / (2 * step) == pytest.approx(0, abs=0.02)
        assert (there + back) / 2 > cost(rows, labels, weights, start, penalty, weight)


def test_of_two_classes_it_is_the_logistic_regression_of_scikit_learn():
    rows, labels = examples(labels=(-1, 0, 0))
    weights, start = fit_weights(sparse.csr_matrix(rows), labels, penalty=0.5, most_rounds=2_000)
    peer = LogisticRegression(C=1 / 0.5, tol=1e-8, max_iter=1_000).fit(rows, labels == -1)
    np.testing.assert_allclose(weights[:, 0], peer.coef_[0], atol=5e-3)
    assert start[0] == pytest.approx(peer.intercept_[0], abs=5e-3)
    chances = probabilities(rows @ weights + start)
    np.testing.assert_allclose(chances[:, 0], peer.predict_proba(rows)[:, 1], atol=2e-3)
    assert chances[:, 2].max() < 0.01  # good news does not occur


def test_a_row_that_counts_twice_is_as_good_as_two_rows():
    rows, labels = examples(n=40)
    weight = np.where(np.arange(40) < 10, 2.0, 1.0)
    once = fit_weights(sparse.csr_matrix(rows), labels, sample_weight=weight, penalty=1.0)
    twice = fit_weights(
        sparse.csr_matrix(np.vstack([rows, rows[:10]])), np.concatenate([labels, labels[:10]]), penalty=1.0
    )
    for one, other in zip(once, twice, strict=True):
        np.testing.assert_allclose(one, other, atol=5e-3)


def test_with_one_start_for_both_good_and_bad_mirror_each_other():
    rows, labels = examples()
    weights, start = fit_weights(sparse.csr_matrix(rows), labels, penalty=1.0, balanced=True)
    mirrored, same = fit_weights(sparse.csr_matrix(rows), -labels, penalty=1.0, balanced=True)
    assert start[0] == start[1]
    np.testing.assert_allclose(weights, mirrored[:, ::-1], atol=5e-3)
    np.testing.assert_allclose(start, same, atol=5e-3)


def test_what_costs_a_great_deal_is_not_learned():
    rows, labels = examples()
    weights, _ = fit_weights(sparse.csr_matrix(rows), labels, penalty=np.array([1e6, 1.0, 1.0, 1.0]))
    assert np.abs(weights[0]).max() < 1e-3 < np.abs(weights[1:]).max()


def test_the_same_examples_give_the_same_bytes():
    rows, labels = examples()
    one, other = (fit_weights(sparse.csr_matrix(rows), labels, penalty=1.0)[0] for _ in range(2))
    assert one.tobytes() == other.tobytes()


@given(SUMS)
def test_chances_add_up_to_one_whatever_the_sums(sums):
    chances = probabilities(sums)
    assert ((chances >= 0) & (chances <= 1)).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    # The likelier class has the larger sum; neutral has 0.
    three = np.column_stack([sums[:, 0], np.zeros(len(sums)), sums[:, 1]])
    np.testing.assert_allclose(three[np.arange(len(sums)), chances.argmax(axis=1)], three.max(axis=1), atol=1e-9)


def test_chances_are_as_worked_out_by_hand():
    # Odds of 3 : 1 : 4.
    np.testing.assert_allclose(probabilities(np.log([[3.0, 4.0]])), [[3 / 8, 1 / 8, 4 / 8]])


@given(SUMS, st.floats(0.5, 60))
def test_sums_are_damped_and_never_grow_beyond_the_ceiling(sums, ceiling):
    factor = damp(sums, ceiling)
    assert ((factor > 0) & (factor <= 1)).all()
    length = np.linalg.norm(sums, axis=1)
    assert (length * factor <= ceiling * (1 + 1e-12)).all()
    # Longer stays longer.
    order = np.argsort(length)
    assert (np.diff((length * factor)[order]) >= -1e-9).all()


def test_where_the_sum_is_as_long_as_the_ceiling_it_is_divided_by_the_root_of_two():
    np.testing.assert_allclose(damp(np.array([[3.0, -4.0], [0.0, 0.0]]), 5.0), [1 / np.sqrt(2), 1])


def log_loss(sums, start, labels, temperature, ceiling):
    divided = sums / temperature
    chances = probabilities(divided * damp(divided, ceiling)[:, None] + start)
    return -np.log(chances[np.arange(len(labels)), labels + 1]).mean()


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_calibration_lowers_the_loss_and_finds_how_bold_sums_are(scale):
    random = np.random.default_rng(11)
    true = random.normal(size=(4_000, 2))
    start = np.full(true.shape, -0.3)
    drawn = random.random(len(true))[:, None]
    labels = (drawn > probabilities(true + start).cumsum(axis=1)).sum(axis=1) - 1
    temperature, ceiling = fit_calibration(true * scale, start, labels)
    assert temperature == pytest.approx(scale, rel=0.2)
    assert np.exp(0) <= ceiling <= np.exp(4)
    found = log_loss(true * scale, start, labels, temperature, ceiling)
    for other in (0.5, 0.8, 1.25, 2.0):
        assert found < log_loss(true * scale, start, labels, temperature * other, ceiling)
    assert found <= log_loss(true * scale, start, labels, 1.0, np.exp(1.5)) + 1e-9
