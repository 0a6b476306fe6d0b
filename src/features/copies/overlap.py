"""How much of two texts is the same, word by word: what decides whether they are copies of one report.

Common are the words that stand in shingles which both texts have. A passage runs from one shingle to the next as long as they are
near each other, and about as near in the other text: so it bridges edited words, however they were edited, but does not join
quotations, which two reports set among sentences of their own. Of an edited copy nearly everything lies in passages; of two reports
of one event mostly below a third.
"""

from dataclasses import dataclass

import numpy as np

from features.copies.hashing import SHINGLE, hash_shingles, hash_terms

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
# Words that are compared at a time, few enough for the processor’s cache. A word is sorted as one number: the bits of its pair, its
# hash, its text (one) and its place.
_PORTION = 1 << 16
_PAIR_BITS, _HASH_BITS, _PLACE_BITS = 13, 31, 19


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
    first, hashed = words.first_of_article, hash_terms(words.terms)
    articles = np.stack([np.asarray(one, dtype=np.int64), np.asarray(other, dtype=np.int64)], axis=1)
    n_words = np.minimum(np.diff(first)[articles], 2**_PLACE_BITS - 1)
    measured = np.zeros((3, *n_words.shape), dtype=np.int64)
    up_to = np.append(0, np.cumsum(n_words.sum(axis=1)))
    begin = 0
    while begin < len(articles):
        end = int(np.searchsorted(up_to, up_to[begin] + _PORTION, side="right")) - 1
        end = min(max(end, begin + 1), begin + 2**_PAIR_BITS, len(articles))
        measured[:, begin:end] = _measure(words.term, hashed, first[articles[begin:end]], n_words[begin:end])
        begin = end
    return Overlap(n_words, *measured)


def _count_lead(n_words):
    return np.minimum(LEAD, (n_words * LEAD_SHARE).astype(np.int64))


def _measure(stream, hashed, begin, n_words):
    """For a portion of pairs: words kept, words in passages, and those of the body."""
    at = np.append(0, np.cumsum(n_words))
    text = np.repeat(np.arange(n_words.size), n_words.ravel())
    place = np.arange(at[-1]) - at[text]
    term = stream[begin.ravel()[text] + place]
    is_kept, left, right = _match(hash_shingles(hashed, term), text, place, at)
    # Ends of passages that are neighbours in both texts, with nothing or with edited words between them.
    further, further_there = np.diff(left), np.diff(right)
    order_there = np.empty(len(right), dtype=np.int64)
    order_there[np.argsort(right)] = np.arange(len(right))
    joined = (text[left[1:]] == text[left[:-1]]) & (np.maximum(further, further_there) <= FARTHEST)
    joined &= np.diff(order_there) == 1
    joined &= np.abs(further - further_there) <= MOST_MORE
    in_passage = is_kept.copy()
    for ends in (left, right):
        depth = np.zeros(len(term) + SHINGLE, dtype=np.int8)
        depth[ends[:-1][joined]] += 1
        depth[ends[1:][joined] + SHINGLE] -= 1
        in_passage |= np.cumsum(depth, dtype=np.int8)[: len(term)] > 0
    _keep_between(is_kept, in_passage & (text % 2 == 0), term, left, right)
    lead = _count_lead(np.diff(at))
    behind_lead, before_end = _count(in_passage, at[:-1] + lead, at[1:]), _count(in_passage, at[:-1], at[1:] - lead)
    return _count(is_kept, at[:-1], at[1:]), _count(in_passage, at[:-1], at[1:]), np.maximum(behind_lead, before_end)


def _match(shingles, text, place, at):
    """Whether each word stands in a shingle that both texts have; and where both have one that each has only once."""
    whole = np.flatnonzero(place + SHINGLE <= np.diff(at)[text])
    hashes = shingles[whole] >> np.uint64(64 - _HASH_BITS)
    text, place = text[whole].astype(np.uint64), place[whole].astype(np.uint64)
    packed = (text >> np.uint64(1)) << np.uint64(_HASH_BITS) | hashes
    packed = packed << np.uint64(1 + _PLACE_BITS) | (text & np.uint64(1)) << np.uint64(_PLACE_BITS) | place
    packed.sort()
    is_other = (packed >> np.uint64(_PLACE_BITS)).astype(np.int64) & 1
    text = (packed >> np.uint64(_HASH_BITS + _PLACE_BITS + 1)).astype(np.int64) * 2 + is_other
    where = at[text] + (packed & np.uint64(2**_PLACE_BITS - 1)).astype(np.int64)
    shingle = packed >> np.uint64(_PLACE_BITS + 1)
    starts = np.flatnonzero(np.append(True, shingle[1:] != shingle[:-1])[: len(shingle)])
    sizes = np.diff(np.append(starts, len(shingle)))
    n_other = np.diff(np.append(0, np.cumsum(is_other))[np.append(starts, len(shingle))])
    shared = (n_other > 0) & (n_other < sizes)
    is_kept = np.zeros(at[-1], dtype=bool)
    found = where[np.repeat(shared, sizes)]
    for further in range(SHINGLE):
        is_kept[found + further] = True
    # Those of the one text sort before those of the other.
    once = starts[shared & (sizes == 2)]
    partner = np.full(at[-1], -1)
    partner[where[once]] = where[once + 1]
    left = np.flatnonzero(partner >= 0)
    return is_kept, left, partner[left]


def _keep_between(is_kept, in_passage, term, left, right):
    """Mark the words between the ends of a passage that the other text has as far from one of the ends."""
    word = np.flatnonzero(in_passage & ~is_kept)
    before = np.searchsorted(left, word) - 1
    for end in (before, before + 1):
        there = word + right[end] - left[end]
        inside = np.flatnonzero((there > right[before]) & (there < right[before + 1]))
        same = inside[term[word[inside]] == term[there[inside]]]
        is_kept[word[same]] = True
        is_kept[there[same]] = True


def _count(marked, begin, end):
    up_to = np.append(0, np.cumsum(marked))
    return (up_to[end] - up_to[begin]).reshape(-1, 2)
