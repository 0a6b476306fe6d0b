"""The heads: what is read from the encoder’s last layer, in plain numbers."""

import math

import numpy as np
from scipy.special import erf, softmax

# As in the network that learned them.
LOOK_HEADS, FAR = 4, 24


def judge_windows(adapter, states, mentions):
    """Read the last layer of some windows of one length.

    Everything is computed in 64-bit floats and handed back in 32-bit ones, so that the order in which a library adds is not seen.

    Parameters
    ----------
    adapter : dict of str to array
        Holds the heads.
    states : array of shape (windows, length, 384)
        The last layer.
    mentions : array of int, shape (m, 3)
        Window, first piece and one past the last.

    Returns
    -------
    valence : array of shape (windows, 3)
        Probabilities: negative, neutral, positive.
    targets : array of shape (m, 3)
        The same per mention.
    embeddings : array of shape (windows, 384)
        For topics: of length 1, as near to those of MiniLM without the adapter as a linear map brings them.
    """
    states = states.astype(np.float64)
    means = states.mean(axis=1)
    valence = _judged(adapter, "valence", np.concatenate([states[:, 0], means], axis=1))
    window, first, last = mentions.T
    own, places = states[window], np.arange(states.shape[1])
    inside = (places >= first[:, None]) & (places < last[:, None])
    mention = (inside[:, None, :] / (last - first)[:, None, None] @ own)[:, 0]
    looked = look_around(adapter, own, mention, first)
    targets = _judged(adapter, "target", np.concatenate([mention, own[:, 0], means[window], looked], axis=1))
    embeddings = _unit(_unit(means) @ adapter["topic.map"].T.astype(np.float64) + adapter["topic.offset"])
    return valence, targets, embeddings.astype(np.float32)


def look_around(adapter, states, mention, first):
    """Let each mention look around in its window: attention from the mention to all pieces, which knows their distance.

    Parameters
    ----------
    adapter : dict of str to array
        Holds `target.query`, `.key`, `.value` and `.distance`.
    states : array of shape (m, length, 384)
        The last layer of each mention’s window.
    mention : array of shape (m, 384)
        The mean of each mention’s pieces.
    first : array of int
        Its first piece.

    Returns
    -------
    array of shape (m, 96)
        What was found.
    """
    query, key, value = (
        adapter[f"target.{name}"].astype(np.float64).reshape(LOOK_HEADS, -1, states.shape[2])
        for name in ("query", "key", "value")
    )
    # The question is turned into the pieces’ own space, and what is seen is summed there: cheaper than to turn every piece.
    asked = np.einsum("hdw,mw->mhd", query, mention, optimize=True)
    toward = np.einsum("hdw,mhd->mhw", key, asked, optimize=True)
    scores = toward @ states.swapaxes(1, 2) / math.sqrt(query.shape[1])
    distance = np.clip(np.arange(states.shape[1]) - first[:, None], -FAR, FAR) + FAR
    scores += adapter["target.distance"].T.astype(np.float64)[distance].swapaxes(1, 2)
    seen = softmax(scores, axis=2) @ states
    return np.einsum("hdw,mhw->mhd", value, seen, optimize=True).reshape(len(states), value.shape[0] * value.shape[1])


def _judged(adapter, head, features):
    inner, inner_bias, outer, direct, bias, calibration = (
        adapter[f"{head}.{name}"].astype(np.float64)
        for name in ("inner", "inner_bias", "outer", "direct", "bias", "calibration")
    )
    inside = features @ inner.T + inner_bias
    inside = inside * (1 + erf(inside / math.sqrt(2))) / 2
    logits = features @ direct.T + bias + inside @ outer.T
    return softmax(calibration[0] * logits + calibration[1:], axis=1).astype(np.float32)


def _unit(vectors):
    return vectors / np.maximum(np.sqrt((vectors**2).sum(axis=1, keepdims=True)), 1e-12)
