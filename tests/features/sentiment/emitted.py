"""The features of one sentence with their names: what `emission` writes, as people read it."""

import numpy as np

from features.sentiment.emission import emit_sentence, emit_target
from features.sentiment.matrices import number_words
from features.sentiment.model import Head, name_features

# What `emit_sentence` and `emit_target` announce.
ROOM_OF_SENTENCE, ROOM_OF_TARGET, ROOM_BESIDE = 10, 45, 8


def head_of(vocabulary=(), pairs=(), *, of_target):
    vocabulary = tuple(sorted(vocabulary))
    n = len(name_features(vocabulary, pairs, of_target=of_target))
    return Head(vocabulary, tuple(pairs), np.zeros((n, 2)), np.zeros(2), 1.0, of_target)


def arrays(evidence):
    names = ("ratings", "stake", "silent", "inside", "factor", "state", "root")
    return tuple(getattr(evidence, name) for name in names)


def emit(evidence, head, target=None, sentence=0):
    """Feature, word and value of all that is written of a sentence, or of a target in it: (first word, word behind its last)."""
    first = evidence.words.first
    begin, end = int(first[sentence]), int(first[sentence + 1])
    number = number_words(evidence.words, head.known)
    # Twice the room, so that what is beyond can be seen.
    room = 2 * (ROOM_OF_TARGET * (end - begin) + ROOM_BESIDE)
    out = np.full(room, -7, np.int32), np.full(room, -7, np.int64), np.full(room, np.nan, np.float32)
    tones = np.empty(4, np.float32)
    if target is None:
        n = emit_sentence(begin, end, number, arrays(evidence), head.layout, out)
    else:
        context = evidence.kind, evidence.clause, evidence.quoted, evidence.words.mark
        working = tones, np.empty(end - begin + 1, np.int64)
        n = emit_target(begin, end, target, number, arrays(evidence), context, head.layout, working, out)
    # One behind the last may be written on.
    assert (out[0][n + 1 :] == -7).all()
    return tuple(array[:n] for array in out)


def emitted(evidence, head, target=None):
    """(kind, words, word of the stream) to value, each at most once."""
    names = name_features(head.vocabulary, head.pairs, of_target=head.of_target)
    found = {}
    for feature, word, value in zip(*emit(evidence, head, target), strict=True):
        key = (*names[feature], int(word))
        assert key not in found
        found[key] = float(value)
    return found
