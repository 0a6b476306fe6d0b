"""Numbers for words and for three words in a row, the same on every machine and in every corpus.

They are made of the words themselves, by sums and products of 64 bits that are written out here: so sketches of different days,
partitions and versions of libraries can be laid side by side, where the numbers of terms, or the hashes of a library that may
change them, could not.
"""

import numpy as np

from features.compiled import compiled, compiled_into
from features.text.buffers import as_bytes

# Three words: edits of a fifth of the words leave half of the shingles whole (0.8³), and two reports in their own words share one or
# two in a hundred.
SHINGLE = 3
# 2⁶⁴ divided by the golden ratio, and the factors and shifts of `_mix`: SplitMix64 (Steele, Lea and Flood, "Fast splittable
# pseudorandom number generators", 2014).
_GOLDEN = 0x9E3779B97F4A7C15
_NO_SHINGLE = ~np.uint64(0)


def hash_terms(terms) -> np.ndarray:
    """Hash every distinct word three times over, for the three places that it can have in a shingle.

    Parameters
    ----------
    terms : LargeStringArray
        The words; none is empty.

    Returns
    -------
    ndarray of uint64, places × words
        The sum over the word’s bytes of each times a number that belongs to its place, mixed. In memory the three numbers of a word
        lie side by side.

    Examples
    --------
    >>> import pyarrow as pa
    >>> one, two, three = hash_terms(pa.array(["gas", "oil"], type=pa.large_string()))
    >>> bool((one != two).all()), [hex(number) for number in one.tolist()]
    (True, ['0xa116eedf5e41df6e', '0x77eb9ff21e1b4374'])
    """
    data, offsets = as_bytes(terms)
    hashed = np.empty((len(terms), SHINGLE), dtype=np.uint64)
    _hash(data, offsets, hashed)
    return hashed.T


def hash_shingles(hashed, term) -> np.ndarray:
    """Hash three words in a row, at every word of a stream: each word’s number for its place, combined by exclusive or.

    Parameters
    ----------
    hashed : ndarray of uint64, places × words
        As `hash_terms` gives them.
    term : ndarray of int
        The stream: numbers of words.

    Returns
    -------
    ndarray of uint64, one entry per word
        At the last two words, where none begins, the largest number that there is.

    Examples
    --------
    >>> one, two, three = (np.array([1, 2], dtype=np.uint64) << np.uint64(place) for place in (0, 8, 16))
    >>> [hex(number) for number in hash_shingles([one, two, three], np.array([0, 0, 1, 0])).tolist()[:2]]
    ['0x20101', '0x10201']
    """
    shingles = np.full(len(term), _NO_SHINGLE)
    n = len(term) - SHINGLE + 1
    if n > 0:
        shingles[:n] = hashed[0][term[:n]]
        for place in range(1, SHINGLE):
            shingles[:n] ^= hashed[place][term[place : n + place]]
    return shingles


@compiled
def _hash(data, offsets, hashed):
    for word in range(len(hashed)):
        spelled = np.uint64(0)
        for place in range(offsets[word], offsets[word + 1]):
            # One more than the byte, so that a byte of zero counts too.
            spelled += (np.uint64(data[place]) + np.uint64(1)) * _mix(np.uint64(place - offsets[word]))
        for number in range(SHINGLE):
            hashed[word, number] = _mix(spelled + np.uint64(_GOLDEN) * np.uint64(number))


@compiled_into
def _mix(number):
    """Spread a number over all 64 bits."""
    number = number + np.uint64(_GOLDEN)
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))
