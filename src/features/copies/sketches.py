"""Sketches of articles: so few hashes of their wording that all articles can be laid side by side.

The unit is the shingle, three words in a row: edits of a fifth of the words leave half of the shingles whole. A sketch keeps those
shingles whose hash falls in a fixed fraction of all hashes (Broder, "On the resemblance and containment of documents", 1997: the
sketch by remainders). Unlike the minima of MinHash, which only estimate how alike two texts are as wholes, it also shows that a
short text is contained in a long one, which is what a cut copy is. The fraction halves as the length doubles, so that every sketch
has about as many hashes; that of the longer text of a pair is part of that of the shorter one, so that lengths do not matter.

Hashes are of the words themselves, by arithmetic on 64 bits that is the same on every machine and in every version of every library:
sketches of different days and partitions can be compared, where the numbers of terms could not.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from features.text.buffers import as_bytes

SHINGLE = 3
# Of a hash 40 bits are kept, so that it fits in one number of 64 bits beside the place of one of 16 million articles. Among a million
# articles some ten thousand pairs then share a hash by chance; no pair is looked at that shares only one.
HASH_BITS = 40
PLACE_BITS = 64 - HASH_BITS
# Up to so many words, all shingles are kept; up to twice as many, half of them; and so on. A copy cut to a quarter with a fifth of its
# words edited so keeps about 30 hashes of its original's sketch: 256 / 4 · 0.8³.
WORDS_KEPT_WHOLE = 256
# At least two hashes, and a twelfth of what the shorter text could share: copies share half or more of them, but in a story of
# many copies, of which only neighbours are laid side by side, a part of that. Different articles share one or two in a hundred.
FEWEST_SHARED, LEAST_SHARED = 2, 1 / 12
# Words that are hashed at a time: few enough to stay in the processor's cache.
_PORTION = 1 << 17
_GOLDEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Sketches:
    """The sketches of articles.

    Attributes
    ----------
    article_ids : ndarray of str
        The articles.
    n_words : ndarray of int32, one entry per article
        Words of its text.
    digest : ndarray of uint64, one entry per article
        The same for texts with the same words, and different for others.
    first : ndarray of int64, one entry per article and one more
        `hashes[first[i]:first[i + 1]]` are those of article i.
    hashes : ndarray of uint64
        Below 2 ** 40, ascending in each article, each once.
    """

    article_ids: np.ndarray
    n_words: np.ndarray
    digest: np.ndarray
    first: np.ndarray
    hashes: np.ndarray

    def __len__(self) -> int:
        return len(self.article_ids)

    def to_bytes(self) -> bytes:
        """Pack the sketches.

        Returns
        -------
        bytes
            For `from_bytes`; a stream of Arrow.
        """
        columns = {
            "article_id": pa.array(self.article_ids.tolist(), type=pa.large_string()),
            "n_words": pa.array(self.n_words),
            "digest": pa.array(self.digest),
            "hashes": pa.LargeListArray.from_arrays(self.first, self.hashes),
        }
        batch = pa.record_batch(columns)
        written = pa.BufferOutputStream()
        with pa.ipc.new_stream(written, batch.schema) as stream:
            stream.write_batch(batch)
        return written.getvalue().to_pybytes()

    @staticmethod
    def from_bytes(content) -> "Sketches":
        """Unpack sketches.

        Parameters
        ----------
        content : bytes
            As `to_bytes` gives them.

        Returns
        -------
        Sketches

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> sketches = sketch_articles(find_words(pd.DataFrame({"article_id": ["a"], "text": ["Oil fell on Friday."]})))
        >>> Sketches.from_bytes(sketches.to_bytes()).hashes.tolist() == sketches.hashes.tolist()
        True
        """
        [batch] = pa.ipc.open_stream(content)
        lists = batch["hashes"]
        return Sketches(
            batch["article_id"].to_numpy(zero_copy_only=False),
            batch["n_words"].to_numpy(),
            batch["digest"].to_numpy(),
            lists.offsets.to_numpy(),
            lists.values.to_numpy(),
        )

    @staticmethod
    def concatenate(parts) -> "Sketches":
        """The sketches of several partitions as one.

        Parameters
        ----------
        parts : iterable of Sketches
            Of different articles.

        Returns
        -------
        Sketches
            In the order given.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one, other = (find_words(pd.DataFrame({"article_id": [i], "text": ["It rained in Tarn."]})) for i in "ab")
        >>> both = Sketches.concatenate([sketch_articles(one), sketch_articles(other)])
        >>> both.article_ids.tolist(), both.first.tolist()
        (['a', 'b'], [0, 2, 4])
        """
        parts = list(parts)
        if not parts:
            return Sketches(np.zeros(0, dtype=object), *_nothing(np.int32, np.uint64), np.zeros(1, np.int64), *_nothing(np.uint64))
        sizes = np.concatenate([np.diff(part.first) for part in parts])
        return Sketches(
            np.concatenate([part.article_ids for part in parts]),
            np.concatenate([part.n_words for part in parts]),
            np.concatenate([part.digest for part in parts]),
            np.concatenate([[0], np.cumsum(sizes)]),
            np.concatenate([part.hashes for part in parts]),
        )


def _nothing(*kinds):
    return [np.zeros(0, dtype=kind) for kind in kinds]


def sketch_articles(words) -> Sketches:
    """Sketch every article of a stream of words.

    Parameters
    ----------
    words : Words
        The stream.

    Returns
    -------
    Sketches
        One per article, in the order of `words.article_ids`; without a hash where the text has fewer than three words.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "text": ["Oil fell, oil fell.", "oil FELL oil fell"]})
    >>> sketches = sketch_articles(find_words(table))
    >>> sketches.n_words.tolist(), sketches.digest[0] == sketches.digest[1], sketches.first.tolist()
    ([4, 4], True, [0, 2, 4])
    """
    hashed, first = hash_terms(words.terms), words.first_of_article
    # Portions of whole articles: as many as fit, at least one.
    ends = np.unique(np.append(np.searchsorted(first, np.arange(_PORTION, first[-1], _PORTION)), len(first) - 1))
    portions = [
        _sketch_portion(hashed, words.term[first[begin] : first[end]], first[begin : end + 1] - first[begin])
        for begin, end in zip(np.append(0, ends[:-1]), ends, strict=True)
    ]
    digest, sizes, hashes = (np.concatenate(parts) for parts in zip(*portions, strict=True))
    n_words = np.diff(first).astype(np.int32)
    return Sketches(words.article_ids, n_words, digest, np.append(0, np.cumsum(sizes)), hashes)


def hash_terms(terms) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hash every distinct word three times over, for the three places that it can have in a shingle.

    Parameters
    ----------
    terms : LargeStringArray
        The words; none is empty.

    Returns
    -------
    tuple of ndarray of uint64, one entry per word
        Sums over the bytes of each times numbers that belong to their places, mixed.

    Examples
    --------
    >>> hash_terms(pa.array(["oil"], type=pa.large_string()))[0].tolist()
    """
    data, offsets = as_bytes(terms)
    if not len(terms):
        return (np.zeros(0, dtype=np.uint64),) * SHINGLE
    data, starts = data[offsets[0] : offsets[-1]], offsets[:-1] - offsets[0]
    place = np.arange(len(data)) - np.repeat(starts, np.diff(offsets))
    # One more than the byte, so that a longer word is never the sum of a shorter one.
    weighted = (data + np.uint64(1)) * _mix(place.astype(np.uint64))
    spelled = np.add.reduceat(weighted, starts)
    return tuple(_mix(spelled + np.uint64(_GOLDEN * number % 2**64)) for number in range(SHINGLE))


