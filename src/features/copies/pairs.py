"""Which articles may be copies of each other: found from sketches alone, with work that grows as the number of articles."""

import numpy as np

from features.compiled import compiled
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
# Hashes of a bucket: few enough to stay in the processor’s first cache while they are looked through.
_IN_BUCKET = 1 << 10
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Pairs whose sketches are compared whole at a time.
_PAIRS = 1 << 14
_PLACE_BITS = 64 - HASH_BITS


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
    one, other = _find_sharing(sketches, order)
    alike = np.concatenate([_are_alike(sketches, one[part], other[part]) for part in _parts(len(one))])
    return one[alike], other[alike]


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


def _find_sharing(sketches, order):
    """Places of the pairs that share enough hashes, the longer text first."""
    begin, end = sketches.first[order], sketches.first[order + 1]
    n_words = sketches.n_words[order]
    n_hashes = int((end - begin).sum())
    n_bits = max(n_hashes // _IN_BUCKET, 1).bit_length()
    buckets, laid = np.zeros((1 << n_bits) + 1, dtype=np.int64), np.empty(n_hashes, dtype=np.uint64)
    _lay(begin, end, sketches.hashes, n_bits, buckets, laid)
    met = np.empty(2 * n_hashes, dtype=np.int32)
    met_from = np.append(0, 2 * np.cumsum(end - begin))
    met_to = met_from[:-1].copy()
    n_slots = 4 << int(np.diff(buckets).max()).bit_length()
    _meet(buckets, laid, np.empty((n_slots, 2), dtype=np.uint64), met, met_to)
    del laid
    sampled = count_halvings(n_words) + sketches.halvings
    counted = met, met_from, met_to
    scratch = np.zeros(len(order), dtype=np.int32)
    pairs, n_pairs = np.empty(0, dtype=np.uint64), len(order)
    while n_pairs > len(pairs):
        pairs = np.empty(n_pairs, dtype=np.uint64)
        n_pairs = _choose(counted, n_words, sampled, scratch, pairs)
    pairs = np.sort(pairs[:n_pairs])
    return order[pairs >> np.uint64(_PLACE_BITS)], order[pairs & np.uint64(2**_PLACE_BITS - 1)]


@compiled
def _lay(begin, end, hashes, n_bits, buckets, laid):
    """Lay hashes with the ranks of their texts into buckets by their last bits; in each, the longest text comes first."""
    mask = (1 << n_bits) - 1
    for rank in range(len(begin)):
        for place in range(begin[rank], end[rank]):
            buckets[(hashes[place] & mask) + 1] += 1
    for bucket in range(1, len(buckets)):
        buckets[bucket] += buckets[bucket - 1]
    for rank in range(len(begin)):
        for place in range(begin[rank], end[rank]):
            bucket = hashes[place] & mask
            laid[buckets[bucket]] = ((hashes[place] >> np.uint64(n_bits)) << np.uint64(_PLACE_BITS)) | np.uint64(rank)
            buckets[bucket] += 1
    # Each now holds where it ends, which is where the next one begins.
    for bucket in range(len(buckets) - 1, 0, -1):
        buckets[bucket] = buckets[bucket - 1]
    buckets[0] = 0


@compiled
def _meet(buckets, laid, slots, met, met_to):
    """Write for each text, hash by hash, which next longer one has it, and which is the longest."""
    ranks = np.uint64((1 << _PLACE_BITS) - 1)
    for bucket in range(len(buckets) - 1):
        # A shingle that stands in very many texts makes its own bucket long, and no other.
        n_slots = 4
        while n_slots < 2 * (buckets[bucket + 1] - buckets[bucket]):
            n_slots *= 2
        slots[:n_slots] = 0
        mask = np.uint64(n_slots - 1)
        for place in range(buckets[bucket], buckets[bucket + 1]):
            rank, number = laid[place] & ranks, (laid[place] >> np.uint64(_PLACE_BITS)) + np.uint64(1)
            slot = (number * _FACTOR >> np.uint64(32)) & mask
            while slots[slot, 0] != 0 and slots[slot, 0] != number:
                slot = (slot + np.uint64(1)) & mask
            if slots[slot, 0] == 0:
                slots[slot, 0], slots[slot, 1] = number, rank << np.uint64(_PLACE_BITS) | rank
                continue
            longest, last = slots[slot, 1] >> np.uint64(_PLACE_BITS), slots[slot, 1] & ranks
            met[met_to[rank]] = last
            met_to[rank] += 1
            if longest != last:
                met[met_to[rank]] = longest
                met_to[rank] += 1
            slots[slot, 1] = longest << np.uint64(_PLACE_BITS) | rank


@compiled
def _choose(counted, n_words, sampled, n_shared, pairs):
    """Pairs of ranks that share enough, packed in one number each; as many as there is room for. Returns how many there are."""
    met, met_from, met_to = counted
    n_pairs = 0
    for rank in range(len(n_words)):
        for place in range(met_from[rank], met_to[rank]):
            n_shared[met[place]] += 1
        for place in range(met_from[rank], met_to[rank]):
            one = met[place]
            shared = n_shared[one]
            n_shared[one] = 0
            could_share = n_words[rank] / 2.0 ** sampled[one]
            enough = shared >= max(np.float64(FEWEST_SHARED), LEAST_SHARED * could_share)
            if enough and n_words[rank] >= LEAST_LENGTH * n_words[one]:
                if n_pairs < len(pairs):
                    pairs[n_pairs] = np.uint64(one) << np.uint64(_PLACE_BITS) | np.uint64(rank)
                n_pairs += 1
    return n_pairs
