"""Sketches of articles: so few hashes of their wording that all articles of a corpus can be laid side by side.

A sketch keeps those shingles (three words in a row) whose hash falls in a fixed fraction of all hashes: the sketch by remainders of
Broder, "On the resemblance and containment of documents" (1997). Unlike the minima of MinHash, which estimate how alike two texts are
as wholes, it also shows that a short text is contained in a long one, which is what a copy cut from the end is. The fraction halves
as the length doubles, so that every sketch has about as many hashes; what the sketch of a long text keeps, that of a short one
keeps too, so that texts of different lengths can be compared.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from features.compiled import compiled
from features.copies.hashing import SHINGLE, hash_terms

# Of a hash 40 bits are kept, so that it and the place of one of 16 million articles fit in one number of 64 bits. A million articles
# have some 100 million hashes, of which then about 5,000 pairs are alike by chance; no pair of articles is looked at that shares one.
HASH_BITS = 40
# Up to so many words all shingles are kept, up to twice as many half of them, and so on. A copy cut to a quarter, with a fifth of its
# words edited, so still shares 16 to 32 hashes with its original: 128 / 4 · 0.8³ · (1 to 2).
WORDS_KEPT_WHOLE = 128


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
        The same for texts of the same words in the same order, another for others.
    first : ndarray of int64, one entry per article and one more
        `hashes[first[i]:first[i + 1]]` are those of article i.
    hashes : ndarray of uint64
        Below 2 ** 40; ascending in each article, each once.
    halvings : int
        How often the sketches were made half as long by `coarsen`.
    """

    article_ids: np.ndarray
    n_words: np.ndarray
    digest: np.ndarray
    first: np.ndarray
    hashes: np.ndarray
    halvings: int = 0

    def __len__(self) -> int:
        return len(self.article_ids)

    def to_bytes(self) -> bytes:
        """Pack the sketches.

        Returns
        -------
        bytes
            A stream of Arrow, for `from_bytes`; the same for the same sketches.
        """
        columns = {
            "article_id": pa.array(self.article_ids.tolist(), type=pa.large_string()),
            "n_words": pa.array(self.n_words),
            "digest": pa.array(self.digest),
            "hashes": pa.LargeListArray.from_arrays(self.first, self.hashes),
        }
        batch = pa.record_batch(columns).replace_schema_metadata({"halvings": str(self.halvings)})
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
            The same.

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
            int(batch.schema.metadata[b"halvings"]),
        )

    @staticmethod
    def concatenate(parts) -> "Sketches":
        """The sketches of several partitions as one.

        Parameters
        ----------
        parts : iterable of Sketches
            At least one; of different articles, and all coarsened alike.

        Returns
        -------
        Sketches
            In the order given.

        Raises
        ------
        ValueError
            If there is none, or if they were not coarsened alike.

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
        halvings = sorted({part.halvings for part in parts})
        if len(halvings) != 1:
            raise ValueError(
                f"sketches are joined when all were coarsened alike, got {len(parts)} parts with halvings {halvings}; "
                "`coarsen` makes the finer ones coarser"
            )
        sizes = np.concatenate([np.diff(part.first) for part in parts])
        return Sketches(
            np.concatenate([part.article_ids for part in parts]),
            np.concatenate([part.n_words for part in parts]),
            np.concatenate([part.digest for part in parts]),
            np.append(0, np.cumsum(sizes)),
            np.concatenate([part.hashes for part in parts]),
            halvings[0],
        )

    def take(self, rows) -> "Sketches":
        """The sketches of some of the articles.

        Parameters
        ----------
        rows : ndarray of int
            Their places here.

        Returns
        -------
        Sketches
            In the order given.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> two = pd.DataFrame({"article_id": ["a", "b"], "text": ["It rained in Tarn.", "Oil fell."]})
        >>> sketch_articles(find_words(two)).take([1, 0]).n_words.tolist()
        [2, 4]
        """
        rows = np.asarray(rows, dtype=np.int64)
        sizes = np.diff(self.first)[rows]
        first = np.append(0, np.cumsum(sizes))
        places = np.arange(first[-1]) + np.repeat(self.first[rows] - first[:-1], sizes)
        return replace(
            self,
            article_ids=self.article_ids[rows],
            n_words=self.n_words[rows],
            digest=self.digest[rows],
            first=first,
            hashes=self.hashes[places],
        )

    def coarsen(self, halvings) -> "Sketches":
        """Shorter sketches, as they would have been made of a smaller fraction of the shingles.

        Parameters
        ----------
        halvings : int
            How often the fraction is halved, counted from the sketches as they were first made; not less than `self.halvings`.

        Returns
        -------
        Sketches
            Of the same articles.

        Raises
        ------
        ValueError
            If the sketches are coarser already.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> text = " ".join(str(number) for number in range(128))
        >>> sketches = sketch_articles(find_words(pd.DataFrame({"article_id": ["a"], "text": [text]})))
        >>> len(sketches.hashes), 10 < len(sketches.coarsen(3).hashes) < 22
        (126, True)
        """
        if halvings < self.halvings:
            raise ValueError(
                f"halvings should be {self.halvings} or more, got {halvings}: hashes that were left out are gone"
            )
        article = np.repeat(np.arange(len(self)), np.diff(self.first))
        bounds = np.uint64(2**HASH_BITS) >> (count_halvings(self.n_words) + halvings).astype(np.uint64)
        kept = self.hashes < bounds[article]
        sizes = np.bincount(article[kept], minlength=len(self))
        first = np.append(0, np.cumsum(sizes))
        return Sketches(self.article_ids, self.n_words, self.digest, first, self.hashes[kept], halvings)


def count_halvings(n_words) -> np.ndarray:
    """How often the fraction of shingles that is kept is halved for texts of so many words.

    Parameters
    ----------
    n_words : ndarray of int
        Words of texts.

    Returns
    -------
    ndarray of int64
        0 for short texts, one more for every doubling.

    Examples
    --------
    >>> count_halvings(np.array([0, 128, 129, 256, 500])).tolist()
    [0, 0, 1, 1, 2]
    """
    return np.ceil(np.log2(np.maximum(n_words, WORDS_KEPT_WHOLE) / WORDS_KEPT_WHOLE)).astype(np.int64)


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
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "text": ["Oil fell, oil fell.", "“Oil FELL”: oil fell"]})
    >>> sketches = sketch_articles(find_words(table))
    >>> sketches.n_words.tolist(), bool(sketches.digest[0] == sketches.digest[1]), sketches.first.tolist()
    ([4, 4], True, [0, 2, 4])
    """
    hashed, first = np.ascontiguousarray(hash_terms(words.terms).T), words.first_of_article
    n_words = np.diff(first).astype(np.int32)
    bounds = ~np.uint64(0) >> count_halvings(n_words).astype(np.uint64)
    digest, packed = np.zeros(len(n_words), dtype=np.uint64), np.empty(len(words.term) + 1, dtype=np.uint64)
    packed = np.sort(packed[: _sketch(words.term, first, hashed, bounds, digest, packed)])
    packed = packed[np.append(True, packed[1:] != packed[:-1])] if len(packed) else packed
    begins = np.searchsorted(packed, np.arange(len(first), dtype=np.uint64) << np.uint64(HASH_BITS))
    return Sketches(words.article_ids, n_words, digest, begins, packed & np.uint64(2**HASH_BITS - 1))


@compiled
def _sketch(term, first, hashed, bounds, digest, packed):
    """Of each article the digest, and the hashes that its bound leaves, packed with its place; returns how many these are.

    The digest is the sum of its words and shingles; its first word counts twice, so that the order of two words matters too.
    """
    n = 0
    for article in range(len(first) - 1):
        begin, end, bound = first[article], first[article + 1], bounds[article]
        total = hashed[term[begin], 0] if begin < end else np.uint64(0)
        for place in range(begin, end - SHINGLE + 1):
            word = hashed[term[place], 0]
            shingle = word ^ hashed[term[place + 1], 1] ^ hashed[term[place + 2], 2]
            total += word + shingle
            # No branch that would have to be guessed: what is not kept is written over.
            packed[n] = np.uint64(article) << np.uint64(HASH_BITS) | shingle >> np.uint64(64 - HASH_BITS)
            n += shingle < bound
        for place in range(max(begin, end - SHINGLE + 1), end):
            total += hashed[term[place], 0] + ~np.uint64(0)
        digest[article] = total
    return n
