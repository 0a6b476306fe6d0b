"""The adapter: what training adds to MiniLM, small enough to be shipped."""

import numpy as np

LAYERS, WIDTH, HEADS = 6, 384, 12
_STEPS, _NOTHING = ".steps", 1e-30
# The six matrices of a layer that get a low-rank addition: out, in.
MATRICES = {
    "attention.self.query": (384, 384),
    "attention.self.key": (384, 384),
    "attention.self.value": (384, 384),
    "attention.output.dense": (384, 384),
    "intermediate.dense": (1536, 384),
    "output.dense": (384, 1536),
}


def matrix_names():
    """Name the matrices that get a low-rank addition.

    Returns
    -------
    list of str
        As in MiniLM’s file, without ".weight".

    Examples
    --------
    >>> from features.encoder.adapter import matrix_names
    >>> len(matrix_names()), matrix_names()[0]
    (36, 'encoder.layer.0.attention.self.query')
    """
    return [f"encoder.layer.{layer}.{name}" for layer in range(LAYERS) for name in MATRICES]


def vector_names(model):
    """Name the vectors that get an addition of their own: biases, and gains of the normalisations.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors.

    Returns
    -------
    list of str
        In the order of the alphabet.
    """
    return sorted(name for name, tensor in model.items() if name.startswith("encoder.") and len(tensor.shape) == 1)


def pack(tensors):
    """Make tensors small: matrices become 8-bit integers with one step per row, all else 16-bit floats.

    Parameters
    ----------
    tensors : dict of str to array
        An adapter.

    Returns
    -------
    dict of str to array
        To be written; `unpack` gives the adapter back, each number within half a step.

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.adapter import pack, unpack
    >>> unpack(pack({"a.up": np.array([[254.0, 1.2], [0, 0]])}))["a.up"].tolist()
    [[254.0, 2.0], [0.0, 0.0]]
    """
    packed = {}
    for name, tensor in tensors.items():
        if tensor.ndim != 2:
            packed[name] = tensor.astype(np.float16)
            continue
        steps = (np.abs(tensor).max(axis=1, keepdims=True) / 127).astype(np.float32)
        packed[f"{name}{_STEPS}"] = steps[:, 0]
        # Rows smaller than this are rows of nothing: their step would have no digits of its own.
        packed[name] = np.rint(tensor / np.where(steps > _NOTHING, steps, np.inf)).astype(np.int8)
    return packed


def unpack(packed):
    """Undo `pack`.

    Parameters
    ----------
    packed : dict of str to array
        As read from a file.

    Returns
    -------
    dict of str to array
        The adapter, as 32-bit floats.
    """
    return {
        name: tensor * packed[f"{name}{_STEPS}"][:, None] if tensor.dtype == np.int8 else tensor.astype(np.float32)
        for name, tensor in packed.items()
        if not name.endswith(_STEPS)
    }


def merge(model, adapter):
    """Add an adapter to the model’s weights: W + up · down, b + shift.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors.
    adapter : dict of str to array
        `<matrix>.down` (rank, in) and `<matrix>.up` (out, rank) per adapted matrix, `<vector>.shift` per adapted vector; other
        entries are left alone.

    Returns
    -------
    dict of str to array
        The tensors with the additions, as 32-bit floats.

    Raises
    ------
    ValueError
        Where the adapter does not fit the model.

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.adapter import merge
    >>> merged = merge({"a.weight": np.zeros((2, 3))}, {"a.down": np.array([[1.0, 0, 2]]), "a.up": np.array([[1.0], [10]])})
    >>> merged["a.weight"].tolist()
    [[1.0, 0.0, 2.0], [10.0, 0.0, 20.0]]
    """
    merged = dict(model)
    for name, tensor in adapter.items():
        owner, _, kind = name.rpartition(".")
        if kind == "down":
            added, owner = adapter[f"{owner}.up"].astype(np.float64) @ tensor.astype(np.float64), f"{owner}.weight"
        elif kind == "shift":
            added = tensor.astype(np.float64)
        else:
            continue
        if owner not in model or model[owner].shape != added.shape:
            has = "no such tensor" if owner not in model else f"the shape {model[owner].shape}"
            raise ValueError(
                f"The adapter adds {added.shape} to {owner!r}, but the model has {has}: is it all-MiniLM-L6-v2?"
            )
        merged[owner] = (model[owner] + added).astype(np.float32)
    return merged
