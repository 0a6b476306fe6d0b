"""How much of two texts is the same, word by word: what decides whether they are copies."""

from dataclasses import dataclass

import numpy as np

from features.copies.sketches import SHINGLE, hash_shingles, hash_terms

# Two places where both texts have the same shingle are one passage when they are at most so many words apart, and one text has at
# most so many words more between them than the other.
FARTHEST, MOST_MORE = 16, 4
LEAD = 80
# Words that are compared at a time, and what a shingle is packed of: its pair, 31 bits of its hash, its text, and its place.
_PORTION, _PAIR_BITS, _HASH_BITS, _PLACE_BITS = 1 << 19, 13, 31, 19


@dataclass(frozen=True)
class Overlap:
    """What the texts of pairs have in common.

    Attributes
    ----------
    n_words : ndarray of int64, pairs by 2
        Words of the one and the other.
    n_kept : ndarray of int64, pairs by 2
        Words of the one that the other has too, in passages that both have; and the reverse.
    n_passages : ndarray of int64, pairs by 2
        The same with the edited words between them.
    """

    n_words: np.ndarray
    n_kept: np.ndarray
    n_passages: np.ndarray
    n_after: np.ndarray


def measure_overlap(words, one, other) -> Overlap:
    first = words.first_of_article
    hashed = hash_terms(words.terms)
    articles = np.stack([one, other], axis=1).reshape(-1, 2)
    n_words = np.minimum(np.diff(first)[articles], 2**_PLACE_BITS - 1)
    n_kept, n_passages, n_after = (np.zeros_like(n_words) for _ in range(3))
    begin = 0
    at = np.append(0, np.cumsum(n_words.sum(axis=1)))
    while begin < len(articles):
        end = min(max(np.searchsorted(at, at[begin] + _PORTION, side="right") - 1, begin + 1), begin + 2**_PAIR_BITS, len(articles))
        portion = slice(begin, end)
        n_kept[portion], n_passages[portion], n_after[portion] = _measure(words.term, hashed, first[articles[portion]], n_words[portion])
        begin = end
    return Overlap(n_words, n_kept, n_passages, n_after)


def _measure(stream, hashed, begin, n_words):
    """For a portion of pairs: words kept and words in passages."""
    at = np.append(0, np.cumsum(n_words))
    text = np.repeat(np.arange(n_words.size), n_words.ravel())
    place = np.arange(at[-1]) - at[text]
    term = stream[begin.ravel()[text] + place]
    is_kept, left, right = _match(hash_shingles(hashed, term), text, place, at)
    # Neighbours that are the two ends of one passage, with nothing or with edited words between them.
    further, further_there = np.diff(left), np.diff(right)
    joined = (text[left[1:]] == text[left[:-1]]) & (further <= FARTHEST) & (further_there > 0)
    joined &= np.abs(further - further_there) <= MOST_MORE
    in_passage = is_kept.copy()
    for ends in (left, right):
        depth = np.zeros(len(term) + SHINGLE, dtype=np.int8)
        depth[ends[:-1][joined]] += 1
        depth[ends[1:][joined] + SHINGLE] -= 1
        in_passage |= np.cumsum(depth, dtype=np.int8)[: len(term)] > 0
    _keep_between(is_kept, in_passage & (text % 2 == 0), term, left, right)
    lead = np.minimum(LEAD, np.diff(at) // 2)
    return _count(is_kept, at[:-1], at[1:]), _count(in_passage, at[:-1], at[1:]), _count(in_passage, at[:-1] + lead, at[1:])


def _match(shingles, text, place, at):
    """Whether each word stands in a shingle that the other text has too; and where both have the same one, each only once."""
    size = np.diff(at)[text]
    whole = np.flatnonzero(place + SHINGLE <= size)
    text, place = text[whole].astype(np.uint64), place[whole].astype(np.uint64)
    hashes = shingles[whole] >> np.uint64(64 - _HASH_BITS)
    of_pair = text >> np.uint64(1)
    side_and_place = (text & np.uint64(1)) << np.uint64(_PLACE_BITS) | place
    packed = np.sort((of_pair << np.uint64(_HASH_BITS) | hashes) << np.uint64(_PLACE_BITS + 1) | side_and_place)
    side = (packed >> np.uint64(_PLACE_BITS) & np.uint64(1)).astype(np.int64)
    pair = (packed >> np.uint64(_HASH_BITS + _PLACE_BITS + 1)).astype(np.int64)
    where = at[2 * pair + side] + (packed & np.uint64(2**_PLACE_BITS - 1)).astype(np.int64)
    group = packed >> np.uint64(_PLACE_BITS + 1)
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1])) if len(group) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(group)))
    n_other = np.add.reduceat(side, starts) if len(group) else sizes
    shared = (n_other > 0) & (n_other < sizes)
    is_kept = np.zeros(at[-1], dtype=bool)
    found = where[np.repeat(shared, sizes)]
    for further in range(SHINGLE):
        is_kept[found + further] = True
    once = starts[shared & (sizes == 2)]
    partner = np.full(at[-1], -1)
    partner[where[once]] = where[once + 1]
    left = np.flatnonzero(partner >= 0)
    return is_kept, left, partner[left]


def _keep_between(is_kept, between, term, left, right):
    """Mark the words between the ends of passages that stand in the other text where the passage's end, moved along, would have them."""
    word = np.flatnonzero(between & ~is_kept)
    before = np.searchsorted(left, word) - 1
    for end in (before, before + 1):
        there = word + right[end] - left[end]
        inside = (there > right[before]) & (there < right[before + 1])
        same = np.flatnonzero(inside)
        same = same[term[word[same]] == term[there[same]]]
        is_kept[word[same]] = True
        is_kept[there[same]] = True


def _count(marked, begin, end):
    total = np.append(0, np.cumsum(marked))
    return (total[end] - total[begin]).reshape(-1, 2)
