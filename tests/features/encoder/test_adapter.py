"""The adapter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from features.encoder.adapter import matrix_names, merge, pack, unpack, vector_names


def test_a_low_rank_addition_is_the_product_of_its_two_matrices():
    model = {"a.weight": np.float32([[1, 2, 3], [4, 5, 6]]), "a.bias": np.float32([1, 1]), "rest": np.float32([9])}
    adapter = {
        "a.up": np.float32([[1, 0], [2, 3]]),
        "a.down": np.float32([[1, 1, 0], [0, 1, 10]]),
        "a.bias.shift": np.float32([0.5, -1]),
        "target.bias": np.float32([7]),
    }
    merged = merge(model, adapter)
    # Row 0 adds 1·(1, 1, 0); row 1 adds 2·(1, 1, 0) + 3·(0, 1, 10).
    assert merged["a.weight"].tolist() == [[2, 3, 3], [6, 10, 36]]
    assert merged["a.bias"].tolist() == [1.5, 0]
    assert merged["rest"] is model["rest"]
    assert set(merged) == set(model)
    assert model["a.weight"][0, 0] == 1


def test_an_adapter_of_another_model_is_told():
    adapter = {"a.up": np.ones((2, 1)), "a.down": np.ones((1, 2))}
    with pytest.raises(
        ValueError, match=r"adds \(2, 2\) to 'a.weight', but the model has the shape \(3, 2\): is it all-MiniLM-L6-v2"
    ):
        merge({"a.weight": np.ones((3, 2))}, adapter)
    with pytest.raises(ValueError, match="the model has no such tensor"):
        merge({}, adapter)


@given(arrays(np.float32, (3, 4), elements=st.floats(-1000, 1000, width=32)))
def test_packing_moves_no_number_by_more_than_half_a_step_of_its_row(matrix):
    found = unpack(pack({"m": matrix}))["m"]
    steps = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert np.all(np.abs(found - matrix) <= steps * 0.5001 + 1e-28)


def test_packing_keeps_vectors_as_short_floats_and_rows_of_nothing():
    packed = pack({"v": np.float32([0.1, 2]), "m": np.zeros((2, 2), np.float32)})
    assert packed["v"].dtype == np.float16
    found = unpack(packed)
    assert found["v"].tolist() == [float(np.float16(0.1)), 2.0]
    assert found["m"].tolist() == [[0, 0], [0, 0]]
    assert set(found) == {"v", "m"}


def test_six_matrices_of_six_layers_are_adapted():
    assert len(set(matrix_names())) == 36
    assert "encoder.layer.5.output.dense" in matrix_names()


def test_vectors_of_the_layers_are_adapted_and_those_of_the_embeddings_are_not():
    model = {
        name: np.zeros(3) for name in ("encoder.layer.0.x.bias", "embeddings.LayerNorm.bias", "encoder.layer.0.a.bias")
    }
    model["encoder.layer.0.a.weight"] = np.zeros((3, 3))
    assert vector_names(model) == ["encoder.layer.0.a.bias", "encoder.layer.0.x.bias"]
