"""Which articles may be copies of each other: found from sketches alone, with work that grows as the number of articles."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from features.copies.sketches import HASH_BITS, count_halvings

# A pair is looked at when it shares two hashes and a sixth of what the shorter text could share. Copies share half of them or more,
# but where there are many copies, only some of each pair’s are counted; different articles share one or two in a hundred.
FEWEST_SHARED, LEAST_SHARED = 2, 1 / 6
# And when its sketches, compared whole, say that a fifth of the shorter text stands in the longer one. Of a copy cut to a quarter
# with a fifth of its words edited it is half.
LEAST_CONTAINED = 1 / 5
# A text of less than an eighth of another is an excerpt and no copy of it, and long articles need not be read for every line.
LEAST_LENGTH = 1 / 8
# Shorter texts are a headline or a line of an agency: they are copies only when they are the same, and their titles too.
FEWEST_WORDS = 20
# With more hashes than this (of 400,000 articles), every sketch is halved, so that half a gigabyte is enough for the pairs.
MOST_HASHES = 1 << 25
# Hashes that are laid side by side at a time.
_PORTION = 1 << 22
# Pairs whose sketches are compared whole at a time.
_PAIRS = 1 << 14
_PLACE_BITS = 64 - HASH_BITS
_COUNT_BITS = 64 - 2 * _PLACE_BITS


def group_texts(sketches) -> tuple[np.ndarray, np.ndarray]:
    """Number the distinct texts.

    Parameters
    ----------
    sketches : Sketches
        Of all articles.

    Returns
    -------
    place : ndarray of int64, one entry per distinct text
        An article that has it.
    text : ndarray of int64, one entry per article
        The number of its text.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.copies import sketch_articles
    >>> table = pd.DataFrame({"article_id": ["a", "b", "c"], "text": ["Oil fell.", "Gas rose.", "oil fell"]})
    >>> place, text = group_texts(sketch_articles(find_words(table)))
    >>> len(place), bool(text[0] == text[2] != text[1])
    (2, True)
    """
    _, place, text = np.unique(sketches.digest, return_index=True, return_inverse=True)
    return place, text


def pair_sketches(sketches) -> tuple[np.ndarray, np.ndarray]:
    """Find articles that may be copies of each other.

    Each text that has a hash is laid beside the next shorter one that has it and beside the longest. So the work grows as the
    number of hashes, however many texts share one, and copies hang together though not each is paired with each.

    Parameters
    ----------
    sketches : Sketches
        Of all articles; at most 16 million.

    Returns
    -------
    one, other : ndarray of int64, one entry per pair
        Places in `sketches.article_ids`; the first is not the shorter. Of the articles with the same text only one is in pairs.

    Raises
    ------
    ValueError
        If there are more articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.copies import sketch_articles
    >>> report = "The bridge at Tarn was closed on Monday after engineers found two cracks in a pillar on its eastern side"
    >>> table = pd.DataFrame({"article_id": ["a", "b", "c"], "text": [report + ".", "Snow fell. " * 12, report + ", it is said."]})
    >>> [places.tolist() for places in pair_sketches(sketch_articles(find_words(table)))]
    [[2], [0]]
    """
    if len(sketches) > 2**_PLACE_BITS:
        raise ValueError(
            f"at most {2**_PLACE_BITS} articles are compared at once, got {len(sketches)}; compare a period at a time"
        )
    more = int(np.ceil(np.log2(max(len(sketches.hashes), 1) / MOST_HASHES)).clip(0))
    sketches = sketches.coarsen(sketches.halvings + more) if more else sketches
    place, _ = group_texts(sketches)
    place = place[sketches.n_words[place] >= FEWEST_WORDS]
    # From the longest to the shortest; of the same length by identity, so that the order of the articles makes no difference.
    order = place[np.lexsort((sketches.article_ids[place].astype(str), -sketches.n_words[place]))]
    found = [_filter(sketches, order, *counted) for counted in _count_shared(sketches, order)]
    one, other = (np.concatenate(places) for places in zip(*found, strict=True))
    alike = np.concatenate([_are_alike(sketches, one[part], other[part]) for part in _parts(len(one))])
    return one[alike], other[alike]


def _filter(sketches, order, pairs, n_shared):
    """The pairs, as places, that share enough."""
    one, other = order[pairs >> np.uint64(_PLACE_BITS)], order[pairs & np.uint64(2**_PLACE_BITS - 1)]
    longer, shorter = sketches.n_words[one], sketches.n_words[other]
    could_share = shorter / 2.0 ** (count_halvings(longer) + sketches.halvings)
    kept = (n_shared >= np.maximum(FEWEST_SHARED, LEAST_SHARED * could_share)) & (shorter >= LEAST_LENGTH * longer)
    return one[kept], other[kept]


def _parts(n):
    return [slice(begin, begin + _PAIRS) for begin in range(0, max(n, 1), _PAIRS)]


def _are_alike(sketches, one, other):
    """Whether the longer text of each pair holds enough of the shorter one, by all their hashes: only these are read again."""
    pair_of_one, of_one = _gather(sketches, one)
    pair_of_other, of_other = _gather(sketches, other)
    # The sketch of the longer text is the coarser one.
    bound = np.uint64(2**HASH_BITS) >> (count_halvings(sketches.n_words[one]) + sketches.halvings).astype(np.uint64)
    could = of_other < bound[pair_of_other]
    n_could = np.bincount(pair_of_other[could], minlength=len(one))
    pairs, hashes = np.concatenate([pair_of_one, pair_of_other[could]]), np.concatenate([of_one, of_other[could]])
    packed = np.sort(pairs.astype(np.uint64) << np.uint64(HASH_BITS) | hashes)
    twice = packed[1:][packed[1:] == packed[:-1]] >> np.uint64(HASH_BITS)
    n_shared = np.bincount(twice.astype(np.int64), minlength=len(one))
    return n_shared >= LEAST_CONTAINED * n_could


def _gather(sketches, places):
    """The hashes of some articles one behind the other, and the place in `places` that each belongs to."""
    sizes = np.diff(sketches.first)[places]
    at = np.append(0, np.cumsum(sizes))
    pair = np.repeat(np.arange(len(places)), sizes)
    return pair, sketches.hashes[np.arange(at[-1]) + (sketches.first[places] - at[:-1])[pair]]


def _count_shared(sketches, order):
    """Pairs of ranks in `order`, packed in one number each, and how many hashes were found in both: a portion at a time."""
    rank = np.full(len(sketches), -1, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    ranks = np.repeat(rank, np.diff(sketches.first))
    n_portions = len(ranks) // _PORTION + 1
    ends = np.concatenate([[0], _cuts(sketches.hashes, n_portions), [2**HASH_BITS]]).astype(np.uint64)

    def link(bounds):
        inside = (ranks >= 0) & (sketches.hashes >= bounds[0]) & (sketches.hashes < bounds[1])
        return _link(sketches.hashes[inside], ranks[inside].astype(np.uint64))

    # Two beside each other: sorting leaves the processor to other threads.
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(link, pairwise(ends)))
    # All that was found of a pair lies between the same two cuts.
    cuts = _cuts(np.concatenate([packed[:: len(packed) // 2**12 + 1] for packed in found]), n_portions)
    cuts = cuts >> np.uint64(_COUNT_BITS) << np.uint64(_COUNT_BITS)
    for pieces in zip(*(np.split(packed, np.searchsorted(packed, cuts)) for packed in found), strict=True):
        packed = np.sort(np.concatenate(pieces))
        pairs, counts = packed >> np.uint64(_COUNT_BITS), packed & np.uint64(2**_COUNT_BITS - 1)
        starts = _starts(pairs)
        yield pairs[starts], np.add.reduceat(counts, starts) if len(starts) else counts


def _cuts(numbers, n_portions):
    """Where to cut numbers into portions of about the same size."""
    sample = np.sort(numbers[:: len(numbers) // 2**16 + 1])
    return sample[np.arange(1, n_portions) * len(sample) // n_portions]


def _link(hashes, ranks):
    """Pairs that share some of these hashes, packed with their number."""
    packed = np.sort(hashes << np.uint64(_PLACE_BITS) | ranks)
    hashes = packed >> np.uint64(_PLACE_BITS)
    # Most hashes stand in one text alone.
    same = hashes[1:] == hashes[:-1]
    packed = packed[np.append(False, same) | np.append(same, False)] if len(packed) else packed
    ranks = packed & np.uint64(2**_PLACE_BITS - 1)
    starts = _starts(packed >> np.uint64(_PLACE_BITS))
    longest = np.repeat(starts, np.diff(np.append(starts, len(packed))))
    place = np.arange(len(packed))
    after_longest = np.flatnonzero(place > longest)
    further = np.flatnonzero(place > longest + 1)
    pairs = np.concatenate(
        [
            ranks[after_longest - 1] << np.uint64(_PLACE_BITS) | ranks[after_longest],
            ranks[longest[further]] << np.uint64(_PLACE_BITS) | ranks[further],
        ]
    )
    pairs.sort()
    starts = _starts(pairs)
    counts = np.diff(np.append(starts, len(pairs))).clip(max=2**_COUNT_BITS - 1).astype(np.uint64)
    return pairs[starts] << np.uint64(_COUNT_BITS) | counts


def _starts(ascending):
    """Where each distinct value begins."""
    return np.flatnonzero(np.append(True, ascending[1:] != ascending[:-1])) if len(ascending) else np.zeros(0, np.int64)
