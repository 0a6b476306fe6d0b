"""Where a sentence ends: what stands before a full stop, and what follows it."""

import numpy as np

from features.compiled import compiled, compiled_into
from features.text.characters import FOLDS, LETTER, ONE_LETTER, OPENS, SPACE, code_point

# Never the end of a sentence: titles and ranks before a name, "vs.", "e.g."
BEFORE_A_NAME = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt cmdr adm maj pvt cpl fr rev hon pres supt det "
    "insp amb atty sec messrs mme mlle vs v e.g i.e cf".split()
)
# Sometimes the end: then the next word decides. "at Acme Inc. The" ends, "Acme Inc. Chairman" does not; "Did he? No.
# He" ends, "No. 5" does not.
MAY_CLOSE = frozenset(
    "inc corp co ltd llc plc bros jr sr etc ph.d m.d b.a d.c a.m p.m mass calif ariz conn fla tex va pa wash colo ill "
    "mich minn tenn ga md ore okla wis nev neb ala ark del ind kan ky st ste mt ft no nos fig vol art dept approx est "
    "al jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
OPENERS = frozenset(
    "the a an in it he she they we i you but and or on at this that these those if as for with when while after before "
    "since there here his her its their our my by from to of one two some many most no not yet so then now however "
    "what who why how where is are was were has have had will would could may also even still all both each asked "
    "according last next during among under over until because though although despite meanwhile".split()
)
# How far back, in characters, the word before a full stop is looked for: no abbreviation is longer, and a text without
# blanks costs no more than any other.
FARTHEST = 30

_BEFORE, _MAY, _OPENER = 1, 2, 4
_SLOTS = 512
# Not 0, or a NUL in front of a word would be nothing.
_NOTHING = np.uint64(1)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_EIGHT, _TOP = np.uint64(8), np.uint64(64 - 9)
_SPACE, _NEWLINE, _QUOTE, _APOSTROPHE, _DOT = 0x20, 0x0A, 0x22, 0x27, 0x2E
_HYPHEN = 0x2D
_I = np.uint64(0x169)
# A mark that is folded to a letter; nothing else is a letter only by that.
_IOTA_BELOW = 0x345
# In tables of one byte per code point up to U+203F, where all of them lie: what these signs are to a sentence.
_STOPS, _CLOSES, _OPENS_QUOTE, _BEFORE_WORD, _STRIPPED = (np.uint8(1 << bit) for bit in range(5))


def _signs():
    table = np.zeros(0x2040, dtype=np.uint8)
    for flag, signs in (
        (_STOPS, ".!?…"),
        (_CLOSES, "\"”’'»)]"),
        (_OPENS_QUOTE, "\"“‘'«([—–-"),
        (_BEFORE_WORD, '"“‘([—–'),
        (_STRIPPED, "'’”\""),
    ):
        for sign in signs:
            table[ord(sign)] |= flag
    return table


@compiled
def _pack(packed, letter):
    """One more letter, from `_NOTHING` on: seven fit as they are, more are mixed."""
    if packed >> np.uint64(56):
        packed = (packed ^ (packed >> np.uint64(29))) * _FACTOR
    return (packed << _EIGHT) | np.uint64(letter)


def _known_words():
    """A table of slots: the packed word, and what it is."""
    table = np.zeros((_SLOTS, 2), dtype=np.uint64)
    for flag, words in ((_BEFORE, BEFORE_A_NAME), (_MAY, MAY_CLOSE), (_OPENER, OPENERS)):
        for word in sorted(words):
            packed = _NOTHING
            for letter in word.encode():
                packed = np.uint64(_pack.py_func(packed, letter))
            slot = int(packed * _FACTOR >> _TOP)
            while table[slot, 0] not in (0, packed):
                slot = (slot + 1) % _SLOTS
            table[slot] = packed, table[slot, 1] | np.uint64(flag)
    return table


with np.errstate(over="ignore"):
    ENDINGS = (_signs(), _known_words())


@compiled
def _flags(known, packed):
    slot = np.int64((packed * _FACTOR) >> _TOP)
    while known[slot, 0] != 0:
        if known[slot, 0] == packed:
            return np.int64(known[slot, 1])
        slot = (slot + 1) % _SLOTS
    return 0


@compiled_into
def _sign(signs, point):
    return signs[point] if point < 0x2040 else np.uint8(0)


@compiled
def find_stop(data, place, begin, end, kind, folds, endings):
    """Whether a sentence ends at a run of stops.

    Parameters
    ----------
    data : ndarray of uint8
        UTF-8.
    place, begin, end : int
        The first sign of the run; the text’s first byte and the one behind its last.
    kind : ndarray of uint8
        As in `characters`.
    folds : tuple of ndarray
        The other tables of `characters`.
    endings : tuple of ndarray
        `ENDINGS`: the signs and the words that decide.

    Returns
    -------
    after, close, following : int64
        Where reading goes on; where the sentence ends, with its closing quotes, or −1; where the next one begins.
    """
    signs = endings[0]
    after, n_stops, last = place, 0, np.int64(0)
    while after < end:
        point, n = code_point(data, after, end)
        if not _sign(signs, point) & _STOPS:
            break
        after, n_stops, last = after + n, n_stops + 1, point
    close, quoted = after, False
    while close < end:
        point, n = code_point(data, close, end)
        if not _sign(signs, point) & _CLOSES:
            break
        quoted = quoted or (point != 0x29 and point != 0x5D)
        close += n
    following, n_newlines = close, 0
    while following < end:
        point, n = code_point(data, following, end)
        if not kind[point] & SPACE:
            break
        n_newlines += point == _NEWLINE
        if n_newlines > 1:
            return after, -1, after
        following += n
    if following == close or following == end:
        return after, -1, after
    opening = following
    while opening < end:
        point, n = code_point(data, opening, end)
        if not _sign(signs, point) & _OPENS_QUOTE:
            break
        opening += n
    if opening == end or not kind[code_point(data, opening, end)[0]] & OPENS:
        return after, -1, after
    if n_stops == 1 and last == _DOT:
        before, single = _word_before(data, place, begin, kind, folds, endings)
        if before & _BEFORE:
            return after, -1, after
        if not quoted and n_newlines == 0:
            if single:
                return after, -1, after
            if before & _MAY and not _opens(data, opening, end, kind, folds, endings):
                return after, -1, after
    return following, close, following


@compiled
def _word_before(data, place, begin, kind, folds, endings):
    """What the word before a full stop is: flags, with initials as `_MAY`; and whether it is one letter other than "i"."""
    signs, known = endings
    fold_row, folded, n_folded = folds
    start, n_signs = place, 0
    while start > begin and n_signs < FARTHEST:
        step = start - 1
        while step > begin and data[step] & 0xC0 == 0x80:
            step -= 1
        point = code_point(data, step, place)[0]
        if kind[point] & SPACE or _sign(signs, point) & _BEFORE_WORD:
            break
        start, n_signs = step, n_signs + 1
    packed, n_letters, n_points, alternates, dotted, is_i = _NOTHING, 0, 0, True, False, False
    spell, last = _strip_quotes(data, start, place, signs)
    while spell < last:
        point, n = code_point(data, spell, last)
        spell += n
        if point == _HYPHEN:
            packed, n_letters, n_points, alternates, dotted = _NOTHING, 0, 0, True, False
            continue
        if kind[point] & FOLDS:
            row = fold_row[point]
            for letter in range(n_folded[row]):
                packed = _pack(packed, folded[row, letter])
        else:
            for letter in range(spell - n, spell):
                packed = _pack(packed, data[letter])
        # u.s: a letter, a stop, a letter
        if n_points % 2:
            alternates = alternates and point == _DOT
        else:
            alternates = alternates and kind[point] & ONE_LETTER != 0
        dotted = dotted or point == _DOT
        n_letters += kind[point] & ONE_LETTER != 0
        n_points += 1
        is_i = packed == _I
    found = _flags(known, packed) & (_BEFORE | _MAY)
    if dotted and alternates and n_points % 2:
        found |= _MAY
    return found, n_points == 1 and n_letters == 1 and not is_i


@compiled
def _strip_quotes(data, first, last, signs):
    """The same stretch without quotes at its ends."""
    while first < last and _sign(signs, code_point(data, first, last)[0]) & _STRIPPED:
        first += code_point(data, first, last)[1]
    place, stripped = first, first
    while place < last:
        point, n = code_point(data, place, last)
        place += n
        if not _sign(signs, point) & _STRIPPED:
            stripped = place
    return first, stripped


@compiled
def _opens(data, place, end, kind, folds, endings):
    """Whether the word at a place is one that opens sentences."""
    fold_row, folded, n_folded = folds
    packed, n_bytes = _NOTHING, 0
    while place < end and n_bytes < FARTHEST:
        point, n = code_point(data, place, end)
        if not kind[point] & LETTER or point == _IOTA_BELOW:
            break
        if kind[point] & FOLDS:
            row = fold_row[point]
            for letter in range(n_folded[row]):
                packed = _pack(packed, folded[row, letter])
            n_bytes += n_folded[row]
        else:
            for letter in range(place, place + n):
                packed = _pack(packed, data[letter])
            n_bytes += n
        place += n
    return _flags(endings[1], packed) & _OPENER != 0
