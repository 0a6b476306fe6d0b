"""The plain scorer: the mean valence of the words that a lexicon knows, with negation and degree, without names.

It learns nothing and reads no target: another honest analyst’s choice, to try whether a finding hangs on ours.
"""

import numpy as np

from features.compiled import compiled
from features.sentiment.scored import Scored, find_foreign
from features.text.known import find_known
from features.text.phrases import locate_phrases

# A negation and a word of degree reach three words ahead; a negation turns a valence to -0.74 of itself, a word of degree counts by
# 0.95 from two words and by 0.9 from three words away: VADER's window and its constants (Hutto and Gilbert 2014, section 3.3, and
# `N_SCALAR` and `polarity_scores` of their program).
REACH = 3
NEGATION_FACTOR = -0.74
DEGREE_FACTORS = (1.0, 0.95, 0.9)


def score_with_lexicon(words, lexicon):
    """Score the words of a stream and its sentences, in one pass over its numbers.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    lexicon : Lexicon
        As `features.sentiment.read_lexicon` gives it.

    Returns
    -------
    Scored
        Without chances. A contribution is the valence, grown or shrunk by words of degree (times −0.74 after a negation), divided by
        the number of scored words of the sentence, so that a sentence’s contributions add up to its score.

    Notes
    -----
    A negation and a word of degree reach three words ahead: VADER’s window and its constants (Hutto and Gilbert 2014).

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment import Lexicon
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["A good day. Not a bad one."]})
    >>> score_with_lexicon(find_words(one), Lexicon(pd.Series({"good": 0.5, "bad": -0.5}))).score.tolist()   # −0.5 · −0.74
    [0.5, 0.37]
    """
    listed = lexicon.listed
    as_written, as_noun = find_known(words.terms, listed.known)
    is_negation = listed.is_negation[as_written]
    # A possessive has the number of its noun when it has none of its own; a negation is no word of feeling, nor one of degree.
    valence, degree = (_of_either(of, as_written, as_noun) for of in (listed.valence, listed.degree))
    valence[is_negation], degree[is_negation | np.isnan(degree)] = np.nan, 0.0
    # "the Justice Department's" is the Justice Department.
    phrase, position = locate_phrases(listed.mask, listed.part[as_noun], words.term, words.first)
    n_masked = np.diff(listed.mask.at)[phrase]
    found, numbers = np.empty(len(words), dtype=np.int64), np.empty((3, len(words)))
    n_scored, score = np.zeros(len(words.row), dtype=np.int32), np.full(len(words.row), np.nan)
    n = _score(
        words.term,
        words.first,
        valence,
        degree,
        is_negation,
        position,
        n_masked,
        found,
        numbers,
        n_scored,
        score,
    )
    foreign = find_foreign(words, lexicon.language)
    n_scored[foreign], score[foreign] = 0, np.nan
    kept = np.flatnonzero(~foreign[words.sentence[found[:n]]]) if foreign.any() else slice(None)
    valence, tone, contribution = (each[kept] for each in numbers[:, :n])
    factor = np.divide(tone, valence, out=np.ones(len(valence)), where=valence != 0)
    return Scored(words, found[:n][kept], valence, factor, contribution, n_scored, score)


def _of_either(number, as_written, as_noun):
    found = number[as_written]
    return np.where(np.isnan(found), number[as_noun], found)


@compiled
def _score(term, first, valence, degree, is_negation, masked, n_masked, found, numbers, n_scored, score):
    """Fill the arrays of scored words and of sentences, and return how many words were scored."""
    n, next_mask, masked_to = 0, 0, 0
    for sentence in range(len(first) - 1):
        n_before, total = n, 0.0
        for position in range(first[sentence], first[sentence + 1]):
            while next_mask < len(masked) and masked[next_mask] <= position:
                masked_to = max(masked_to, masked[next_mask] + n_masked[next_mask])
                next_mask += 1
            value = valence[term[position]]
            if np.isnan(value) or position < masked_to:
                continue
            grown, turned = 0.0, False
            for distance in range(1, min(REACH, position - first[sentence]) + 1):
                before = term[position - distance]
                grown += DEGREE_FACTORS[distance - 1] * degree[before]
                turned = turned or is_negation[before]
            grown = min(max(grown, -1.0), 1.0)
            # The size of a valence never grows beyond 1 nor shrinks below 0, and what has none gains none.
            tone = min(max(abs(value) + grown, 0.0), 1.0) * ((value > 0.0) - (value < 0.0))
            tone *= NEGATION_FACTOR if turned else 1.0
            found[n] = position
            numbers[0, n], numbers[1, n], numbers[2, n] = value, tone, tone
            total += tone
            n += 1
        n_scored[sentence] = n - n_before
        for word in range(n_before, n):
            numbers[2, word] /= n - n_before
        if n > n_before:
            score[sentence] = min(max(total / (n - n_before), -1.0), 1.0)
    return n
