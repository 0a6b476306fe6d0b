"""The one pass over the bytes: UTF-8 in, a stream of numbered words and the places of sentences out.

A compiled loop that looks at every byte once. What a letter, a mark, a digit or a space is, and what case folding makes of it, it
looks up in the tables of `characters`; how a word is known again, `spelling` says; where a sentence ends, `endings`.
"""

from typing import NamedTuple

import numpy as np

from features.compiled import compiled
from features.text.characters import DIGIT, LETTER, SPACE, characters, code_point
from features.text.eight import leading_letters, load_eight, store_eight
from features.text.endings import ENDINGS, find_stop
from features.text.marks import is_capital, mark_between
from features.text.spelling import DOT, HIGH, LOW, mix, number_word, pack_word, spell_word

_FEWEST_SLOTS = 1 << 12
# Case folding makes no text longer than that: two bytes become six (U+0390).
MOST_GROWTH = 3
# How much room is made at first: in news a word and what follows it take six bytes, a sentence some 130. The arrays grow
# where it is otherwise.
_BYTES_PER_WORD, _BYTES_PER_SENTENCE = 5, 80
_BLANK, _NEWLINE, _ELLIPSIS = 0x20, 0x0A, 0x2026


class Scan(NamedTuple):
    """What one pass found. Places are bytes from the beginning of the row’s text.

    Attributes
    ----------
    term, begin, end : ndarray of int32, one entry per word
        Which word, as numbered in the order of first appearance; where it stands.
    mark : ndarray of uint8, one entry per word
        Sum of what holds of it, as named in `marks`.
    first : ndarray of int64, one entry per sentence and one more
        `first[s]:first[s + 1]` are the words of sentence s.
    row, paragraph, sentence_begin, sentence_end : ndarray of int32, one entry per sentence
        The row of its text; its paragraph, from 0; where it stands.
    spelled : ndarray of uint8
        The distinct words in UTF-8, one after the other.
    spelled_at : ndarray of int64, one entry per distinct word and one more
        `spelled[spelled_at[t]:spelled_at[t + 1]]` is word t.
    """

    term: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    mark: np.ndarray
    first: np.ndarray
    row: np.ndarray
    paragraph: np.ndarray
    sentence_begin: np.ndarray
    sentence_end: np.ndarray
    spelled: np.ndarray
    spelled_at: np.ndarray


def scan(data, offsets, *, split, places=True):
    """Read texts once: find their sentences and number their words.

    Parameters
    ----------
    data : ndarray of uint8
        Texts in UTF-8, one after the other.
    offsets : ndarray of int64, one entry per text and one more
        `data[offsets[i]:offsets[i + 1]]` is text i.
    split : bool
        Whether to look for the ends of sentences; otherwise each text is one sentence, whatever it holds.
    places : bool
        Whether to keep where each word stands; otherwise `begin` and `end` are empty.

    Returns
    -------
    Scan
        Sentences without any character but white space are none.

    Examples
    --------
    >>> from features.text.scanner import scan
    >>> text = np.frombuffer(b"Oil fell. OIL rose.", dtype=np.uint8)
    >>> found = scan(text, np.array([0, 19]), split=True)
    >>> found.term.tolist(), found.first.tolist(), found.sentence_begin.tolist(), bytes(found.spelled)
    ([0, 1, 0, 2], [0, 2, 4], [0, 10], b'oilfellrose')
    """
    tables = characters()
    n_bytes, n_texts = int(offsets[-1] - offsets[0]), len(offsets) - 1
    n_words = n_bytes // _BYTES_PER_WORD + 64
    kinds = ((True, np.int32), (places, np.int32), (places, np.int32), (True, np.uint8))
    words: tuple = tuple(np.empty(n_words if kept else 0, dtype=kind) for kept, kind in kinds)
    n_places = n_bytes // _BYTES_PER_SENTENCE + n_texts + 64
    sentences: tuple = (
        np.empty(n_places, dtype=np.int64),
        *(np.empty(n_places, dtype=np.int32) for _ in range(4)),
    )
    slots = np.zeros((_FEWEST_SLOTS, 2), dtype=np.uint64)
    spelled, spelled_at = np.empty(1 << 16, dtype=np.uint8), np.zeros(1 << 12, dtype=np.int64)
    counts, text = np.zeros(3, dtype=np.int64), 0
    looked_up = tables.kind, tables.ends_word, tables[2:], ENDINGS
    while True:
        text = _scan(data, offsets, split, text, looked_up, words, sentences, slots, spelled, spelled_at, counts)
        if text == n_texts:
            break
        n_most = int(offsets[text + 1] - offsets[text]) + 2
        words = tuple(_with_room(array, counts[0], n_most) if len(array) else array for array in words)
        sentences = tuple(_with_room(array, counts[1], n_most) for array in sentences)
        spelled = _with_room(spelled, spelled_at[counts[2]], MOST_GROWTH * n_most + 16)
        spelled_at = _with_room(spelled_at, counts[2] + 1, n_most)
        slots = _with_slots(slots, 2 * (counts[2] + 1))
    n_words, n_sentences, n_terms = map(int, counts)
    term, begin, end, mark = (array[:n_words] for array in words)
    first, row, paragraph, from_byte, to_byte = (array[:n_sentences] for array in sentences)
    return Scan(
        term,
        begin,
        end,
        mark,
        np.append(first, n_words),
        row,
        paragraph,
        from_byte,
        to_byte,
        spelled[: spelled_at[n_terms]],
        spelled_at[: n_terms + 1],
    )


