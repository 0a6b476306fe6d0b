"""What each word of a stream says about tone: the lists and the rules, applied once; the learned weights are put to it later."""

from dataclasses import dataclass

import numpy as np

from features.compiled import compiled, compiled_into
from features.sentiment.kinds import FAIL, INCREASE, KIND, SUBJECT
from features.sentiment.modifiers import modify_sentence
from features.sentiment.of_terms import look_up_terms
from features.text.marks import CAPITAL
from features.text.phrases import locate_phrases


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
    of_terms = look_up_terms(words, tone_words.lists)
    occurrences = locate_phrases(tone_words.lists.phrases, of_terms.part, words.term, words.first)
    arrays = room_for(len(words))
    listed = of_terms.numbers, of_terms.kind, of_terms.silent
    _read_sentences(words.term, words.first, words.mark, listed, occurrences, tone_words.known_phrases, arrays)
    return Evidence(words, of_terms.is_known, *arrays[:-2])


def room_for(n_words):
    """Arrays for what is read of so many words.

    Parameters
    ----------
    n_words : int
        How many words are read at a time.

    Returns
    -------
    tuple of ndarray
        ratings to quoted, as in `Evidence`; tone and degree, as in `modifiers`.

    Examples
    --------
    >>> [len(array) for array in room_for(2)]
    [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
    """
    kinds = np.float32, np.uint8, bool, bool, np.float32, np.uint8, np.int64, np.int32, bool, np.float32, np.float32
    return np.empty((n_words, 3), dtype=np.float32), *(np.empty(n_words, dtype=kind) for kind in kinds)


@compiled
def _read_sentences(term, first, mark, listed, occurrences, known, arrays):
    occurrence = 0
    for sentence in range(len(first) - 1):
        begin, end = first[sentence], first[sentence + 1]
        occurrence = read_sentence(begin, end, 0, term, mark, listed, occurrences, occurrence, known, arrays)


@compiled_into
def read_sentence(begin, end, shift, term, mark, listed, occurrences, occurrence, known, arrays):
    """Put together what the lists say of the words of a sentence, and apply the rules.

    Parameters
    ----------
    begin, end : int
        Its words in the arrays.
    shift : int
        Where the arrays begin in the stream.
    term, mark : ndarray, one entry per word
        As in `Words`, from where the arrays begin.
    listed : tuple of ndarray
        numbers, kind and silent, as in `OfTerms`.
    occurrences : tuple of ndarray
        Phrases and their positions in the stream, as `locate_phrases` gives them.
    occurrence : int
        The first that does not begin before the sentence.
    known : ndarray of float64
        As `ToneWords.known_phrases`.
    arrays : tuple of ndarray
        As `room_for` makes them: filled.

    Returns
    -------
    int
        The first occurrence that begins behind the sentence.
    """
    ratings, stake, kinds, silent, inside, factor, state, root, clause, quoted, tone, degree = arrays
    _spread(begin, end, term, listed, ratings, stake, kinds, degree, silent, inside)
    covered = begin
    while occurrence < len(occurrences[0]) and occurrences[1][occurrence] < end + shift:
        place = occurrences[1][occurrence] - shift
        if place >= covered:
            row = known[occurrences[0][occurrence]]
            covered = min(place + int(row[7]), end)
            _overlay(place, covered, row, ratings, stake, kinds, degree, silent, inside)
        occurrence += 1
    _silence(begin, end, mark, ratings, stake, kinds, silent)
    for position in range(begin, end):
        tone[position] = ratings[position, 0]
    modify_sentence(begin, end, mark, kinds, tone, stake, degree, factor, state, clause, quoted, root)
    return occurrence


@compiled_into
def _spread(begin, end, term, listed, ratings, stake, kinds, degree, silent, inside):
    """From words of the vocabulary to words of the stream."""
    numbers, kind, is_silent = listed
    for position in range(begin, end):
        number = term[position]
        for channel in range(3):
            ratings[position, channel] = numbers[number, channel]
        stake[position], degree[position] = numbers[number, 3], numbers[number, 4]
        kinds[position], silent[position], inside[position] = kind[number], is_silent[number], False


@compiled
def _overlay(begin, end, row, ratings, stake, kinds, degree, silent, inside):
    """Put what is known of a phrase over what is known of its words."""
    for word in range(begin, end):
        ratings[word, 0], stake[word], kinds[word], degree[word] = 0.0, 0.0, 0, 0.0
        inside[word] = row[1] != 0.0
        # What is masked, or yours, says nothing else.
        if row[6] or not np.isnan(row[0]):
            ratings[word, 1], ratings[word, 2], silent[word] = 0.0, 0.0, True
    # What you say goes before the mask.
    if row[6] and np.isnan(row[0]):
        return
    # At its last word: what it acts on stands before or behind all of it.
    ratings[end - 1, 0] = row[1] if np.isnan(row[0]) else row[0]
    stake[end - 1], kinds[end - 1] = row[4], int(row[5])


@compiled_into
def _silence(begin, end, mark, ratings, stake, kinds, silent):
    """Take the tone from names, and from what only says what a noun is about: “crime statistics”."""
    n_capitals = np.int64(0)
    for position in range(begin + 1, end):
        n_capitals += np.int64(mark[position] & CAPITAL)
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
