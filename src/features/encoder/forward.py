"""The encoder in plain numbers: slow, obvious, and what the fast graph is held to."""

import numpy as np
from scipy.special import erf, softmax

from features.encoder.adapter import HEADS, LAYERS, WIDTH


def encode_plainly(model, pieces, seen=None):
    """Encode one window with 32-bit floats.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors, the adapter merged in.
    pieces : array of int
        The window.
    seen : dict of str to array, optional
        Takes, per matrix, the largest size so far of each number that came in: what the ranges of the integers are made from.

    Returns
    -------
    array of shape (length, 384)
        The last layer.
    """

    def linear(name, x):
        if seen is not None:
            seen[name] = np.maximum(seen.get(name, 0), np.abs(x).max(axis=0))
        return x @ model[f"{name}.weight"].T + model[f"{name}.bias"]

    def normalised(name, x):
        centred = x - x.mean(axis=1, keepdims=True)
        sizes = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        return centred / sizes * model[f"{name}.weight"] + model[f"{name}.bias"]

    x = (
        model["embeddings.word_embeddings.weight"][pieces]
        + model["embeddings.position_embeddings.weight"][: len(pieces)]
    )
    x = normalised("embeddings.LayerNorm", x + model["embeddings.token_type_embeddings.weight"][0])
    for layer in range(LAYERS):
        own = f"encoder.layer.{layer}."
        query, key, value = (
            linear(f"{own}attention.self.{one}", x).reshape(len(x), HEADS, -1).swapaxes(0, 1)
            for one in ("query", "key", "value")
        )
        weights = softmax(query @ key.swapaxes(1, 2) / np.sqrt(WIDTH // HEADS), axis=2)
        context = (weights @ value).swapaxes(0, 1).reshape(len(x), WIDTH)
        x = normalised(f"{own}attention.output.LayerNorm", x + linear(f"{own}attention.output.dense", context))
        inner = linear(f"{own}intermediate.dense", x)
        inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
        x = normalised(f"{own}output.LayerNorm", x + linear(f"{own}output.dense", inner))
    return x.astype(np.float32)
