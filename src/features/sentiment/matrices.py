"""Features of many sentences and targets as sparse matrices, to learn from."""

import numpy as np
import scipy.sparse as sparse

from features.compiled import compiled
from features.sentiment.emission import emit_sentence, emit_target
from features.sentiment.layout import (
    N_CHANNELS,
    N_CONTEXTS,
    N_SENTENCE_BLOCKS,
    N_STRUCTURE,
    N_WORD_BLOCKS,
    weigh_length,
)
from features.sentiment.tone_words import look_up

# Room for the features of a sentence: so many a word, and so many beside (see `emit_sentence`, `emit_target`).
PER_WORD_OF_SENTENCE, PER_WORD_OF_TARGET, PER_TARGET = 12, 60, 8


def number_words(words, vocabulary):
    """The number of each word of a stream in a vocabulary.

    Parameters
    ----------
    words : Words
        The stream.
    vocabulary : Known
        Case-folded words, as `know_words` makes them ready.

    Returns
    -------
    ndarray of int32, one entry per word
        −1 where it is not in it; “caracas's” counts as “caracas”.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment.model import Head
    >>> head = Head(("end", "strike"), (), np.zeros((14, 2)), np.zeros(2), 1.0, False)
    >>> number_words(find_words(pd.DataFrame({"article_id": ["a"], "text": ["The strike's end."]})), head.known).tolist()
    [-1, 1, 0]
    """
    return look_up(words, vocabulary)[words.term]


def sentence_features(evidence, number, layout, n_pairs):
    """Features of all sentences of a stream.

    Parameters
    ----------
    evidence : Evidence
        As `find_evidence` gives it.
    number : ndarray of int32, one entry per word
        As `number_words` gives it.
    layout : Layout
        As `lay_out` gives it.
    n_pairs : int
        How many pairs it numbers.

    Returns
    -------
    csr_matrix of float32, sentences × features
        Those of words, of channels and of pairs; rows are weighed as `weigh_length` does it.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment.evidence import find_evidence
    >>> from features.sentiment.layout import lay_out
    >>> from features.sentiment.tone_words import read_tone_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["Peace at last."]}))
    >>> evidence, layout = find_evidence(words, read_tone_words()), lay_out(0, [])
    >>> rows = sentence_features(evidence, np.full(3, -1, np.int32), layout, 0)
    >>> rows.shape, bool(rows[0, 0] > 0)   # tone up
    ((1, 8), True)
    """
    first = evidence.words.first
    room = PER_WORD_OF_SENTENCE * int(first[-1]) + 1
    out = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.float32)
    ends = np.empty(len(first), dtype=np.int64)
    _emit_sentences(first, number, _arrays(evidence), layout, out, ends)
    n_features = N_SENTENCE_BLOCKS * layout.n_words + N_CHANNELS + n_pairs
    return (sparse.diags(weigh_length(evidence.words.per_sentence)) @ _matrix(out, ends, n_features)).tocsr()


def target_features(evidence, targets, number, layout, n_pairs):
    """Features of targets.

    Parameters
    ----------
    evidence : Evidence
        As `find_evidence` gives it.
    targets : tuple of ndarray of int64, one entry per target
        Its sentence; its first word in the stream; the word behind its last.
    number : ndarray of int32, one entry per word
        As `number_words` gives it.
    layout : Layout
        As `lay_out` gives it.
    n_pairs : int
        How many pairs it numbers.

    Returns
    -------
    csr_matrix of float32, targets × features
        Those of words, of channels, of structure and of pairs; rows are weighed as `weigh_length` does it.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment.evidence import find_evidence
    >>> from features.sentiment.layout import lay_out
    >>> from features.sentiment.tone_words import read_tone_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["He praised Ana Duarte."]}))
    >>> evidence, layout = find_evidence(words, read_tone_words()), lay_out(0, [])
    >>> target = np.array([0]), np.array([2]), np.array([4])
    >>> target_features(evidence, target, np.full(4, -1, np.int32), layout, 0).shape   # 8 · (1 + 40) + 24
    (1, 352)
    """
    first = evidence.words.first
    lengths = np.diff(first)[targets[0]]
    room = int((PER_WORD_OF_TARGET * lengths + PER_TARGET).sum()) + 1
    out = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.float32)
    ends = np.empty(len(targets[0]) + 1, dtype=np.int64)
    working = np.empty(4, np.float32), np.empty(int(lengths.max(initial=0)) + 1, np.int64)
    context = evidence.kind, evidence.clause, evidence.quoted, evidence.words.mark
    _emit_targets(first, targets, number, _arrays(evidence), context, layout, working, out, ends)
    n_features = N_WORD_BLOCKS * layout.n_words + N_CHANNELS * (N_CONTEXTS + 1) + N_STRUCTURE + n_pairs
    return (sparse.diags(weigh_length(lengths)) @ _matrix(out, ends, n_features)).tocsr()


def _arrays(evidence):
    return (
        evidence.ratings,
        evidence.stake,
        evidence.silent,
        evidence.inside,
        evidence.factor,
        evidence.state,
        evidence.root,
    )


def _matrix(out, ends, n_features):
    n = int(ends[-1])
    matrix = sparse.csr_matrix((out[2][:n], out[0][:n], ends), shape=(len(ends) - 1, n_features))
    matrix.sum_duplicates()
    return matrix


@compiled
def _emit_sentences(first, number, evidence, layout, out, ends):
    n = 0
    ends[0] = 0
    for sentence in range(len(first) - 1):
        rest = out[0][n:], out[1][n:], out[2][n:]
        n += emit_sentence(first[sentence], first[sentence + 1], number, evidence, layout, rest)
        ends[sentence + 1] = n


@compiled
def _emit_targets(first, targets, number, evidence, context, layout, working, out, ends):
    n = 0
    ends[0] = 0
    for row in range(len(targets[0])):
        sentence, target = targets[0][row], (targets[1][row], targets[2][row])
        rest = out[0][n:], out[1][n:], out[2][n:]
        begin, end = first[sentence], first[sentence + 1]
        if begin < end:
            n += emit_target(begin, end, target, number, evidence, context, layout, working, rest)
        ends[row + 1] = n
