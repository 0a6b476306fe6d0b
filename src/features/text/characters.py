"""What each character of Unicode is to a reader of words: the tables that the scanner looks into."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np

from features.compiled import compiled_into

# Planes 0 to 3 hold every letter and digit of Unicode; what lies beyond is private, a tag or a selector.
N_CODE_POINTS = 0x40000
# What a character is: flags, since a character can be several of them.
LETTER, MARK, DIGIT, SPACE, OPENS, FOLDS, ONE_LETTER = (np.uint8(1 << bit) for bit in range(7))
# No character grows to more bytes than that when it is case folded (U+0390 and its like: three characters of two bytes).
MOST_FOLDED_BYTES = 6


class Characters(NamedTuple):
    """Tables by code point.

    Attributes
    ----------
    kind : ndarray of uint8, one entry per code point
        Flags: LETTER (of any script, as it is case folded), MARK (an accent or vowel sign of its own), DIGIT (decimal), SPACE,
        OPENS (may open a sentence: letter or digit, but none of a–z and ß–ÿ), FOLDS (case folding changes it),
        ONE_LETTER (a letter that stays one character when it is folded, as in an acronym).
    ends_word : ndarray of bool, one entry per byte
        Whether a word ends before it, whatever follows: no letter or digit, apostrophe or hyphen, and ASCII.
    fold_row : ndarray of uint16, one entry per code point
        The row of `folded`, where FOLDS is set.
    folded : ndarray of uint8, rows × MOST_FOLDED_BYTES
        The case-folded character in UTF-8.
    n_folded : ndarray of uint8, one entry per row
        Its number of bytes.
    """

    kind: np.ndarray
    ends_word: np.ndarray
    fold_row: np.ndarray
    folded: np.ndarray
    n_folded: np.ndarray


@compiled_into
def code_point(data, place, end):
    """The code point that begins at a place, and its number of bytes.

    Parameters
    ----------
    data : ndarray of uint8
        UTF-8.
    place, end : int
        Where it begins, and where the text ends.

    Returns
    -------
    int64, int64
        A byte that begins no character, and a character beyond N_CODE_POINTS, is U+FFFD, which is nothing to a reader.

    Examples
    --------
    >>> code_point(np.frombuffer("é".encode(), dtype=np.uint8), 0, 2)
    (233, 2)
    """
    first = np.int64(data[place])
    if first < 0x80:
        return first, 1
    if 0xC0 <= first < 0xE0 and place + 1 < end:
        return ((first & 0x1F) << 6) | (np.int64(data[place + 1]) & 0x3F), 2
    if 0xE0 <= first < 0xF0 and place + 2 < end:
        upper = ((first & 0x0F) << 12) | ((np.int64(data[place + 1]) & 0x3F) << 6)
        return upper | (np.int64(data[place + 2]) & 0x3F), 3
    if 0xF0 <= first < 0xF8 and place + 3 < end:
        upper = ((first & 0x07) << 18) | ((np.int64(data[place + 1]) & 0x3F) << 12)
        found = upper | ((np.int64(data[place + 2]) & 0x3F) << 6) | (np.int64(data[place + 3]) & 0x3F)
        return (found if found < N_CODE_POINTS else 0xFFFD), 4
    return 0xFFFD, 1


@cache
def characters():
    """The tables, made once from Python’s own Unicode data.

    Returns
    -------
    Characters
        Read only.

    Examples
    --------
    >>> from features.text.characters import DIGIT, LETTER, characters
    >>> kind = characters().kind
    >>> bool(kind[ord("é")] & LETTER), bool(kind[ord("油")] & LETTER), bool(kind[ord("٣")] & DIGIT), bool(kind[ord("_")] & LETTER)
    (True, True, True, False)
    """
    everything = "".join(map(chr, range(N_CODE_POINTS)))
    kind = np.zeros(N_CODE_POINTS, dtype=np.uint8)
    for flag, pattern in (
        (LETTER | ONE_LETTER, r"[^\W\d_]+"),
        (DIGIT, r"\d+"),
        (SPACE, r"\s+"),
        (OPENS, r"[^\W_a-zß-öø-ÿ]+"),
    ):
        for run in re.finditer(pattern, everything):
            kind[run.start() : run.end()] |= flag
    for place, sign in enumerate(everything[:0x10000]):
        if unicodedata.category(sign) in ("Mn", "Mc"):
            kind[place] |= MARK
    fold_row = np.zeros(N_CODE_POINTS, dtype=np.uint16)
    changed = [sign for sign in everything if sign.casefold() != sign]
    folded = np.zeros((len(changed), MOST_FOLDED_BYTES), dtype=np.uint8)
    n_folded = np.zeros(len(changed), dtype=np.uint8)
    for row, sign in enumerate(changed):
        written = sign.casefold()
        fold_row[ord(sign)] = row
        n_folded[row] = len(written.encode())
        folded[row, : n_folded[row]] = list(written.encode())
        # What a word is made of is decided after folding: U+0345 is a mark that folds to a letter.
        kept = kind[ord(sign)] & ~(LETTER | MARK | ONE_LETTER)
        kind[ord(sign)] = kept | FOLDS | (kind[ord(written[0])] & (LETTER | MARK | ONE_LETTER))
        if len(written) > 1:
            kind[ord(sign)] &= ~ONE_LETTER
    ends_word = np.zeros(256, dtype=bool)
    ends_word[:128] = kind[:128] & (LETTER | DIGIT) == 0
    ends_word[[ord("'"), ord("-")]] = False
    tables = Characters(kind, ends_word, fold_row, folded, n_folded)
    for table in tables:
        table.setflags(write=False)
    return tables
