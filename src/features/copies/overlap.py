"""How much of two texts is the same, word by word: what decides whether they are copies of one report.

Common are the words that stand in shingles which both texts have. A passage runs from one shingle to the next as long as they are
near each other, and about as near in the other text: so it bridges edited words, however they were edited, but does not join
quotations, which two reports set among sentences of their own. Of an edited copy nearly everything lies in passages; of two reports
of one event mostly below a third.
"""

from dataclasses import dataclass

import numpy as np

from features.compiled import compiled
from features.copies.hashing import SHINGLE, hash_terms

# A passage goes on over at most so many words in either text, and over at most so many more in one text than in the other. Tried on
# edited articles: with 16 and 4 a fifth of the words edited left twice as much outside passages, with nothing gained on reports.
FARTHEST, MOST_MORE = 24, 8
# A fifth of the words may be edited in one piece, less what happens to be the same there.
LEAST_IN_PASSAGES = 0.78
# Or there is a new lead or a new end: at most so many words or a third of the text. Of the rest, at most a quarter may lie outside
# passages, and of a rest of more than 67 words less: chance does not leave as much outside there. Where that is less than two
# sentences, it may be a quotation.
LEAD, LEAD_SHARE, SHORTEST_BODY = 80, 1 / 3, 40
MOST_OUTSIDE, OUTSIDE, OUTSIDE_SHARE = 0.25, 10, 0.1
# More words than this are a report of their own, whatever captions of photographs it shares with another.
MOST_OWN = 800
# Longer texts are compared so far.
_MOST_WORDS = (1 << 19) - 1
# Bits of a shingle’s hash that are compared.
_HASH_BITS = 31


@dataclass(frozen=True)
class Overlap:
    """What the texts of pairs have in common; each array has one row per pair, and columns for the one text and the other.

    Attributes
    ----------
    n_words : ndarray of int64, pairs by 2
        Words of the text.
    n_kept : ndarray of int64, pairs by 2
        Those that the other text has too, in the same passages.
    n_passages : ndarray of int64, pairs by 2
        Those that lie in passages which the other text has too: the words kept, and the edited words between them.
    n_body : ndarray of int64, pairs by 2
        Those of `n_passages` that lie behind the lead, or before the end, whichever are more.
    """

    n_words: np.ndarray
    n_kept: np.ndarray
    n_passages: np.ndarray
    n_body: np.ndarray

    def are_copies(self) -> np.ndarray:
        """Whether the texts of each pair are copies of one report: whether nearly all of the shorter lies in passages of the longer.

        Returns
        -------
        ndarray of bool, one entry per pair

        Examples
        --------
        Of two hundred words a fifth edited in one piece; half a new text; a new lead of 60; and of a hundred words a new lead of 30.

        >>> n_words = np.array([[200, 250], [200, 250], [200, 250], [100, 250]])
        >>> in_passages = np.array([[160, 160], [100, 100], [140, 140], [70, 70]])
        >>> in_body = np.array([[94, 130], [90, 90], [134, 140], [67, 70]])
        >>> Overlap(n_words, in_passages, in_passages, in_body).are_copies().tolist()
        [True, False, True, True]
        """
        pair, shorter = np.arange(len(self.n_words)), np.argmin(self.n_words, axis=1)
        n_words, in_passages = self.n_words[pair, shorter], self.n_passages[pair, shorter]
        body = n_words - _count_lead(n_words)
        in_body = self.n_body[pair, shorter]
        outside = body - in_body
        edited = in_passages >= LEAST_IN_PASSAGES * n_words
        new_lead = (outside <= np.minimum(MOST_OUTSIDE * body, OUTSIDE + OUTSIDE_SHARE * body)) & (
            in_body >= SHORTEST_BODY
        )
        own = n_words - in_passages > MOST_OWN
        return (edited | new_lead) & ~own & (in_passages > 0)


def measure_overlap(words, one, other) -> Overlap:
    """Compare the texts of pairs of articles.

    Parameters
    ----------
    words : Words
        A stream in which both articles of every pair are.
    one, other : ndarray of int, one entry per pair
        Places in `words.article_ids`.

    Returns
    -------
    Overlap
        Of texts of more than half a million words only so many are compared.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> texts = ["The bridge at Tarn was closed on Monday.", "The bridge at Tarn is closed on Monday morning.", "Snow fell."]
    >>> words = find_words(pd.DataFrame({"article_id": ["a", "b", "c"], "text": texts}))
    >>> overlap = measure_overlap(words, [0, 0], [1, 2])
    >>> overlap.n_kept.tolist(), overlap.n_passages.tolist()   # of a and b: all but “was”, but “is” and “morning”
    ([[7, 7], [0, 0]], [[8, 8], [0, 0]])
    """
    first, hashed = words.first_of_article, np.ascontiguousarray(hash_terms(words.terms).T)
    articles = np.stack([np.asarray(one, dtype=np.int64), np.asarray(other, dtype=np.int64)], axis=1)
    n_words = np.minimum(np.diff(first)[articles], _MOST_WORDS)
    measured = np.zeros((3, *n_words.shape), dtype=np.int64)
    longest = int(n_words.max(initial=0))
    marks, places = np.zeros((2, 2, longest), dtype=np.bool_), np.empty((4, longest), dtype=np.int32)
    slots = np.empty((4 << longest.bit_length(), 4), dtype=np.int32)
    _measure(words.term, hashed, first[articles], n_words, _count_lead(n_words), (marks, places, slots), measured)
    return Overlap(n_words, *measured)


