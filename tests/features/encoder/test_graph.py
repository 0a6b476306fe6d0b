"""The graph of integers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from features.encoder.forward import encode_plainly
from features.encoder.graph import build_graph, quantise

numbers = st.floats(-8, 8, width=32)


def through_integers(weight, most_in, x):
    integers, out_scale, in_factor, in_scale = quantise(weight, most_in)
    whole = np.clip(np.rint(x * in_factor / in_scale), -128, 127)
    return (whole @ integers.astype(float)) * in_scale * out_scale


def test_a_matrix_that_fits_its_steps_comes_through_exactly():
    # All inputs reach 1 and all weights 63 steps of one: nothing is rounded.
    weight = np.array([[63.0, -63], [63, 63]])
    assert through_integers(weight, np.array([1.0, 1]), np.array([[1.0, -1], [1, 1]])) == pytest.approx(
        np.array([[126, 0], [0, 126]])
    )


def test_an_input_that_stands_out_does_not_coarsen_the_others():
    weight, most_in = np.array([[0.02, 1]]), np.array([100.0, 1])
    # In steps of 100 / 127, the second input would be rounded to nothing.
    assert through_integers(weight, most_in, np.array([[0.0, 0.05]]))[0, 0] == pytest.approx(0.05, rel=0.1)


@given(arrays(np.float64, (3, 5), elements=numbers), arrays(np.float64, (4, 5), elements=numbers))
def test_weights_stay_within_seven_bits_and_inputs_within_their_range(weight, x):
    most_in = np.abs(x).max(axis=0)
    integers, out_scale, in_factor, in_scale = quantise(weight, most_in)
    assert integers.shape == (5, 3)
    assert np.abs(integers.astype(int)).max() <= 63
    assert np.all(np.abs(x * in_factor) <= in_scale * 127.001)
    assert np.all(out_scale > 0)


def test_the_graph_says_nearly_what_plain_numbers_say(model, ranges):
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(build_graph(model, ranges), providers=["CPUExecutionProvider"])
    pieces = np.random.default_rng(9).integers(0, 110, (2, 11))
    states = session.run(None, {"pieces": pieces})[0]
    for found, window in zip(states, pieces, strict=True):
        plain = encode_plainly(model, window)
        cosine = (found * plain).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(plain, axis=1)
        assert cosine.min() > 0.98


def test_the_same_tensors_give_the_same_bytes(model, ranges):
    pytest.importorskip("onnx")
    assert build_graph(model, ranges) == build_graph(model, ranges)
