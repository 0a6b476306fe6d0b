"""From evidence to numbered features: what the learned weights are put to, for training and for scoring alike.

One compiled loop per sentence, or per sentence and target, writes (feature, word, value) triples. A score is the sum of weight times
value over them, so that every word's part of it is known.
"""

import numpy as np

from features.compiled import compiled, compiled_into
from features.sentiment.kinds import ADVERB, BEING, PRONOUN
from features.sentiment.layout import (
    N_CHANNELS,
    N_CONTEXTS,
    N_SENTENCE_BLOCKS,
    N_STEPS,
    N_STRUCTURE,
    N_WORD_BLOCKS,
    NEAR,
    OF_BETWEEN,
    OF_DISTANCE,
    OF_NEIGHBOUR,
    OF_QUOTATION,
    OF_STATE,
    OF_VOICE,
    find_pair,
    may_be_pair,
)
from features.sentiment.modifiers import LIVE, NEGATED, TURNED
from features.sentiment.named import count_between, find_named
from features.text.marks import CAPITAL


@compiled_into
def _put(out, n, feature, position, value):
    out[0][n], out[1][n], out[2][n] = feature, position, value
    return n + 1


@compiled_into
def _put_if(counts, out, n, feature, position, value):
    out[0][n], out[1][n], out[2][n] = feature, position, value
    return n + counts


@compiled
def _channels(position, ratings, stake, state, factor, tones):
    """The four tones of a word after the rules, and whether any is there."""
    some = False
    for channel in range(3):
        tones[channel] = ratings[position, channel] * factor
        some = some or tones[channel] != 0.0
    tones[3] = 0.0
    if state[position] & LIVE and ratings[position, 0] == 0.0:
        tones[3] = stake[position] * factor
        some = some or tones[3] != 0.0
    return some


@compiled
def _result(target, ratings, stake, factor):
    """What has become of a word that others act on."""
    tone = ratings[target, 0] if ratings[target, 0] != 0.0 else stake[target]
    return tone * factor[target]


@compiled_into
def emit_sentence(begin, end, number, evidence, layout, out):
    """Write the features of a sentence.

    Parameters
    ----------
    begin, end : int
        Its words in the stream.
    number : ndarray of int32, one entry per word
        Its number in the learned vocabulary; −1: not in it.
    evidence : tuple of arrays
        ratings, stake, silent, inside, factor, state, root, as in `Evidence`.
    layout : Layout
        As `lay_out` gives it.
    out : tuple of ndarray
        Room for feature (int32), word (int64) and value (float32): at least 10 a word and one more, for what is written behind the
        last one does not count.

    Returns
    -------
    int
        How many triples were written.
    """
    ratings, stake, silent, inside, factor, state, root = evidence
    n_words = layout.n_words
    of_channels = N_SENTENCE_BLOCKS * n_words
    n, before = 0, -1
    for position in range(begin, end):
        word = -1 if silent[position] or inside[position] else number[position]
        # Most of these cannot be foreseen: what is written and not counted is cheaper than a branch that was guessed wrongly.
        counts = (word >= 0) & (factor[position] != 0.0) & layout.counts[max(word, 0)]
        n = _put_if(counts, out, n, word, position, factor[position])
        if root[position] >= 0 and word >= 0:
            result = _result(root[position], ratings, stake, factor)
            if result != 0.0:
                n = _put(out, n, (1 + (result < 0.0)) * n_words + word, position, 1.0)
        if _has_tone(position, ratings, stake):
            n = _put_channels(out, n, of_channels, position, ratings, stake, state, factor[position])
        key = before * np.int64(n_words + 1) + word
        if (before >= 0) & (word >= 0) & may_be_pair(layout, key):
            pair = find_pair(layout, key)
            if pair >= 0:
                n = _put(out, n, of_channels + N_CHANNELS + pair, position, 1.0)
        before = word
    return n


@compiled_into
def _has_tone(position, ratings, stake):
    """Whether the lists say anything of a word."""
    return (
        (ratings[position, 0] != 0.0)
        | (ratings[position, 1] != 0.0)
        | (ratings[position, 2] != 0.0)
        | (stake[position] != 0.0)
    )


@compiled_into
def _put_channels(out, n, of_channels, position, ratings, stake, state, factor):
    for channel in range(3):
        tone = ratings[position, channel] * factor
        n = _put_if(tone != 0.0, out, n, of_channels + 2 * channel + (tone < 0.0), position, abs(tone))
    if state[position] & LIVE and ratings[position, 0] == 0.0:
        tone = stake[position] * factor
        n = _put_if(tone != 0.0, out, n, of_channels + 6 + (tone < 0.0), position, abs(tone))
    return n


@compiled
def _step(distance):
    """Six steps of distance: 1, 2, 3–4, 5–7, 8–12, further."""
    if distance <= 2:
        return distance - 1
    return 2 if distance <= 4 else 3 if distance <= 7 else 4 if distance <= 12 else 5


@compiled
def _passive(position, begin, kind):
    """Whether a form of “be” stands one or two words before."""
    for back in range(max(position - 2, begin), position):
        if kind[back] == BEING:
            return True
    return False