def hash_shingles(hashed, term) -> np.ndarray:
    """Hash three words in a row, at every word of a stream: each word’s hash for its place, combined by exclusive or.

    Parameters
    ----------
    hashed : tuple of ndarray of uint64
        As `hash_terms` gives them.
    term : ndarray of int
        Numbers of the words.

    Returns
    -------
    ndarray of uint64, one entry per word
        Of the last two words of the stream it is the largest number there is.

    Examples
    --------
    >>> one, two, three = (np.array([1, 2], dtype=np.uint64) << np.uint64(place) for place in (0, 8, 16))
    >>> [hex(number) for number in hash_shingles((one, two, three), np.array([0, 0, 1, 0])).tolist()[:2]]
    ['0x20101', '0x10201']
    """
    shingles = np.full(len(term), ~np.uint64(0))
    if len(term) >= SHINGLE:
        n = len(term) - SHINGLE + 1
        np.bitwise_xor(hashed[0][term[:n]], hashed[1][term[1 : n + 1]], out=shingles[:n])
        shingles[:n] ^= hashed[2][term[2:]]
    return shingles


def _mix(numbers):
    """Spread numbers over all 64 bits (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014)."""
    numbers = numbers + np.uint64(_GOLDEN)
    numbers = (numbers ^ numbers >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ numbers >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return numbers ^ numbers >> np.uint64(31)


def _sketch_portion(hashed, term, first):
    """Digest, size and hashes of the articles of a portion."""
    n_words = np.diff(first)
    shingles = hash_shingles(hashed, term)
    # A shingle ends with its article.
    for back in range(1, SHINGLE):
        shingles[first[1:][n_words >= back] - back] = ~np.uint64(0)
    # How often the fraction is halved.
    halvings = np.ceil(np.log2(np.maximum(n_words, WORDS_KEPT_WHOLE) / WORDS_KEPT_WHOLE)).astype(np.uint64)
    bounds = ~np.uint64(0) >> halvings
    article = np.repeat(np.arange(len(n_words), dtype=np.uint64), n_words)
    kept = np.flatnonzero(shingles < bounds[article])
    packed = np.sort(article[kept] << np.uint64(HASH_BITS) | shingles[kept] >> np.uint64(64 - HASH_BITS))
    packed = packed[np.diff(packed, prepend=~np.uint64(0)) != 0]
    sizes = np.bincount((packed >> np.uint64(HASH_BITS)).astype(np.int64), minlength=len(n_words))
    return _digest(hashed, term, shingles, first), sizes, packed & np.uint64(2**HASH_BITS - 1)


def _digest(hashed, term, shingles, first):
    """The sum of an article's words and shingles; of two words the first counts twice, so that their order matters too."""
    digest = np.zeros(len(first) - 1, dtype=np.uint64)
    some = np.flatnonzero(np.diff(first))
    if len(some):
        starts = first[some]
        digest[some] = np.add.reduceat(hashed[0][term] + shingles, starts) + hashed[0][term[starts]]
    return digest


def group_texts(sketches):
    """Number the distinct texts.

    Parameters
    ----------
    sketches : Sketches
        Of all articles.

    Returns
    -------
    one_of_each : ndarray of int64
        A place for each distinct text.
    text : ndarray of int64, one entry per article
        The number of its text.
    """
    _, one_of_each, text = np.unique(sketches.digest, return_index=True, return_inverse=True)
    return one_of_each, text


def pair_sketches(sketches):
    """Find articles that may be copies of each other.
    """
    texts, _ = group_texts(sketches)
    order = texts[np.lexsort((sketches.article_ids[texts].astype(str), -sketches.n_words[texts]))]
    rank = np.full(len(sketches), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    pairs, counts = _count_shared(sketches, rank)
    one, other = order[(pairs >> np.uint64(32)).astype(np.int64)], order[(pairs & np.uint64(2**32 - 1)).astype(np.int64)]
    return one, other, counts


def _count_shared(sketches, rank):
    article = np.repeat(rank, np.diff(sketches.first))
    kept = article >= 0
    packed = np.sort(sketches.hashes[kept] << np.uint64(PLACE_BITS) | article[kept].astype(np.uint64))
    hashes = packed >> np.uint64(PLACE_BITS)
    new = np.append(True, hashes[1:] != hashes[:-1])
    article = packed & np.uint64(2**PLACE_BITS - 1)
    again = np.flatnonzero(~new)
    longest = np.maximum.accumulate(np.where(new, np.arange(len(packed)), 0))[again]
    neighbours = article[again - 1] << np.uint64(32) | article[again]
    stars = article[longest] << np.uint64(32) | article[again]
    both = np.sort(np.concatenate([neighbours, stars[longest < again - 1]]))
    starts = np.flatnonzero(np.append(True, both[1:] != both[:-1]))
    return both[starts], np.diff(np.append(starts, len(both)))