def _count_lead(n_words):
    return np.minimum(LEAD, (n_words * LEAD_SHARE).astype(np.int64))


@compiled
def _measure(stream, hashed, begin, n_words, lead, scratch, measured):
    """For each pair: words kept, words in passages, and those of the body."""
    marks, places, slots = scratch
    for pair in range(len(begin)):
        n_one, n_other = n_words[pair, 0], n_words[pair, 1]
        one = stream[begin[pair, 0] : begin[pair, 0] + n_one]
        other = stream[begin[pair, 1] : begin[pair, 1] + n_other]
        kept, within = (marks[0, 0, :n_one], marks[0, 1, :n_other]), (marks[1, 0, :n_one], marks[1, 1, :n_other])
        partner, left, is_end = places[1, :n_one], places[2], places[3, :n_other]
        _match(one, other, hashed, slots, places[0], kept, partner)
        is_end[:] = 0
        for side in range(2):
            for place in range(n_words[pair, side]):
                within[side][place] = kept[side][place]
        n_ends = 0
        for place in range(n_one):
            if partner[place] >= 0:
                left[n_ends], is_end[partner[place]] = place, 1
                n_ends += 1
        for end in range(1, n_ends):
            before, after = np.int64(left[end - 1]), np.int64(left[end])
            there = np.int64(partner[before]), np.int64(partner[after])
            if _are_neighbours(after - before, there, is_end):
                within[0][before : after + SHINGLE] = True
                within[1][there[0] : there[1] + SHINGLE] = True
                _keep_between(one, other, (before, after), there, kept)
        for side in range(2):
            _count(kept[side], within[side], lead[pair, side], measured[:, pair, side])


@compiled
def _match(one, other, hashed, slots, slot_of, kept, partner):
    """Mark the words that stand in a shingle which both texts have; and where both have one that each has only once."""
    kept[0][:], kept[1][:], partner[:] = False, False, -1
    n_slots = 4
    while n_slots < 2 * len(one):
        n_slots *= 2
    # Of each shingle of the one text its hash, how often each text has it, and where the other has it.
    slots[:n_slots] = 0
    for place in range(len(one) - SHINGLE + 1):
        slot = _find(one, place, hashed, slots, n_slots)
        slots[slot, 1] += 1
        slot_of[place] = slot
    for place in range(len(other) - SHINGLE + 1):
        slot = _find(other, place, hashed, slots, n_slots)
        if slots[slot, 1]:
            slots[slot, 2] += 1
            slots[slot, 3] = place
            kept[1][place : place + SHINGLE] = True
    for place in range(len(one) - SHINGLE + 1):
        slot = slot_of[place]
        if slots[slot, 2]:
            kept[0][place : place + SHINGLE] = True
            if slots[slot, 1] == 1 and slots[slot, 2] == 1:
                partner[place] = slots[slot, 3]


@compiled
def _find(text, place, hashed, slots, n_slots):
    """The slot of a shingle; where it has none, a free one, in which its hash is written."""
    shingle = hashed[text[place], 0] ^ hashed[text[place + 1], 1] ^ hashed[text[place + 2], 2]
    number = np.int32(shingle >> np.uint64(64 - _HASH_BITS))
    slot = np.int64(number) & (n_slots - 1)
    while slots[slot, 1] != 0 and slots[slot, 0] != number:
        slot = (slot + 1) & (n_slots - 1)
    if slots[slot, 1] == 0:
        slots[slot, 0] = number
    return slot


@compiled
def _are_neighbours(further, there, is_end):
    """Whether two ends of passages, neighbours in the one text and so far apart, are neighbours in the other, about as far apart."""
    further_there = there[1] - there[0]
    if further_there <= 0 or max(further, further_there) > FARTHEST or abs(further - further_there) > MOST_MORE:
        return False
    n_between = 0
    for place in range(there[0] + 1, there[1]):
        n_between += is_end[place]
    return n_between == 0


@compiled
def _keep_between(one, other, ends, ends_there, kept):
    """Mark the words between the ends of a passage that the other text has as far from one of the ends."""
    for word in range(ends[0] + 1, ends[1]):
        if kept[0][word]:
            continue
        for end in range(2):
            there = ends_there[end] + word - ends[end]
            if ends_there[0] < there < ends_there[1] and one[word] == other[there]:
                kept[0][word] = kept[1][there] = True


@compiled
def _count(kept, within, lead, counts):
    """Count a text’s words kept, those in passages, and of these the ones behind the lead or before the end."""
    behind_lead, before_end = 0, 0
    for place in range(len(kept)):
        counts[0] += kept[place]
        counts[1] += within[place]
        behind_lead += within[place] and place >= lead
        before_end += within[place] and place < len(kept) - lead
    counts[2] = max(behind_lead, before_end)