@compiled
def emit_target(begin, end, target, number, evidence, context, layout, working, out):
    """Write the features of a sentence as seen from a target in it.

    Parameters
    ----------
    begin, end : int
        Words of the sentence in the stream.
    target : tuple of int
        The words of the target: its first, and behind its last; the same where it is no word.
    number : ndarray of int32, one entry per word
        Its number in the learned vocabulary; −1: not in it.
    evidence : tuple of arrays
        ratings, stake, silent, inside, factor, state, root, as in `Evidence`.
    context : tuple of arrays
        kind, clause, quoted, as in `Evidence`, and mark, as in `Words`.
    layout : Layout
        As `lay_out` gives it.
    working : tuple of ndarray
        Room for four tones (float32) and for the names of a sentence (int64, one per word and one more).
    out : tuple of ndarray
        Room for feature (int32), word (int64; −1 for the target and the sentence as a whole) and value (float32): at least 45 a word
        and 8 more.

    Returns
    -------
    int
        How many triples were written.
    """
    ratings, stake, silent, _, _, state, _ = evidence
    kind, mark = context[0], context[3]
    tones, named = working
    n_words = layout.n_words
    of_channels = N_WORD_BLOCKS * n_words
    of_structure = of_channels + N_CHANNELS * (N_CONTEXTS + 1)
    first, last = target[0], max(target[1], target[0] + 1) - 1
    n_named = find_named(begin, end, target, kind, mark, named)
    n, before, nearest = 0, -1, 0
    position = begin
    while position < end:
        if first <= position <= last:
            word = n_words
        else:
            word = -1 if silent[position] else number[position]
        if before >= 0 and word >= 0:
            pair = find_pair(layout, before * np.int64(n_words + 1) + word)
            if pair >= 0:
                n = _put(out, n, of_structure + N_STRUCTURE + pair, position, 1.0)
        before = word
        if word == n_words:
            position = last + 1
            continue
        while nearest + 1 < n_named and abs(named[nearest + 1] - position) < abs(named[nearest] - position):
            nearest += 1
        own = 1 if named[nearest] == first else 0
        # What is said of it: a negation turns it wherever it stands; what else the rules found, the weights are put to.
        value = np.float32(TURNED if state[position] & NEGATED else 1.0)
        if word >= 0:
            n = _put_word(out, n, n_words, word, position, value, first, last, own)
        if _channels(position, ratings, stake, state, value, tones):
            between = count_between(position, first, last, named, n_named)
            n = _put_tones(out, n, of_channels, position, begin, first, last, own, between, state, context, tones)
        position += 1
    return _put_structure(out, n, of_structure, begin, end, first, n_named, context)


@compiled
def _put_word(out, n, n_words, word, position, value, first, last, own):
    """A word by itself: anywhere, on its side of the target, near to it, next to it rather than another."""
    behind = 1 if position > last else 0
    n = _put(out, n, word, position, value)
    n = _put(out, n, (1 + behind) * n_words + word, position, value)
    if (position - last if behind else first - position) <= NEAR:
        n = _put(out, n, (3 + behind) * n_words + word, position, value)
    return _put(out, n, (6 - own) * n_words + word, position, value)


@compiled
def _put_tones(out, n, of_channels, position, begin, first, last, own, between, state, context, tones):
    """The tones of a word, and each of them in its contexts."""
    kind, clause, quoted, _ = context
    behind = 1 if position > last else 0
    step = _step(position - last if behind else first - position)
    same = 1 if clause[position] == clause[first] else 0
    passive = kind[position] != ADVERB and _passive(position, begin, kind)
    for channel in range(4):
        if tones[channel] == 0.0:
            continue
        size = abs(tones[channel])
        at = of_channels + (2 * channel + (tones[channel] < 0.0)) * (N_CONTEXTS + 1)
        n = _put(out, n, at, position, size)
        n = _put(out, n, at + 1 + OF_DISTANCE + behind * N_STEPS + step, position, size)
        n = _put(out, n, at + 1 + OF_NEIGHBOUR + 4 * own + 2 * same + behind, position, size)
        n = _put(out, n, at + 1 + OF_BETWEEN + 2 * between + behind, position, size)
        n = _put(out, n, at + 1 + OF_QUOTATION + 2 * quoted[position] + quoted[first], position, size)
        for bit in range(6):
            if (state[position] >> (1 + bit)) & 1:
                n = _put(out, n, at + 1 + OF_STATE + bit, position, size)
        if passive:
            n = _put(out, n, at + 1 + OF_VOICE + 2 * own + behind, position, size)
    return n


@compiled
def _put_structure(out, n, of_structure, begin, end, first, n_named, context):
    """What is known of the sentence and the target as a whole."""
    kind, _, quoted, mark = context
    n = _put(out, n, of_structure + quoted[first], -1, 1.0)
    n = _put(out, n, of_structure + 2 + min(n_named - 1, 4), -1, 1.0)
    n = _put(out, n, of_structure + 7 + (0 if first == begin else 1 + _step(first - begin)), -1, 1.0)
    n = _put(out, n, of_structure + 14 + min((end - begin) // 8, 7), -1, 1.0)
    if kind[first] == PRONOUN:
        n = _put(out, n, of_structure + 22, -1, 1.0)
    if mark[first] & CAPITAL:
        n = _put(out, n, of_structure + 23, -1, 1.0)
    return n