def _with_room(array, n_used, n_more):
    """The array itself when there is room for more, else a copy at least twice as long."""
    if n_used + n_more <= len(array):
        return array
    longer = np.empty(max(2 * len(array), n_used + n_more), dtype=array.dtype)
    longer[:n_used] = array[:n_used]
    return longer


def _with_slots(slots, n_most):
    """The slots themselves when they are at least that many, else more of them, a power of two."""
    if n_most <= len(slots):
        return slots
    more = np.zeros((1 << int(n_most - 1).bit_length(), 2), dtype=np.uint64)
    _move(slots, more)
    return more


@compiled
def _move(slots, more):
    """Give each word its place among more slots."""
    mask = np.uint64(len(more) - 1)
    for slot in range(len(slots)):
        if slots[slot, 1]:
            place = (mix(slots[slot, 0]) >> HIGH) & mask
            while more[place, 1]:
                place = (place + np.uint64(1)) & mask
            more[place, 0], more[place, 1] = slots[slot, 0], slots[slot, 1]


@compiled
def _after_spaces(data, place, end, kind):
    """Where white space ends, and how many newlines it holds."""
    n_newlines = 0
    while place < end:
        point, n = code_point(data, place, end)
        if not kind[point] & SPACE:
            break
        n_newlines += point == _NEWLINE
        place += n
    return place, n_newlines


@compiled
def _trim(data, begin, end, kind):
    """The same stretch of text without white space at its ends."""
    begin = _after_spaces(data, begin, end, kind)[0]
    while end > begin:
        last = end - 1
        while last > begin and data[last] & 0xC0 == 0x80:
            last -= 1
        if not kind[code_point(data, last, end)[0]] & SPACE:
            break
        end = last
    return begin, end


