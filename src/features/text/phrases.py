"""Phrases in a stream of words: all of them in one pass."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.compiled import compiled

# Knuth's multiplicative hashing (The Art of Computer Programming 3, section 6.4): 2^64 over the golden ratio.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Phrases(NamedTuple):
    """Phrases made ready to be looked for.

    Attributes
    ----------
    parts : LargeStringArray
        The words that occur in them, each once.
    possible, slots : ndarray
        Phrases by their first two parts, and where each group stands among them.
    alone : ndarray of bool, one entry per part
        Whether it is a phrase by itself.
    number, at : ndarray
        `number[at[p]:at[p + 1]]` are the parts of phrase p.
    """

    parts: pa.LargeStringArray
    possible: np.ndarray
    slots: np.ndarray
    alone: np.ndarray
    number: np.ndarray
    at: np.ndarray


@lru_cache(maxsize=8)
def prepare_phrases(phrases, possessives=False):
    """Make phrases ready to be looked for; the same ones are made ready once.

    Parameters
    ----------
    phrases : tuple of str
        Words separated by blanks, case folded.
    possessives : bool
        Whether “caracas's” in them counts as “caracas”.

    Returns
    -------
    Phrases

    Examples
    --------
    >>> prepare_phrases(("crude oil", "oil")).parts.to_pylist()
    ['crude', 'oil']
    """
    words = [phrase.split() for phrase in phrases]
    if possessives:
        words = [[part.removesuffix("'s") for part in parts] for parts in words]
    flat = pa.array([part for parts in words for part in parts], type=pa.large_string())
    at = np.concatenate([[0], np.cumsum([len(parts) for parts in words])]).astype(np.int64)
    parts = flat.unique()
    number = pc.index_in(flat, value_set=parts).to_numpy().astype(np.int32)
    possible, slots = _group(number, at, len(parts))
    alone = np.zeros(len(parts), dtype=bool)
    alone[number[at[:-1][np.diff(at) == 1]]] = True
    return Phrases(parts, possible, slots, alone, number, at)


def find_phrases(phrases, terms, term, first, *, possessives=False):
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
    possessives : bool
        Whether “caracas's” in a phrase counts as “caracas”.

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
    ready = prepare_phrases(tuple(phrases), possessives)
    # Every part of a phrase is known by its number among the parts, every term by the part that it is, or by −1.
    term_part = pc.fill_null(pc.index_in(terms, value_set=ready.parts), -1).to_numpy().astype(np.int32)
    found = np.empty((0, 2), dtype=np.int64)
    n_found = 1
    while n_found > len(found):
        found = np.empty((max(n_found, len(term) // 24 + 64), 2), dtype=np.int64)
        n_found = _find_phrases(term, first, term_part, *ready[1:], found)
    found = found[:n_found]
    # At one word, phrases of one word were found before longer ones.
    order = np.lexsort((found[:, 0], found[:, 1]))
    return found[order, 0].astype(np.int32), found[order, 1].copy()


def _group(number, at, n_parts):
    """Phrases by their first two parts, and where each group stands: a table of key + 1 (0: free), begin and end."""
    lengths = np.diff(at)
    possible = np.flatnonzero(lengths > 0).astype(np.int32)
    begins = at[possible]
    # A phrase of one part is known by it and by what is no part.
    second = np.where(lengths[possible] > 1, number[np.minimum(begins + 1, max(len(number) - 1, 0))], n_parts)
    keys = number[begins].astype(np.int64) * (n_parts + 1) + second
    order = np.argsort(keys, kind="stable")
    possible, keys = possible[order], keys[order]
    distinct, first = np.unique(keys, return_index=True)
    ends = np.append(first[1:], len(keys))[: len(distinct)]
    slots = np.zeros((1 << max(4 * len(distinct), 2).bit_length(), 3), dtype=np.int64)
    _fill(slots, distinct, first.astype(np.int64), ends.astype(np.int64))
    return possible, slots


@compiled
def _slot(key, slots):
    """Where a key stands, or the free place where it would."""
    mask = len(slots) - 1
    place = np.int64((np.uint64(key) * _GOLDEN) >> np.uint64(33)) & mask
    while slots[place, 0] and slots[place, 0] != key + 1:
        place = (place + 1) & mask
    return place


@compiled
def _fill(slots, keys, begins, ends):
    for group in range(len(keys)):
        place = _slot(keys[group], slots)
        slots[place, 0], slots[place, 1], slots[place, 2] = keys[group] + 1, begins[group], ends[group]


@compiled
def _find_phrases(term, first, part, possible, slots, alone, number, at, found):
    """Write what fits into `found`, and return how many there are."""
    n_found, n_parts = 0, len(alone)
    for sentence in range(len(first) - 1):
        end = first[sentence + 1]
        following = part[term[first[sentence]]] if first[sentence] < end else -1
        for position in range(first[sentence], end):
            begin = following
            following = part[term[position + 1]] if position + 1 < end else -1
            if begin < 0:
                continue
            # Phrases of this word alone, then those of it and the next.
            for second in (n_parts, following):
                if second < 0 or (second == n_parts and not alone[begin]):
                    continue
                place = _slot(np.int64(begin) * (n_parts + 1) + second, slots)
                if not slots[place, 0]:
                    continue
                for candidate in range(slots[place, 1], slots[place, 2]):
                    phrase = possible[candidate]
                    length = at[phrase + 1] - at[phrase]
                    same = position + length <= end
                    later = 2
                    while same and later < length:
                        same = part[term[position + later]] == number[at[phrase] + later]
                        later += 1
                    if same:
                        if n_found < len(found):
                            found[n_found, 0], found[n_found, 1] = phrase, position
                        n_found += 1
    return n_found
