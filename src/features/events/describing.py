"""What an article is about, in 48 words that no other article has a say in, so that parts of a corpus can be described apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from features.compiled import compiled
from features.events.background import rate_words
from features.text import find_words
from features.text.buffers import sort_texts

# So many words describe an article: 32, 64 and 100 did no better.
N_TERMS = 48
# News says first what it is about: only words that stand in the headline or among the first 300 count, those among the first 50
# half as much again, those of the headline three times as much. (At equal purity, whole articles joined fewer reports, and so did
# articles without their headlines; a higher weight for words that are written as names joined no more, nor one for numbers.)
_FIRST_WORDS, _LEAD = 300, 50
# A word that occurs n times weighs 1 + log n, in steps of 1/8, n no more than 300; headline and lead included that stays below 255.
MOST_TIMES = 300
_LAST = 2**32 - 1
_WEIGHTS = np.array([0, *np.rint(8 * (1 + np.log(np.arange(1, MOST_TIMES + 1))))], dtype=np.int32)
# What is known of a word while its article is read, in one number: where it was met, and above these bits how often.
_IN_TITLE, _IN_LEAD, _MET, _PLACE_BITS = 1, 2, 4, 3


@dataclass(frozen=True)
class Descriptions:
    """The words that describe each article, the most telling first.

    Attributes
    ----------
    word : ndarray of uint32, articles × 48
        A hash of the word, the same in every corpus.
    weight : ndarray of uint8, articles × 48
        What it weighs in the article, by number and place, in steps of 1/8; 0 where an article has fewer words.
    rarity : ndarray of uint8, articles × 48
        How rare it is, as `features.events.background.rate_words` says.
    """

    word: np.ndarray
    weight: np.ndarray
    rarity: np.ndarray

    def __len__(self) -> int:
        return len(self.word)

    def take(self, rows) -> "Descriptions":
        """The descriptions of some articles.

        Parameters
        ----------
        rows : ndarray of int or of bool
            Which.

        Returns
        -------
        Descriptions
            In that order.

        Examples
        --------
        >>> import pandas as pd
        >>> from features.events import describe_articles
        >>> two = pd.DataFrame({"article_id": ["a", "b"], "title": ["Oil", None], "text": ["It fell.", ""]})
        >>> described = describe_articles(two)
        >>> (described.take([1, 0]).weight > 0).sum(axis=1).tolist()
        [0, 3]
        """
        return Descriptions(self.word[rows], self.weight[rows], self.rarity[rows])

    def to_bytes(self) -> bytes:
        """The descriptions as bytes: 288 an article.

        Returns
        -------
        bytes
            The same for the same descriptions, on every machine.

        Examples
        --------
        >>> import pandas as pd
        >>> from features.events import Descriptions, describe_articles
        >>> one = describe_articles(pd.DataFrame({"article_id": ["a"], "title": ["Oil fell"], "text": [""]}))
        >>> len(one.to_bytes()), len(Descriptions.from_bytes(one.to_bytes()))
        (288, 1)
        """
        return self.word.astype("<u4").tobytes() + self.weight.tobytes() + self.rarity.tobytes()

    @classmethod
    def from_bytes(cls, content) -> "Descriptions":
        """The descriptions that `to_bytes` packed.

        Parameters
        ----------
        content : bytes
            As it gives them.

        Returns
        -------
        Descriptions
            Equal to those.

        Raises
        ------
        ValueError
            If the bytes are no whole number of descriptions.

        Examples
        --------
        >>> from features.events import Descriptions
        >>> len(Descriptions.from_bytes(b""))
        0
        """
        n, rest = divmod(len(content), 6 * N_TERMS)
        if rest:
            raise ValueError(
                f"descriptions take {6 * N_TERMS} bytes an article, got {len(content)} bytes; make them anew"
            )
        at = 4 * n * N_TERMS
        word = np.frombuffer(content[:at], dtype="<u4").astype(np.uint32, copy=False)
        weight, rarity = np.frombuffer(content[at:], dtype=np.uint8).reshape(2, n, N_TERMS)
        return cls(word.reshape(n, N_TERMS), weight, rarity)


def join_descriptions(parts):
    """Descriptions of parts of a corpus, one after the other.

    Parameters
    ----------
    parts : iterable of Descriptions
        Any number.

    Returns
    -------
    Descriptions
        Of all their articles.

    Examples
    --------
    >>> from features.events import Descriptions, join_descriptions
    >>> len(join_descriptions([Descriptions.from_bytes(b""), Descriptions.from_bytes(bytes(576))]))
    2
    """
    parts = [Descriptions.from_bytes(b""), *parts]
    return Descriptions(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("word", "weight", "rarity"))
    )


def describe_articles(articles, words=None):
    """Choose the words that describe each article.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id`, `title` and `text`, as in table ARTICLES.
    words : Words, optional
        The words of the texts of these articles in this order, as `features.text.find_words` gives them. Default: found here.

    Returns
    -------
    Descriptions
        One per row. What other articles there are makes no difference.

    Raises
    ------
    ValueError
        If the words are those of other articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.events import describe_articles
    >>> one = pd.DataFrame({"article_id": ["a"], "title": ["Ferry sinks off Vellmouth"], "text": ["A ferry sank in a storm."]})
    >>> describe_articles(one).weight[0, :7].tolist()   # ferry, sinks, vellmouth, sank, storm, off, and nothing of "a" and "in"
    [36, 24, 24, 12, 12, 24, 0]
    """
    if not len(articles):
        return Descriptions.from_bytes(b"")
    if words is None:
        words = find_words(articles[["article_id", "text"]], places=False)
    if not np.array_equal(words.article_ids.astype(str), articles["article_id"].to_numpy().astype(str)):
        raise ValueError("the words are not those of these articles in this order; find them with find_words(articles)")
    titles = find_words(
        pd.DataFrame({"article_id": words.article_ids, "text": articles["title"].fillna("").to_numpy()}), places=False
    )
    nouns, of_term, of_title = _number_together(words.nouns, titles.nouns)
    rarity = rate_words(nouns)
    shape = len(words.article_ids), N_TERMS
    chosen, weight = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.uint8)
    most = _FIRST_WORDS + int(np.diff(titles.first_of_article).max(initial=0))
    scratch = (
        np.zeros(len(nouns), dtype=np.int32),
        np.zeros(most, dtype=np.int32),
        np.zeros(N_TERMS + 1, dtype=np.int64),
    )
    stream = words.term, words.first_of_article, of_term
    _describe(stream, (titles.term, titles.first_of_article, of_title), rarity, _WEIGHTS, scratch, chosen, weight)
    hashes = pd.util.hash_array(nouns.to_numpy(zero_copy_only=False), categorize=False) >> 32
    if not len(nouns):
        return Descriptions.from_bytes(bytes(6 * chosen.size))
    is_chosen = weight > 0
    return Descriptions(
        np.where(is_chosen, np.maximum(hashes, 1)[chosen], 0).astype(np.uint32), weight, rarity[chosen] * is_chosen
    )


def _number_together(nouns, title_nouns):
    """The distinct nouns of both, sorted, and the number of each noun of the one and of the other among them."""
    encoded = pa.concat_arrays([nouns, title_nouns]).dictionary_encode()
    distinct, rank = sort_texts(encoded.dictionary)
    number = rank[encoded.indices.to_numpy()] if len(encoded) else np.zeros(0, dtype=np.int32)
    return distinct, number[: len(nouns)], number[len(nouns) :]


@compiled
def _describe(stream, titles, rarity, weights, scratch, chosen, weight):
    """Count each article’s words, and keep the 48 that tell most."""
    term, first, of_term = stream
    title_term, title_first, of_title = titles
    known, listed, best = scratch
    for article in range(len(first) - 1):
        n, begin, end = 0, first[article], first[article + 1]
        behind = min(begin + _FIRST_WORDS, end)
        for place in range(begin, behind):
            noun = of_term[term[place]]
            if rarity[noun]:
                listed[n] = noun
                n += known[noun] == 0
                # A word of the body behind the lead is noticed too.
                known[noun] = (known[noun] | _MET | (_IN_LEAD if place < begin + _LEAD else 0)) + (1 << _PLACE_BITS)
        for place in range(behind, end):
            noun = of_term[term[place]]
            known[noun] += (known[noun] > 0) << _PLACE_BITS
        for place in range(title_first[article], title_first[article + 1]):
            noun = of_title[title_term[place]]
            if rarity[noun]:
                listed[n] = noun
                n += known[noun] == 0
                known[noun] |= _MET | _IN_TITLE
        _keep_best(listed[:n], known, rarity, weights, best, chosen[article], weight[article])


@compiled
def _keep_best(listed, known, rarity, weights, best, chosen, weight):
    """Keep the 48 words whose weight times rarity is largest, the first in the alphabet among equals; forget the others."""
    n_kept = 0
    for noun in listed:
        flag = known[noun]
        heavy = np.int64(weights[min(max(flag >> _PLACE_BITS, 1), MOST_TIMES)])
        heavy = heavy * (6 if flag & _IN_TITLE else 2) * (3 if flag & _IN_LEAD else 2) // 4
        known[noun] = 0
        # Worth, place in the alphabet and weight in one number, so that one look compares and one step moves them.
        worth = ((heavy * rarity[noun]) << 40) | ((_LAST - noun) << 8) | heavy
        place = n_kept
        while place > 0 and best[place - 1] < worth:
            best[place] = best[place - 1]
            place -= 1
        best[place] = worth
        n_kept = min(n_kept + 1, N_TERMS)
    for place in range(n_kept):
        chosen[place], weight[place] = _LAST - ((best[place] >> 8) & _LAST), best[place] & 255
