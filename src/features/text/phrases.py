"""Phrases in a stream of words: all of them in one pass."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.compiled import compiled
from features.text.known import Known, find_known, know_words

# Knuth's multiplicative hashing (The Art of Computer Programming 3, section 6.4): 2^64 over the golden ratio.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
# Of two words that begin no phrase most are told by one bit (Bloom 1970, with one hash): eight bits a phrase let one in eight pass.
_BITS_PER_PHRASE = 8


class Phrases(NamedTuple):
    """Phrases made ready to be looked for.

    Attributes
    ----------
    parts : LargeStringArray
        The words that occur in them, each once.
    known : Known
        The same, to be found.
    maybe : ndarray of uint8
        Bits by the hash of first two parts; where none is set, no phrase begins so.
    possible, slots : ndarray
        Phrases by their first two parts, and where each group stands among them.
    alone : ndarray of bool, one entry per part
        Whether it is a phrase by itself.
    number, at : ndarray
        `number[at[p]:at[p + 1]]` are the parts of phrase p.
    """

    parts: pa.LargeStringArray
    known: Known
    maybe: np.ndarray
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
    maybe, possible, slots = _group(number, at, len(parts))
    alone = np.zeros(len(parts), dtype=bool)
    alone[number[at[:-1][np.diff(at) == 1]]] = True
    return Phrases(parts, know_words(parts.to_pylist()), maybe, possible, slots, alone, number, at)


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
        Whether “caracas's” counts as “caracas”, in a phrase and in the stream.

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
    as_written, as_noun = find_known(terms, ready.known)
    return locate_phrases(ready, as_noun if possessives else as_written, term, first)


def locate_phrases(ready, part, term, first):
    """Where phrases occur within sentences, for who knows which of their parts the words of the stream are.

    Parameters
    ----------
    ready : Phrases
        As `prepare_phrases` gives them.
    part : ndarray of int32, one entry per word of the vocabulary
        Which of `ready.parts` it is, or −1.
    term, first : ndarray
        As in `find_phrases`.

    Returns
    -------
    phrase, position : ndarray
        As `find_phrases` gives them.

    Examples
    --------
    >>> ready = prepare_phrases(("crude oil",))
    >>> part = np.array([-1, 0, 1], dtype=np.int32)   # and, crude, oil
    >>> [found.tolist() for found in locate_phrases(ready, part, np.array([1, 2, 0, 1, 2]), np.array([0, 5]))]
    [[0, 0], [0, 3]]
    """
    phrase, position, n_found = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int64), 1
    while n_found > len(phrase):
        room = max(n_found, len(term) // 24 + 64)
        phrase, position = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int64)
        n_found = _find_phrases(term, first, part, *ready[2:], phrase, position)
    return phrase[:n_found], position[:n_found]


def _group(number, at, n_parts):
    """Phrases by their first two parts: a bit for each two, the phrases, and a table of key + 1 (0: free), begin and end in them."""
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
    maybe = np.zeros((1 << max(_BITS_PER_PHRASE * len(distinct), 64).bit_length()) >> 3, dtype=np.uint8)
    _mark(maybe, distinct)
    return maybe, possible, slots


@compiled
def _hash(key):
    return np.int64((np.uint64(key) * _GOLDEN) >> np.uint64(33))


@compiled
def _mark(maybe, keys):
    for key in keys:
        bit = _hash(key) & (8 * len(maybe) - 1)
        maybe[bit >> 3] |= np.uint8(1 << (bit & 7))


@compiled
def _slot(key, slots):
    """Where a key stands, or the free place where it would."""
    mask = len(slots) - 1
    place = _hash(key) & mask
    while slots[place, 0] and slots[place, 0] != key + 1:
        place = (place + 1) & mask
    return place


@compiled
def _fill(slots, keys, begins, ends):
    for group in range(len(keys)):
        place = _slot(keys[group], slots)
        slots[place, 0], slots[place, 1], slots[place, 2] = keys[group] + 1, begins[group], ends[group]


@compiled
def _find_phrases(term, first, part, maybe, possible, slots, alone, number, at, phrases, positions):
    """Write what fits, and return how many there are."""
    n_found, n_parts, last_bit = 0, len(alone), 8 * len(maybe) - 1
    for sentence in range(len(first) - 1):
        end = first[sentence + 1]
        following = np.int64(part[term[first[sentence]]]) if first[sentence] < end else np.int64(-1)
        for position in range(first[sentence], end):
            begin = following
            following = np.int64(part[term[position + 1]]) if position + 1 < end else np.int64(-1)
            of_two = begin * (n_parts + 1) + following
            bit = _hash(of_two) & last_bit
            # One question instead of three whose answers cannot be foreseen.
            has_two = (begin >= 0) & (following >= 0) & ((np.int64(maybe[bit >> 3]) >> (bit & 7)) & 1 == 1)
            has_one = (begin >= 0) & alone[max(begin, 0)] if n_parts else False
            if not (has_one | has_two):
                continue
            n_before = n_found
            # Phrases of this word alone, then those of it and the next.
            if has_one:
                of_one = begin * (n_parts + 1) + n_parts
                n_found = _try(
                    of_one, position, end, term, part, possible, slots, number, at, phrases, positions, n_found
                )
            if has_two:
                n_alone = n_found
                n_found = _try(
                    of_two, position, end, term, part, possible, slots, number, at, phrases, positions, n_found
                )
                if n_before < n_alone:
                    _sort(phrases, n_before, min(n_found, len(phrases)))
    return n_found


@compiled
def _sort(phrases, begin, end):
    """Put the phrases of one word in order."""
    for place in range(begin + 1, end):
        phrase, before = phrases[place], place
        while before > begin and phrases[before - 1] > phrase:
            phrases[before] = phrases[before - 1]
            before -= 1
        phrases[before] = phrase


@compiled
def _try(key, position, end, term, part, possible, slots, number, at, phrases, positions, n_found):
    """Write the phrases that begin at a word with two parts, ascending, and return how many have been found by then."""
    place = _slot(key, slots)
    if not slots[place, 0]:
        return n_found
    for candidate in range(slots[place, 1], slots[place, 2]):
        phrase = possible[candidate]
        length = at[phrase + 1] - at[phrase]
        same, later = position + length <= end, 2
        while same and later < length:
            same = part[term[position + later]] == number[at[phrase] + later]
            later += 1
        if same:
            if n_found < len(phrases):
                phrases[n_found], positions[n_found] = phrase, position
            n_found += 1
    return n_found
