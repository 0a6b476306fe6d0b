"""How a word is spelled and known again: its letters case folded, packed into a number, looked up in a table of slots.

A word of up to eight bytes is known by these bytes, packed into one number; a longer one by a 64-bit hash, after which its bytes are
compared, so that no two words are ever taken for one.
"""

import numpy as np

from features.compiled import compiled, compiled_into
from features.text.characters import DIGIT, FOLDS, LETTER, MARK, ONE_LETTER, code_point
from features.text.eight import load_eight

# 2**64 divided by the golden ratio: multiplied by it, numbers that lie close together land far apart (Knuth, The Art of Computer
# Programming, volume 3, section 6.4).
SPREAD = np.uint64(0x9E3779B97F4A7C15)
EIGHT, SHIFT, HIGH, LOW = np.uint64(8), np.uint64(29), np.uint64(32), np.uint64(0xFFFFFFFF)
APOSTROPHE, HYPHEN, DOT = 0x27, 0x2D, 0x2E
_COMMA, _CURLY_APOSTROPHE, _UNICODE_HYPHEN = 0x2C, 0x2019, 0x2010


@compiled_into
def mix(packed):
    """Spread the bits of a packed word.

    Parameters
    ----------
    packed : uint64
        Eight bytes.

    Returns
    -------
    uint64
        Differs for every other number.
    """
    return (packed ^ (packed >> SHIFT)) * SPREAD


@compiled_into
def number_word(packed, n_bytes, slots, spelled, spelled_at, n_terms):
    """The number of the word that is spelled behind the last one.

    Parameters
    ----------
    packed : uint64
        The word, as `pack_word` packs it.
    n_bytes : int
        Its length.
    slots : ndarray of uint64, slots × 2
        A packed word, and its length and number plus one; a power of two of them, less than half of them taken.
    spelled, spelled_at : ndarray
        As in `features.text.scanner.Scan`; the word itself stands at `spelled_at[n_terms]`.
    n_terms : int
        How many words are known.

    Returns
    -------
    int64
        Its own, or `n_terms` when it is new; it is then known from now on.
    """
    mask, length = np.uint64(len(slots) - 1), np.uint64(n_bytes) << HIGH
    place = (mix(packed) >> HIGH) & mask
    while True:
        held = slots[place, 1]
        if held == 0:
            slots[place, 0] = packed
            slots[place, 1] = length | np.uint64(n_terms + 1)
            return n_terms
        if slots[place, 0] == packed and held & ~LOW == length:
            term = np.int64(held & LOW) - 1
            if n_bytes <= 8:
                return term
            one, other, left = spelled_at[term], spelled_at[n_terms], n_bytes
            while left >= 8 and load_eight(spelled, one) == load_eight(spelled, other):
                one, other, left = one + 8, other + 8, left - 8
            while 0 < left < 8 and spelled[one] == spelled[other]:
                one, other, left = one + 1, other + 1, left - 1
            if left == 0:
                return term
        place = (place + np.uint64(1)) & mask


@compiled
def _end_of_acronym(data, place, end, kind):
    """The end of "U.S." that begins at a place, or the place when there are not two letters with full stops."""
    found, n_letters = place, 0
    while found < end:
        point, n = code_point(data, found, end)
        if not kind[point] & ONE_LETTER or found + n >= end or data[found + n] != DOT:
            break
        found, n_letters = found + n + 1, n_letters + 1
    return found if n_letters >= 2 else place


@compiled
def _spell_slowly(data, place, end, kind, folds, spelled, at, any_sign):
    """Spell what begins at a place, case folded, sign by sign.

    Up to `end` when `any_sign`, else as far as a word goes. Returns where the spelling and where the word ends.
    """
    fold_row, folded, n_folded = folds
    while place < end:
        point, n = code_point(data, place, end)
        if point == _CURLY_APOSTROPHE or point == _UNICODE_HYPHEN or point == APOSTROPHE or point == HYPHEN:
            follows = place + n < end and kind[code_point(data, place + n, end)[0]] & LETTER
            if not follows and not any_sign:
                break
            spelled[at] = APOSTROPHE if point == _CURLY_APOSTROPHE or point == APOSTROPHE else HYPHEN
            at += 1
        elif kind[point] & FOLDS:
            if not any_sign and not kind[point] & (LETTER | MARK):
                break
            row = fold_row[point]
            for letter in range(n_folded[row]):
                spelled[at + letter] = folded[row, letter]
            at += n_folded[row]
        else:
            if not any_sign and not kind[point] & (LETTER | MARK):
                break
            for letter in range(n):
                spelled[at + letter] = data[place + letter]
            at += n
        place += n
    return at, place


@compiled
def _end_of_number(data, place, end, kind):
    while place < end:
        point, n = code_point(data, place, end)
        if kind[point] & DIGIT:
            place += n
        elif (point == DOT or point == _COMMA) and (
            place + 1 < end and kind[code_point(data, place + 1, end)[0]] & DIGIT
        ):
            place += 1
        else:
            break
    return place


@compiled
def spell_word(data, place, end, kind, folds, spelled, at):
    """Spell the word that begins at a place.

    Parameters
    ----------
    data : ndarray of uint8
        UTF-8.
    place, end : int
        Its first byte, which begins a letter or a digit; the byte behind the text.
    kind : ndarray of uint8
        As in `features.text.characters`.
    folds : tuple of ndarray
        The tables of case folding.
    spelled : ndarray of uint8
        Where to spell it, with room for three bytes for each of the text.
    at : int
        Where in that.

    Returns
    -------
    int64, int64
        Where the spelling and where the word ends.
    """
    if kind[code_point(data, place, end)[0]] & DIGIT:
        return _spell_slowly(data, place, _end_of_number(data, place, end, kind), kind, folds, spelled, at, True)
    acronym = _end_of_acronym(data, place, end, kind)
    if acronym > place:
        return _spell_slowly(data, place, acronym, kind, folds, spelled, at, True)
    return _spell_slowly(data, place, end, kind, folds, spelled, at, False)


@compiled
def pack_word(spelled, begin, end):
    """Pack a word into a number.

    Parameters
    ----------
    spelled : ndarray of uint8
        Words.
    begin, end : int
        Where it stands.

    Returns
    -------
    uint64
        Up to eight bytes as they are, the first one lowest; a hash of more.
    """
    hashed, packed, n_packed = np.uint64(0), np.uint64(0), np.uint64(0)
    for letter in range(begin, end):
        if n_packed == EIGHT:
            hashed, packed, n_packed = mix(hashed ^ packed), np.uint64(0), np.uint64(0)
        packed |= np.uint64(spelled[letter]) << (EIGHT * n_packed)
        n_packed += np.uint64(1)
    return hashed ^ packed
