"""A model of MiniLM's shape with a small vocabulary and random weights."""

import json

import numpy as np
import pytest

from features.encoder.adapter import LAYERS, MATRICES, WIDTH, pack
from features.encoder.forward import encode_plainly
from features.encoder.sources import write_tensors


@pytest.fixture(scope="session")
def model():
    """Numbers of about the size that MiniLM's have, with a few channels that stand out, as some of its own do."""
    dice = np.random.default_rng(0)

    def drawn(*shape, size=0.05):
        return dice.normal(0, size, shape).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": drawn(110, WIDTH, size=1),
        "embeddings.position_embeddings.weight": drawn(140, WIDTH, size=0.3),
        "embeddings.token_type_embeddings.weight": drawn(2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        for name, shape in MATRICES.items():
            made[f"encoder.layer.{layer}.{name}.weight"] = drawn(*shape)
            made[f"encoder.layer.{layer}.{name}.bias"] = drawn(shape[0])
        norms += [f"encoder.layer.{layer}.{name}.LayerNorm" for name in ("attention.output", "output")]
    for name in norms:
        made[f"{name}.weight"] = 1 + drawn(WIDTH, size=0.1)
        made[f"{name}.weight"][:3] = 4
        made[f"{name}.bias"] = drawn(WIDTH)
    return made


@pytest.fixture(scope="session")
def heads():
    """Heads of the shapes that are trained."""
    dice = np.random.default_rng(1)
    shapes = {
        "target.query": (96, WIDTH),
        "target.key": (96, WIDTH),
        "target.value": (96, WIDTH),
        "target.distance": (4, 49),
    }
    for head, width in (("target", 3 * WIDTH + 96), ("valence", 2 * WIDTH)):
        shapes |= {f"{head}.inner": (128, width), f"{head}.inner_bias": (128,), f"{head}.outer": (3, 128)}
        shapes |= {f"{head}.direct": (3, width), f"{head}.bias": (3,)}
    made = {name: dice.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}
    identity = {f"{head}.calibration": np.float32([1, 0, 0, 0]) for head in ("target", "valence")}
    return made | identity | {"topic.map": np.eye(WIDTH, dtype=np.float32), "topic.offset": np.zeros(WIDTH, np.float32)}


@pytest.fixture(scope="session")
def ranges(model):
    """What comes into each matrix when some windows are read."""
    seen = {}
    for no in range(5):
        encode_plainly(model, np.random.default_rng(no).integers(0, 110, 8 + no), seen)
    return seen


@pytest.fixture(scope="session")
def made(tmp_path_factory, model, heads, ranges):
    """A folder with that model, a tokenizer of letters, and an adapter; the cache is beside them."""
    folder = tmp_path_factory.mktemp("encoder")
    write_tensors(folder / "model.safetensors", model)
    vocabulary = {"[UNK]": 0, "[CLS]": 101, "[SEP]": 102} | {chr(97 + no): no + 1 for no in range(26)}
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {
            "type": "WordPiece",
            "vocab": vocabulary | {f"##{chr(97 + no)}": no + 31 for no in range(26)},
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
        },
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    write_tensors(
        folder / "adapter.safetensors", pack(heads | {f"{name}.range": array for name, array in ranges.items()})
    )
    return folder
