"""Phrases in a stream of words: all of them in one pass."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.compiled import compiled


def find_phrases(phrases, terms, term, first):
    """Where phrases occur within sentences.

    Parameters
    ----------
    phrases : sequence of str
        Words separated by blanks, case folded. They may overlap.
    terms : LargeStringArray
        How the words of the stream are spelled.
    term : ndarray of int32, one entry per word
        Which of them it is.
    first : ndarray of int64, one entry per sentence and one more
        `first[s]:first[s + 1]` are the words of sentence s.

    Returns
    -------
    phrase : ndarray of int32, one entry per occurrence
        Its place in `phrases`.
    position : ndarray of int64, one entry per occurrence
        Where it begins in the stream. Ascending; of phrases that begin at the same word the earlier in `phrases` comes first.

    Examples
    --------
    >>> words = pa.array(["crude", "oil"], type=pa.large_string())
    >>> phrase, position = find_phrases(["oil", "crude oil"], words, np.array([0, 1, 1]), np.array([0, 3]))
    >>> phrase.tolist(), position.tolist()
    ([1, 0, 0], [0, 1, 2])
    """
    parts = [phrase.split() for phrase in phrases]
    flat = pa.array([part for words in parts for part in words], type=pa.large_string())
    at = np.concatenate([[0], np.cumsum([len(words) for words in parts])]).astype(np.int64)
    part_of_term = flat.unique()
    # Every part of a phrase is known by its number among the parts, every term by the part that it is, or by −1.
    term_part = pc.fill_null(pc.index_in(terms, value_set=part_of_term), -1)
    number = pc.index_in(flat, value_set=part_of_term).to_numpy().astype(np.int32)
    possible = np.flatnonzero(np.diff(at) > 0)
    # The phrases that begin with the same part, one after the other.
    possible = possible[np.argsort(number[at[possible]], kind="stable")].astype(np.int32)
    begins = np.searchsorted(number[at[possible]], np.arange(len(part_of_term) + 1)).astype(np.int32)
    seconds = _seconds(possible, number, at, len(part_of_term))
    parts_of_terms = term_part.to_numpy().astype(np.int32)
    found = np.empty((0, 2), dtype=np.int64)
    n_found = 1
    while n_found > len(found):
        found = np.empty((max(n_found, len(term) // 64 + 64), 2), dtype=np.int64)
        n_found = _find_phrases(term, first, parts_of_terms, possible, begins, seconds, number, at, found)
    return found[:n_found, 0].astype(np.int32), found[:n_found, 1].copy()


def _seconds(possible, number, at, n_parts):
    """For each part that begins phrases, which parts may follow it: one of 64 bits each, all of them where one part is the phrase."""
    seconds = np.zeros(n_parts, dtype=np.uint64)
    is_long = np.diff(at)[possible] > 1
    second = number[np.where(is_long, at[possible] + 1, at[possible])].astype(np.uint64)
    bits = np.where(is_long, np.uint64(1) << (second & np.uint64(63)), ~np.uint64(0))
    np.bitwise_or.at(seconds, number[at[possible]], bits)
    return seconds


@compiled
def _find_phrases(term, first, part, possible, begins, seconds, number, at, found):
    """Write what fits into `found`, and return how many there are."""
    n_found = 0
    for sentence in range(len(first) - 1):
        for position in range(first[sentence], first[sentence + 1]):
            begin = part[term[position]]
            if begin < 0:
                continue
            # Most words that begin a phrase are not followed by any second word of one.
            following = part[term[position + 1]] if position + 1 < first[sentence + 1] else -1
            alone = seconds[begin] == ~np.uint64(0)
            if not alone and (following < 0 or not (seconds[begin] >> np.uint64(following & 63)) & np.uint64(1)):
                continue
            for candidate in range(begins[begin], begins[begin + 1]):
                phrase = possible[candidate]
                length = at[phrase + 1] - at[phrase]
                same = position + length <= first[sentence + 1]
                later = 1
                while same and later < length:
                    same = part[term[position + later]] == number[at[phrase] + later]
                    later += 1
                if same:
                    if n_found < len(found):
                        found[n_found, 0], found[n_found, 1] = phrase, position
                    n_found += 1
    return n_found
