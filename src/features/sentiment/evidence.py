"""What each word of a stream says about tone: the lists and the rules, applied once; the learned weights are put to it later."""

from dataclasses import dataclass

import numpy as np

from features.compiled import compiled
from features.sentiment.kinds import FAIL, INCREASE, KIND, SUBJECT
from features.sentiment.modifiers import modify
from features.sentiment.tone_words import CHANNELS, look_up
from features.text.marks import CAPITAL


@dataclass(frozen=True)
class Evidence:
    """The words of a stream as evidence of tone.

    Attributes
    ----------
    words : Words
        The stream.
    known : ndarray of bool, one entry per word of the vocabulary
        Whether any list has it, or it is a function word.
    ratings : ndarray of float32, words × 3
        Of each word: good or bad news; what it says of who does it or is it; of whom it is done to. 0: nothing. Before the rules.
    stake : ndarray of float32, one entry per word
        What the growth of a thing without tone would be, −1, 0 or 1.
    kind : ndarray of uint8, one entry per word
        What it does to others, as in `kinds`.
    silent : ndarray of bool, one entry per word
        Whether nothing may be learned of it: it is masked, part of a phrase that counts as a whole, or one of your own words.
    inside : ndarray of bool, one entry per word
        Whether it is part of a phrase that has a tone as a whole.
    factor : ndarray of float32, one entry per word
        What the rules multiply its tone by.
    state : ndarray of uint8, one entry per word
        What the rules did to it, as in `modifiers`.
    root : ndarray of int64, one entry per word
        The word that it acts on, or −1.
    clause : ndarray of int32, one entry per word
        The number of its clause in its sentence.
    quoted : ndarray of bool, one entry per word
        Whether it stands in a quotation that opens in its sentence.
    """

    words: object
    known: np.ndarray
    ratings: np.ndarray
    stake: np.ndarray
    kind: np.ndarray
    silent: np.ndarray
    inside: np.ndarray
    factor: np.ndarray
    state: np.ndarray
    root: np.ndarray
    clause: np.ndarray
    quoted: np.ndarray


def find_evidence(words, tone_words):
    """Look up every word of a stream and apply the rules.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    tone_words : ToneWords
        As `read_tone_words` gives them.

    Returns
    -------
    Evidence
        One entry per word.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment.tone_words import read_tone_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Sanctions eased."]})
    >>> [f"{factor:.2f}" for factor in find_evidence(find_words(one), read_tone_words()).factor]
    ['-0.74', '0.00']
    """
    table = tone_words.single
    place = look_up(words, table.index)
    # The last row is for words that are not known.
    of_term = tone_words.of_single[place]
    column = {name: place for place, name in enumerate(table.columns)}
    kind, degree = (of_term[:, column[name]] for name in ("kind", "degree"))
    own, is_masked = of_term[:, column["own"]], of_term[:, column["is_masked"]] > 0
    is_own = ~np.isnan(own)
    of_term = of_term[:, [column[name] for name in (*CHANNELS, "stake")]]
    of_term[is_own | is_masked] = 0.0
    of_term[is_own, 0] = own[is_own]
    n = len(words)
    ratings, stake = np.empty((n, 3), dtype=np.float32), np.empty(n, dtype=np.float32)
    kinds, degrees = np.empty(n, dtype=np.uint8), np.empty(n, dtype=np.float32)
    silent, inside = np.empty(n, dtype=bool), np.zeros(n, dtype=bool)
    _spread(words.term, of_term, kind, degree, is_own | is_masked, ratings, stake, kinds, degrees, silent)
    phrases = tone_words.written_phrases
    known = tone_words.known_phrases
    phrase, position = words.find_phrases(phrases, possessives=True)
    _overlay(phrase, position, known, ratings, stake, kinds, degrees, silent, inside)
    _silence(words.first, words.mark, ratings, stake, kinds, silent)
    factor, state = np.empty(n, dtype=np.float32), np.empty(n, dtype=np.uint8)
    clause, quoted, root = np.empty(n, dtype=np.int32), np.empty(n, dtype=bool), np.empty(n, dtype=np.int64)
    tone = np.ascontiguousarray(ratings[:, 0])
    modify(words.first, words.mark, kinds, tone, stake, degrees, factor, state, clause, quoted, root)
    return Evidence(words, place >= 0, ratings, stake, kinds, silent, inside, factor, state, root, clause, quoted)


@compiled
def _spread(term, of_term, kind, degree, is_silent, ratings, stake, kinds, degrees, silent):
    """From words of the vocabulary to words of the stream."""
    for position in range(len(term)):
        number = term[position]
        for channel in range(3):
            ratings[position, channel] = of_term[number, channel]
        stake[position], kinds[position] = of_term[number, 3], kind[number]
        degrees[position], silent[position] = degree[number], is_silent[number]


@compiled
def _overlay(phrase, position, known, ratings, stake, kinds, degrees, silent, inside):
    """Put what is known of phrases over what is known of their words; the first and longest one counts."""
    covered = 0
    for occurrence in range(len(phrase)):
        begin = position[occurrence]
        if begin < covered:
            continue
        row = known[phrase[occurrence]]
        covered = begin + int(row[7])
        for word in range(begin, covered):
            ratings[word, 0], stake[word], kinds[word], degrees[word] = 0.0, 0.0, 0, 0.0
            inside[word] = row[1] != 0.0
            # What is masked, or yours, says nothing else.
            if row[6] or not np.isnan(row[0]):
                ratings[word, 1], ratings[word, 2], silent[word] = 0.0, 0.0, True
        # What you say goes before the mask.
        if row[6] and np.isnan(row[0]):
            continue
        # At its last word: what it acts on stands before or behind all of it.
        ratings[covered - 1, 0] = row[1] if np.isnan(row[0]) else row[0]
        stake[covered - 1], kinds[covered - 1] = row[4], int(row[5])


@compiled
def _silence(first, mark, ratings, stake, kinds, silent):
    """Take the tone from names, and from what only says what a noun is about: “crime statistics”."""
    for sentence in range(len(first) - 1):
        begin, end = first[sentence], first[sentence + 1]
        n_capitals = 0
        for position in range(begin + 1, end):
            n_capitals += mark[position] & CAPITAL
        # In headlines every word may have a capital.
        title = 2 * n_capitals > end - begin - 1
        for position in range(begin, end):
            named = mark[position] & CAPITAL and position > begin and not title
            subject = position + 1 < end and kinds[position + 1] == SUBJECT and stake[position] != 0.0
            if named or subject:
                for channel in range(3):
                    ratings[position, channel] = 0.0
                stake[position], silent[position] = 0.0, True
                kinds[position] = 0 if named and INCREASE <= kinds[position] & KIND <= FAIL else kinds[position]
