"""What the lists say of the words of a vocabulary: looked up once each, however often they stand in the stream."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from features.text.known import Known, find_known, know_words
from features.text.phrases import Phrases, prepare_phrases

# What of a word the lists say: good or bad news; what is said of who does it or is it; what is said of whom it is done to.
CHANNELS = ("valence", "evaluation", "object")


class Lists(NamedTuple):
    """All words that are listed or part of a listed phrase, and what is known of them.

    Attributes
    ----------
    known : Known
        The words.
    row, part, number : ndarray of int32, one entry per word and one more
        The row of a listed word in what follows; which part of the phrases it is; its number in the learned vocabulary; −1: none.
        The last entry is −1.
    numbers : ndarray of float32, rows × 5
        The three ratings, the stake and the degree. The last row is for words that are not listed.
    kind : ndarray of uint8, one entry per row
        What it does to others, as in `kinds`.
    silent : ndarray of bool, one entry per row
        Whether it is masked, or one of your own words.
    phrases : Phrases
        The phrases, ready to be found.
    """

    known: Known
    row: np.ndarray
    part: np.ndarray
    number: np.ndarray
    numbers: np.ndarray
    kind: np.ndarray
    silent: np.ndarray
    phrases: Phrases


class OfTerms(NamedTuple):
    """What the lists say of the words of a vocabulary.

    Attributes
    ----------
    is_known : ndarray of bool, one entry per word
        Whether any list has it.
    numbers, kind, silent : ndarray
        As in `Lists`, one entry per word.
    part, number : ndarray of int32, one entry per word
        Which part of the phrases it is; its number in the learned vocabulary; −1: none.
    """

    is_known: np.ndarray
    numbers: np.ndarray
    kind: np.ndarray
    silent: np.ndarray
    part: np.ndarray
    number: np.ndarray


def put_together(single, phrases, vocabulary=()):
    """Put lists of words and of phrases together, ready for look-ups.

    Parameters
    ----------
    single : DataFrame
        As `ToneWords.single`.
    phrases : tuple of str
        As `ToneWords.written_phrases`.
    vocabulary : tuple of str
        As `Head.vocabulary`.

    Returns
    -------
    Lists

    Examples
    --------
    >>> columns = [*CHANNELS, "stake", "kind", "degree", "own", "is_masked"]
    >>> single = pd.DataFrame([[-0.5, 0, 0, 0, 0, 0, np.nan, 0]], index=["war"], columns=columns)
    >>> lists = put_together(single, ("war crimes",))
    >>> lists.row.tolist(), lists.part.tolist(), lists.numbers.tolist()   # crimes, war
    ([-1, 0, -1], [1, 0, -1], [[-0.5, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0]])
    """
    ready = prepare_phrases(phrases, possessives=True)
    parts = ready.parts.to_pylist()
    words = sorted({*single.index, *parts, *vocabulary})
    own = single["own"].to_numpy(dtype=float)
    is_own, is_masked = ~np.isnan(own), single["is_masked"].to_numpy(dtype=float) > 0
    numbers = single[[*CHANNELS, "stake", "degree"]].to_numpy(dtype=np.float64, copy=True)
    numbers[is_own | is_masked, :4] = 0.0
    numbers[is_own, 0] = own[is_own]
    return Lists(
        know_words(words),
        _places(single.index, words),
        _places(parts, words),
        _places(vocabulary, words),
        np.vstack([numbers, np.zeros(5)]).astype(np.float32),
        np.append(single["kind"].to_numpy(dtype=float), 0).astype(np.uint8),
        np.append(is_own | is_masked, False),
        ready,
    )


def _places(listed, words):
    return np.append(pd.Index(listed, dtype=object).get_indexer(words), -1).astype(np.int32)


def look_up_terms(words, lists):
    """Look up the words of a vocabulary; a possessive that is not listed itself, by its noun.

    Parameters
    ----------
    words : Words
        The stream.
    lists : Lists
        As `put_together` gives them.

    Returns
    -------
    OfTerms

    Examples
    --------
    >>> from features import find_words
    >>> from features.sentiment.tone_words import read_tone_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["The war’s end"]}))   # end, the, war's
    >>> (look_up_terms(words, read_tone_words().lists).numbers[:, 0] < 0).tolist()
    [False, False, True]
    """
    as_written, as_noun = find_known(words.terms, lists.known)
    row, number = (_of_either(places, as_written, as_noun) for places in (lists.row, lists.number))
    return OfTerms(row >= 0, lists.numbers[row], lists.kind[row], lists.silent[row], lists.part[as_noun], number)


def _of_either(places, as_written, as_noun):
    place = places[as_written]
    return np.where(place < 0, places[as_noun], place)
