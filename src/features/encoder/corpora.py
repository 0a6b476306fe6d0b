"""Labelled sets as batches of pieces."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from features.encoder.extra import needed
from features.encoder.pieces import cut_windows

# What stands for a window without a label of its own.
NO_LABEL = 9
# Batches are sorted by length within this many batches, so that little is filled up and the order is still random.
_SORTED_TOGETHER = 40


class Corpus(NamedTuple):
    """One labelled set, cut into windows."""

    windows: list
    mentions: list  # per window, rows of first piece, one past the last, class (0, 1, 2), number of the mention
    valence: np.ndarray  # class per window, or NO_LABEL
    plain: np.ndarray | None = None  # per window, what MiniLM without the adapter makes of it


class Batch(NamedTuple):
    """Some windows as tensors, filled up to one length."""

    pieces: object
    mask: object
    window: object  # per mention
    first: object
    last: object
    target: object
    mention_no: object
    valence: object  # per window
    plain: object  # per window, or None


def cut_corpus(tokenizer, labelled, most):
    """Cut a labelled set into windows.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        As from `read_tokenizer`.
    labelled : Labelled
        As from `gather`.
    most : int
        Pieces in a window.

    Returns
    -------
    Corpus
        Labels −1, 0, 1 become the classes 0, 1, 2.
    """
    cut = cut_windows(tokenizer, labelled.texts, labelled.text_no, labelled.start, labelled.end, most=most)
    rows = np.stack([cut.first, cut.last, labelled.target + 1, np.arange(len(cut.first))], axis=1).astype(np.int64)
    order = np.argsort(cut.window_of_mention, kind="stable")
    bounds = np.searchsorted(cut.window_of_mention[order], np.arange(len(cut.pieces) + 1))
    mentions = [rows[order[begin:end]] for begin, end in pairwise(bounds.tolist())]
    valence = np.full(len(cut.pieces), NO_LABEL)
    known = np.flatnonzero(labelled.valence != NO_LABEL)
    valence[known] = labelled.valence[known] + 1
    return Corpus(cut.pieces, mentions, valence)


def split_batches(corpus, size, dice):
    """Split one pass over a set into batches of windows of about equal length.

    Parameters
    ----------
    corpus : Corpus
        The set.
    size : int
        Windows in a batch, at most.
    dice : numpy.random.Generator
        Decides the order.

    Returns
    -------
    list of array of int
        Numbers of windows; every window is in one batch.
    """
    lengths = np.array([len(window) for window in corpus.windows])
    order = dice.permutation(len(lengths))
    batches = []
    for group in np.array_split(order, max(len(order) // (size * _SORTED_TOGETHER), 1)):
        by_length = group[np.argsort(lengths[group], kind="stable")]
        batches += np.array_split(by_length, math.ceil(len(by_length) / size))
    return [batches[no] for no in dice.permutation(len(batches))]


def fill_batch(corpus, chosen, device="cpu"):
    """Make a batch of some windows.

    Parameters
    ----------
    corpus : Corpus
        The set.
    chosen : array of int
        Numbers of windows.
    device : str
        Where the tensors lie.

    Returns
    -------
    Batch
        Windows in the order chosen.
    """
    torch = needed("torch")
    windows = [corpus.windows[no] for no in chosen]
    pieces = np.zeros((len(windows), max(map(len, windows))), np.int64)
    mask = np.zeros(pieces.shape, bool)
    for row, window in enumerate(windows):
        pieces[row, : len(window)] = window
        mask[row, : len(window)] = True
    rows = np.concatenate([corpus.mentions[no] for no in chosen])
    window_no = np.repeat(np.arange(len(chosen)), [len(corpus.mentions[no]) for no in chosen])
    arrays = [pieces, mask, window_no, *rows.T.copy(), corpus.valence[np.asarray(chosen)]]
    arrays.append(None if corpus.plain is None else corpus.plain[np.asarray(chosen)])
    return Batch(*(None if array is None else torch.from_numpy(array).to(device) for array in arrays))
