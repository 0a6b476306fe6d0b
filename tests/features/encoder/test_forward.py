"""The encoder in plain numbers."""

import numpy as np
import pytest

from features.encoder.adapter import WIDTH
from features.encoder.forward import encode_plainly


def normalised(rows):
    return (rows - rows.mean(1, keepdims=True)) / rows.std(1, keepdims=True)


@pytest.fixture
def silent(model):
    """The model with matrices and vectors of nothing: only gains of 1 are left."""
    return {
        name: np.ones_like(tensor)
        if name.endswith("LayerNorm.weight")
        else tensor
        if name.startswith("embeddings.w")
        else 0 * tensor
        for name, tensor in model.items()
    }


def test_layers_that_add_nothing_hand_the_normalised_words_through(silent):
    words = silent["embeddings.word_embeddings.weight"]
    assert np.allclose(encode_plainly(silent, np.array([5, 7])), normalised(words[[5, 7]]), atol=1e-5)


def test_attention_without_a_preference_takes_the_mean_of_all_pieces(silent):
    silent["encoder.layer.0.attention.self.value.weight"] = np.eye(WIDTH, dtype=np.float32)
    silent["encoder.layer.0.attention.output.dense.weight"] = np.eye(WIDTH, dtype=np.float32)
    words = normalised(silent["embeddings.word_embeddings.weight"][[5, 7, 9]])
    assert np.allclose(encode_plainly(silent, np.array([5, 7, 9])), normalised(words + words.mean(0)), atol=1e-5)


def test_the_largest_numbers_that_came_in_are_kept(silent):
    seen = {}
    encode_plainly(silent, np.array([5]), seen)
    encode_plainly(silent, np.array([7]), seen)
    words = normalised(silent["embeddings.word_embeddings.weight"][[5, 7]])
    assert len(seen) == 36
    assert np.allclose(seen["encoder.layer.0.attention.self.query"], np.abs(words).max(0), atol=1e-5)


def test_the_last_layer_is_that_of_hugging_faces_bert(model):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    shape = dict(vocab_size=110, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536)
    peer = transformers.BertModel(
        transformers.BertConfig(**shape, max_position_embeddings=140), add_pooling_layer=False
    ).eval()
    peer.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in model.items()}, strict=False)
    pieces = np.array([101, 4, 9, 33, 4, 102])
    with torch.no_grad():
        expected = peer(torch.from_numpy(pieces)[None])[0][0].numpy()
    assert np.allclose(encode_plainly(model, pieces), expected, atol=1e-3)
