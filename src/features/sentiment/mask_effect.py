"""What the mask takes away: the same sentences scored without it and with it."""

import numpy as np
import pandas as pd

from features.sentiment.scoring import Scorer
from features.sentiment.tone_words import look_up, open_tone_words
from features.text.known import know_words


def open_unmasked(scorer):
    """Open the same scorer without a mask.

    Parameters
    ----------
    scorer : Scorer
        As `read_scorer` gives it.

    Returns
    -------
    Scorer

    Examples
    --------
    >>> from features import read_scorer
    >>> len(open_unmasked(read_scorer()).tone_words.mask)
    0
    """
    return Scorer(open_tone_words(scorer.tone_words.own, ()), scorer.sentence, scorer.target)


def compare_masked(masked, unmasked, mask):
    """Compare what the words of the mask contribute without it and with it.

    Parameters
    ----------
    masked, unmasked : Scored
        One stream as `score_words` scores it with the mask, and without.
    mask : sequence of str
        Case-folded words and phrases, as in `ToneWords.mask`.

    Returns
    -------
    DataFrame, one row per word or phrase of the mask that occurs
        phrase, n_times, without_mask and with_mask (sums of its contributions to the scores of sentences); from the most to the least
        frequent. Where phrases overlap, the first and longest one counts.

    Raises
    ------
    ValueError
        If the two were not scored on the same stream.

    Examples
    --------
    >>> from features import find_words, read_scorer
    >>> from features.sentiment import score_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["The party won at last."]}))
    >>> scorer = read_scorer()
    >>> effect = compare_masked(score_words(words, scorer), score_words(words, open_unmasked(scorer)), ["party"])
    >>> effect[["phrase", "n_times", "with_mask"]].values.tolist()
    [['party', 1, 0.0]]
    """
    words = masked.words
    if unmasked.words is not words:
        raise ValueError("expected both to be scored on one stream, got two; find the words once and score them twice")
    mask = list(mask)
    phrase, position = find_masked(words, mask)
    behind = position + np.array([term.count(" ") + 1 for term in mask], dtype=np.int64)[phrase]
    table = pd.DataFrame({"phrase": pd.array(mask, dtype="str")[phrase], "n_times": 1})
    for name, scored in (("without_mask", unmasked), ("with_mask", masked)):
        upto = np.zeros(len(words) + 1)
        upto[scored.position + 1] = scored.contribution
        np.cumsum(upto, out=upto)
        table[name] = upto[behind] - upto[position]
    # Differences of sums leave a trace of the last bits; a contribution has four decimals that matter.
    effect = table.groupby("phrase", as_index=False).sum().round({"without_mask": 9, "with_mask": 9})
    return effect.sort_values(["n_times", "phrase"], ascending=[False, True], ignore_index=True)


def find_masked(words, mask):
    """Find the words and phrases of a mask in a stream, as the scorer does: the first and longest one counts.

    Parameters
    ----------
    words : Words
        The stream.
    mask : sequence of str
        Case-folded words and phrases.

    Returns
    -------
    phrase : ndarray of int64, one entry per occurrence
        Its place in `mask`.
    position : ndarray of int64, one entry per occurrence
        Its first word in the stream; ascending.

    Examples
    --------
    >>> from features import find_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["The crude oil, not the crude joke."]}))
    >>> [found.tolist() for found in find_masked(words, ["crude", "crude oil"])]
    [[1, 0], [1, 5]]
    """
    n_words = np.array([term.count(" ") + 1 for term in mask], dtype=np.int64)
    longest = np.argsort(-n_words, kind="stable")
    longest = longest[n_words[longest] > 1]
    phrase, position = words.find_phrases([mask[place] for place in longest], possessives=True)
    phrase = longest[phrase]
    # What begins inside of what began before it is part of that.
    upto = np.maximum.accumulate(position + n_words[phrase]) if len(phrase) else position
    kept = np.append(True, position[1:] >= upto[:-1])[: len(phrase)]
    phrase, position = phrase[kept], position[kept]
    covered = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(covered, position, 1)
    np.add.at(covered, position + n_words[phrase], -1)
    single = np.flatnonzero(n_words == 1)
    of_term = look_up(words, know_words(mask[place] for place in single))
    of_word = of_term[words.term]
    alone = np.flatnonzero((of_word >= 0) & (np.cumsum(covered)[:-1] == 0))
    phrase, position = np.append(phrase, single[of_word[alone]]), np.append(position, alone)
    order = np.argsort(position, kind="stable")
    return phrase[order], position[order]
