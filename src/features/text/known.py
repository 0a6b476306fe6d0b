"""Words that are known beforehand, found again among the words of a stream: by their bytes, without an object of Python for each."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from features.compiled import compiled
from features.text.buffers import as_bytes
from features.text.eight import load_eight
from features.text.spelling import APOSTROPHE, HIGH, LOW, mix, number_word, pack_word

_LETTER_S, _ALL = 0x73, np.uint64(0xFFFFFFFFFFFFFFFF)


class Known(NamedTuple):
    """Words made ready to be found.

    Attributes
    ----------
    slots : ndarray of uint64, slots × 2
        As in `features.text.spelling.number_word`.
    spelled : ndarray of uint8
        The words in UTF-8, one after the other.
    spelled_at : ndarray of int64, one entry per word and one more
        `spelled[spelled_at[w]:spelled_at[w + 1]]` is word w.
    """

    slots: np.ndarray
    spelled: np.ndarray
    spelled_at: np.ndarray


def know_words(words):
    """Make words ready to be found.

    Parameters
    ----------
    words : iterable of str
        Case folded, each once.

    Returns
    -------
    Known
        For `find_known`, which numbers them in their order.

    Raises
    ------
    ValueError
        If a word is there twice.

    Examples
    --------
    >>> know_words(["oil", "gas"]).spelled_at.tolist()
    [0, 3, 6]
    """
    texts = pa.array(list(words), type=pa.large_string())
    data, offsets = as_bytes(texts)
    # Found again is a word by eight bytes at a time, the last of which may lie behind it.
    spelled = np.append(data[offsets[0] : offsets[-1]], np.zeros(8, dtype=np.uint8))
    slots = np.zeros((1 << max(2 * len(texts), 2).bit_length(), 2), dtype=np.uint64)
    n_known = _know(spelled, offsets - offsets[0], slots)
    if n_known < len(texts):
        raise ValueError(f"each word is known once, but {texts[n_known].as_py()!r} stands there twice")
    return Known(slots, spelled, offsets - offsets[0])


def find_known(terms, known):
    """Find words that are known.

    Parameters
    ----------
    terms : LargeStringArray
        Words, as those of `Words.terms`.
    known : Known
        As `know_words` gives it.

    Returns
    -------
    as_written, as_noun : ndarray of int32, one entry per term
        Its number among the known words, or −1: as it is, and without an “'s” at its end.

    Examples
    --------
    >>> terms = pa.array(["oil", "oil's", "rain"], type=pa.large_string())
    >>> [found.tolist() for found in find_known(terms, know_words(["gas", "oil"]))]
    [[1, -1, -1], [1, 1, -1]]
    """
    data, offsets = as_bytes(terms)
    as_written, as_noun = np.empty(len(terms), dtype=np.int32), np.empty(len(terms), dtype=np.int32)
    _find(data, offsets, *known, as_written, as_noun)
    return as_written, as_noun


@compiled
def _know(spelled, spelled_at, slots):
    """Number the words, and return how many there are before the first that was there before."""
    for word in range(len(spelled_at) - 1):
        begin, end = spelled_at[word], spelled_at[word + 1]
        if number_word(pack_word(spelled, begin, end), end - begin, slots, spelled, spelled_at, word) != word:
            return word
    return len(spelled_at) - 1


@compiled
def _find(data, offsets, slots, spelled, spelled_at, as_written, as_noun):
    for term in range(len(as_written)):
        begin, end = offsets[term], offsets[term + 1]
        as_written[term] = as_noun[term] = _number(data, begin, end, slots, spelled, spelled_at)
        if end - begin >= 2 and data[end - 1] == _LETTER_S and data[end - 2] == APOSTROPHE:
            as_noun[term] = _number(data, begin, end - 2, slots, spelled, spelled_at)


@compiled
def _number(data, begin, end, slots, spelled, spelled_at):
    """The number of the known word that stands between two places, or −1."""
    packed = _pack(data, begin, end)
    mask, length = np.uint64(len(slots) - 1), np.uint64(end - begin) << HIGH
    slot = (mix(packed) >> HIGH) & mask
    while slots[slot, 1]:
        if slots[slot, 0] == packed and slots[slot, 1] & ~LOW == length:
            number = np.int64(slots[slot, 1] & LOW) - 1
            if end - begin <= 8 or _is_same(data, begin, end, spelled, spelled_at[number]):
                return number
        slot = (slot + np.uint64(1)) & mask
    return np.int64(-1)


@compiled
def _pack(data, begin, end):
    """What `pack_word` makes of the same bytes, eight at a time."""
    hashed = np.uint64(0)
    while end - begin > 8:
        hashed = mix(hashed ^ load_eight(data, begin))
        begin += 8
    if begin + 8 > len(data) or begin == end:
        return hashed ^ pack_word(data, begin, end)
    return hashed ^ (load_eight(data, begin) & (_ALL >> (np.uint64(8) * np.uint64(8 - end + begin))))


@compiled
def _is_same(data, begin, end, spelled, at):
    while end - begin >= 8:
        if load_eight(data, begin) != load_eight(spelled, at):
            return False
        begin, at = begin + 8, at + 8
    while begin < end:
        if data[begin] != spelled[at]:
            return False
        begin, at = begin + 1, at + 1
    return True
