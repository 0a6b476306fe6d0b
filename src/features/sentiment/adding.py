"""The learned weights put to the evidence, sentence by sentence and target by target: sums, and the part of each word in them."""

import numpy as np

from features.compiled import compiled, compiled_into
from features.sentiment.emission import emit_sentence, emit_target
from features.sentiment.evidence import read_sentence
from features.sentiment.layout import N_CHANNELS, N_CONTEXTS, N_SENTENCE_BLOCKS, N_WORD_BLOCKS


@compiled
def add_sentences(stream, listed, of_vocabulary, phrases, head, room, out, results):
    """Read each sentence and add up its weights, all in room for one sentence.

    Parameters
    ----------
    stream : tuple of ndarray
        term, first and mark, as in `Words`.
    listed : tuple of ndarray, one entry per word of the vocabulary
        numbers, kind and silent, as in `OfTerms`.
    of_vocabulary : tuple of ndarray, one entry per word of the vocabulary
        Its number among those that have weights, or −1; whether the lists or the weights know it.
    phrases : tuple of ndarray
        Phrases and their positions, as `locate_phrases` gives them; `ToneWords.known_phrases`.
    head : tuple
        Layout, weights and says_something, as in `Head`.
    room : tuple
        For the longest sentence: what `room_for` makes; int32 and float64, one entry a word.
    out : tuple of ndarray
        Room as `emit_sentence` takes it.
    results : tuple of ndarray
        Filled. One row per sentence: sums for bad and for good; how many words say something, how many have a part in the sums, how
        many are known. One entry per word that has a part: its position; valence (NaN: none), factor, and part in good minus bad.

    Returns
    -------
    int
        How many words have a part.
    """
    term, first, mark = stream
    number, is_known = of_vocabulary
    arrays, numbers, apart = room
    sums, counts, positions, found = results
    ratings, stake, _, silent, inside, factor, state, root, _, _, _, _ = arrays
    evidence = ratings, stake, silent, inside, factor, state, root
    occurrence, n_found = 0, 0
    for sentence in range(len(first) - 1):
        begin, length = first[sentence], first[sentence + 1] - first[sentence]
        terms, marks = term[begin : begin + length], mark[begin : begin + length]
        occurrence = read_sentence(0, length, begin, terms, marks, listed, phrases[:2], occurrence, phrases[2], arrays)
        n_known = 0
        for word in range(length):
            numbers[word], apart[word] = number[terms[word]], 0.0
            n_known += is_known[terms[word]]
        n = emit_sentence(0, length, numbers, evidence, head[0], out)
        bad, good, n_scored = _add(n, numbers, head, out, apart)
        sums[sentence, 0], sums[sentence, 1] = bad, good
        n_before = n_found
        if n_scored:
            for word in range(length):
                if apart[word] != 0.0:
                    positions[n_found] = begin + word
                    found[0, n_found] = ratings[word, 0] if ratings[word, 0] != 0.0 else np.nan
                    found[1, n_found], found[2, n_found] = factor[word], apart[word]
                    n_found += 1
        counts[sentence, 0], counts[sentence, 1], counts[sentence, 2] = n_scored, n_found - n_before, n_known
    return n_found


@compiled_into
def _add(n, number, head, out, apart):
    """The sums of a sentence for bad and good, and how many of its words say something; `apart` grows by the part of each word."""
    layout, weights, says = head
    last, of_channels = np.int64(-1), N_SENTENCE_BLOCKS * layout.n_words
    all_bad, all_good, n_scored = 0.0, 0.0, 0
    for place in range(n):
        feature, position, value = out[0][place], out[1][place], out[2][place]
        bad, good = weights[feature, 0] * value, weights[feature, 1] * value
        all_bad += bad
        all_good += good
        # What “of peace” says is said by “peace”, and so it is in “peace of”.
        is_pair = feature >= of_channels + N_CHANNELS
        earlier = is_pair & ~says[number[position]] & says[number[max(position - 1, 0)]]
        apart[position - earlier] += good - bad
        # A tone, or a word that tells by itself; each word once.
        tells = ((feature >= of_channels) & ~is_pair) | says[min(feature, layout.n_words)]
        n_scored += tells & (position != last)
        last = position if tells else last
    return all_bad, all_good, n_scored


@compiled
def add_targets(
    first, targets, number, evidence, context, layout, weights, says, working, out, offsets, sums, apart, n_scored
):
    """Add up the weights of each target.

    Parameters
    ----------
    first : ndarray of int64
        As in `Words`.
    targets : tuple of ndarray of int64, one entry per target
        As in `features.sentiment.scoring.score_places`.
    number : ndarray of int32, one entry per word
        Its number among those that have weights, or −1.
    evidence, context, layout, working, out : tuple
        As `emit_target` takes them.
    weights, says : ndarray
        weights and says_something, as in `Head`.
    offsets : ndarray of int64, one entry per target and one more
        Where its words begin in `apart`.
    sums : ndarray of float64, targets × 2
        Zeros: sums for bad and for good.
    apart : ndarray of float64
        Zeros: the part of each word of the sentence, and behind them of the sentence as a whole, in good minus bad.
    n_scored : ndarray of int32, one entry per target
        Zeros: how many words of the sentence say something.
    """
    for row in range(len(targets[0])):
        sentence, target = targets[0][row], (targets[1][row], targets[2][row])
        begin, end = first[sentence], first[sentence + 1]
        if begin == end:
            continue
        n = emit_target(begin, end, target, number, evidence, context, layout, working, out)
        last, of_channels = np.int64(-1), N_WORD_BLOCKS * layout.n_words
        for place in range(n):
            feature, position, value = out[0][place], out[1][place], out[2][place]
            bad, good = weights[feature, 0] * value, weights[feature, 1] * value
            sums[row, 0] += bad
            sums[row, 1] += good
            at = offsets[row + 1] - 1 if position < 0 else offsets[row] + position - begin
            apart[at] += good - bad
            tells = says[min(feature, layout.n_words)] or of_channels <= feature < of_channels + N_CHANNELS * (
                N_CONTEXTS + 1
            )
            if tells and position >= 0 and position != last:
                n_scored[row] += 1
                last = position