@compiled
def _scan_text(data, text, looked_up, words, sentences, slots, spelled, spelled_at, counts):
    """Read one text into arrays that have room for it; `counts` holds how many words, sentences and terms there are.

    Returns False when half of the slots are taken, more than which makes look-ups slow.
    """
    start, end, split, text_row = text
    kind, ends_word, folds, endings = looked_up
    term, begins, ends, mark = words
    places = len(begins) > 0
    first, row, paragraph, from_byte, to_byte = sentences
    n_words, n_sentences, n_terms = counts[0], counts[1], counts[2]
    mask, last_eight = np.uint64(len(slots) - 1), end - 7
    place, opened, first_word, n_before, block, at = start, start, n_words, n_sentences, 0, spelled_at[n_terms]
    between = np.uint8(0)
    while True:
        close, following, new_block = np.int64(-1), place, False
        # The short way: ASCII letters, eight at a time, and nothing behind them that may belong to the word.
        n_bytes, packed, hashed, n_more, letters = np.int64(0), np.uint64(0), np.uint64(0), np.int64(8), np.uint64(0)
        while n_more == 8 and place + n_bytes < last_eight:
            n_more, letters = leading_letters(load_eight(data, place + n_bytes))
            if n_more:
                hashed, packed = (mix(hashed ^ packed) if n_bytes else hashed), letters
                store_eight(spelled, at + n_bytes, letters)
                n_bytes += n_more
        word_end = place + n_bytes
        is_word = n_bytes > 0 and n_more < 8 and ends_word[data[word_end]] and (n_bytes > 1 or data[word_end] != DOT)
        if place >= end:
            close = end
        else:
            letter = data[place]
            point, n = np.int64(letter), 1
            if is_word:
                packed ^= hashed
            else:
                if letter >= 0x80:
                    point, n = code_point(data, place, end)
                if kind[point] & (LETTER | DIGIT):
                    spelled_to, word_end = spell_word(data, place, end, kind, folds, spelled, at)
                    n_bytes, packed, is_word = spelled_to - at, pack_word(spelled, at, spelled_to), True
            if is_word:
                slot = (mix(packed) >> HIGH) & mask
                held = slots[slot, 1]
                if n_bytes <= 8 and slots[slot, 0] == packed and held >> HIGH == np.uint64(n_bytes):
                    number = np.int64(held & LOW) - 1
                else:
                    number = number_word(packed, n_bytes, slots, spelled, spelled_at, n_terms)
                    if number == n_terms:
                        n_terms += 1
                        at += n_bytes
                        spelled_at[n_terms] = at
                        if 2 * (n_terms + 1) > len(slots):
                            # The words met so far keep their numbers; the text is read again when there are more slots.
                            counts[2] = n_terms
                            return False
                term[n_words] = number
                mark[n_words] = between | np.uint8(is_capital(data, place))
                between = np.uint8(0)
                if places:
                    begins[n_words], ends[n_words] = place - start, word_end - start
                n_words += 1
                # The last full stop of "U.S." may end a sentence too.
                if not split or data[word_end - 1] != DOT:
                    place = word_end + 1 if word_end < end and data[word_end] == _BLANK else word_end
                    continue
                place = word_end - 1
                letter = np.uint8(DOT)
            elif not split:
                between = mark_between(between, point)
                place += n
                continue
            if letter == _NEWLINE:
                following, n_newlines = _after_spaces(data, place, end, kind)
                new_block = n_newlines > 1
                if new_block:
                    close = place
            elif letter == DOT or letter == 0x21 or letter == 0x3F or point == _ELLIPSIS:
                following, close, opening = find_stop(data, place, start, end, kind, folds, endings)
                if close >= 0:
                    following = opening
            else:
                between = mark_between(between, point)
                place += n
                continue
        if close >= 0:
            between = np.uint8(0)
            begin, stop = (start, end) if not split else _trim(data, opened, close, kind)
            if begin < stop or not split:
                first[n_sentences], row[n_sentences], paragraph[n_sentences] = first_word, text_row, block
                from_byte[n_sentences], to_byte[n_sentences] = begin - start, stop - start
                n_sentences, first_word = n_sentences + 1, n_words
            if place >= end:
                break
            opened = following
            block += new_block and n_sentences > n_before
        place = following
    counts[0], counts[1], counts[2] = n_words, n_sentences, n_terms
    return True


@compiled
def _scan(data, offsets, split, text, looked_up, words, sentences, slots, spelled, spelled_at, counts):
    """Read text after text for as long as there is room, and return the number of the first that was not read."""
    while text < len(offsets) - 1:
        start, end = offsets[text], offsets[text + 1]
        n_most = end - start + 2
        if (
            counts[0] + n_most > len(words[0])
            or counts[1] + n_most > len(sentences[0])
            or spelled_at[counts[2]] + MOST_GROWTH * n_most + 16 > len(spelled)
            or counts[2] + n_most > len(spelled_at)
        ):
            break
        place = start, end, split, text
        if not _scan_text(data, place, looked_up, words, sentences, slots, spelled, spelled_at, counts):
            break
        text += 1
    return text
