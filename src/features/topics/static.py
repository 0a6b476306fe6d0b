"""Topics of a whole corpus, by non-negative matrix factorisation of weighted counts.

A first, honest model: deterministic, without outlier heap, one label a topic. Its topics are not yet held against other seeds or
half-samples; later work replaces it behind the same face.
"""

import warnings
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array, diags_array

from features import tables
from features.text import find_words
from features.topics.counting import count_words
from features.topics.shares import score_counts
from features.topics.tabulation import tabulate_shares, tabulate_terms, tabulate_topics

# Words of reporting rather than of what is reported.
REPORTING_WORDS = frozenset(
    "say says said saying told tell added according reported reports report mr mrs ms dr monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec year years month months week weeks day days percent per cent million "
    "billion thousand yesterday today tomorrow u.s. us new just like don't didn't i'm we're they're".split()
)
# Below ten distinct articles there is nothing to find topics in.
FEWEST_ARTICLES = 10
_TOO_FEW = f"topics need at least {FEWEST_ARTICLES} articles that differ in words which at least two of them use"
# A fit costs no more than one of so many articles: a random sample of that size leaves out no topic that one in 500 articles is about
# (a chance of 0.998^3000, below 0.003).
MOST_ARTICLES = 3_000
# Words of the smallest document frequency add little to any topic and much to the cost of the fit.
MOST_TERMS = 10_000
MOST_TOPICS = 20


@dataclass(frozen=True)
class Topics:
    """One fit, seen three ways, and what scores articles that were not in it.

    Attributes
    ----------
    topics, terms, shares : DataFrame
        Tables TOPICS, TOPIC_TERMS, ARTICLE_TOPICS; empty when there were too few articles.
    note : str
        Why there are no topics, or "".
    vocabulary : ndarray of str
        The words that count, sorted.
    inverse_document_frequency : ndarray of float, one entry per word of the vocabulary
        ln((1 + n) / (1 + df)) + 1; up is rarer.
    components : ndarray of float, topics × vocabulary
        The weight of each word in each topic, in the order of the topics.
    """

    topics: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPICS))
    terms: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPIC_TERMS))
    shares: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.ARTICLE_TOPICS))
    note: str = ""
    vocabulary: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))
    inverse_document_frequency: np.ndarray = field(default_factory=lambda: np.empty(0))
    components: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))

    def score_counts(self, counts, words):
        """Shares of the fitted topics in articles whose words were counted.

        Parameters
        ----------
        counts : csr_array of int, articles × words
            As `features.topics.count_words` gives them.
        words : LargeStringArray or sequence of str, one entry per column
            The words that were counted.

        Returns
        -------
        ndarray of float, articles × topics
            Rows sum to 1, or are all 0 where an article has none of the fit’s words.

        Examples
        --------
        >>> Topics().score_counts(csr_array((2, 0), dtype=np.int32), []).shape
        (2, 0)
        """
        known = pa.array(self.vocabulary.tolist(), type=pa.large_string())
        columns = pc.fill_null(pc.index_in(pa.array(words, type=pa.large_string()), value_set=known), -1)
        return score_counts(counts, columns.to_numpy(), self.inverse_document_frequency, self.components)

    def score_articles(self, articles, *, words=None):
        """Shares of the fitted topics in articles, without fitting again.

        Parameters
        ----------
        articles : DataFrame, one row per article
            Columns `article_id` and `text`.
        words : Words, optional
            The stream of the articles’ sentences, when it was found before.

        Returns
        -------
        DataFrame, one row per article and topic
            Table ARTICLE_TOPICS. An article without any word of the fit’s vocabulary has no rows.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import fit_topics
        >>> kinds, extra = ["bank money rates loans", "club match goal fans"], ["rain", "snow", "wind", "heat", "cold", "hail"]
        >>> texts = [f"{kinds[i % 2]} {extra[i // 2]}" for i in range(12)]
        >>> fit = fit_topics(pd.DataFrame({"article_id": [f"a{i:02}" for i in range(12)], "text": texts}), n_topics=2)
        >>> new = pd.DataFrame({"article_id": ["new", "empty"], "text": ["A goal of the club.", "No word of it."]})
        >>> fit.score_articles(new).groupby("article_id").share.max().round(1).to_dict()
        {'new': 1.0}
        """
        words = (find_words(articles) if words is None else words).without_possessives()
        return tabulate_shares(self.score_counts(count_words(words), words.terms), words.article_ids)


def fit_topics(articles, n_topics=None, *, words=None, seed=0):
    """Fit topics to the articles’ texts.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id` and `text`, as in table ARTICLES. Their order makes no difference.
    n_topics : int, optional
        Default: the square root of half the number of articles (Mardia, Kent and Bibby, Multivariate Analysis, 1979, p. 365),
        at least 2 and at most 20.
    words : Words, optional
        The stream of the articles’ sentences, when it was found before.
    seed : int
        The same seed gives the same topics.

    Returns
    -------
    Topics
        Topics are numbered from the largest. Shares sum to 1 per article; an article without any counted word has none.

    Raises
    ------
    ValueError
        If `n_topics` is given and is below 2, or above the number of articles that differ or of words that count.

    Notes
    -----
    Counted are words of at least three characters that begin with a letter and are no stop words, in at least two articles (five
    when there are over 1,000) and at most half of them, at most 10,000, the most frequent; a possessive counts as its noun.
    A count tf weighs (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), as in scikit-learn with `sublinear_tf`; rows have length 1. The
    matrix of weights is factorised into W H. The share of topic k in article i is W_ik · Σ_j H_kj, its part of the article’s
    reconstructed weights, divided by the sum over topics: W alone is known only up to a factor per topic. Of more than 3,000 articles
    those 3,000 are factorised whose identities come first: as identities are digests, a random sample that is the same in any
    order, on any machine, and for any cut into partitions. All articles get shares.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import fit_topics
    >>> kinds, extra = ["bank money rates loans", "club match goal fans"], ["rain", "snow", "wind", "heat", "cold", "hail"]
    >>> texts = [f"{kinds[i % 2]} {extra[i // 2]}" for i in range(12)]
    >>> fit = fit_topics(pd.DataFrame({"article_id": [f"a{i:02}" for i in range(12)], "text": texts}), n_topics=2)
    >>> fit.topics.n_articles.tolist(), bool(fit.shares.groupby("article_id").share.max().min() > 0.9)
    ([6, 6], True)
    """
    words = (find_words(articles) if words is None else words).without_possessives()
    counts, ids = count_words(words), words.article_ids
    order = np.argsort(ids, kind="stable")
    chosen = order[:MOST_ARTICLES]
    fit = fit_counts(counts[chosen], words.vocabulary, n_topics, n_articles=len(ids), seed=seed)
    if fit.note:
        return fit
    shares = fit.score_counts(counts[order], words.terms)
    largest = np.bincount(shares.argmax(axis=1)[shares.sum(axis=1) > 0], minlength=shares.shape[1])
    topics = tabulate_topics(
        fit.components, fit.vocabulary, shares.sum(axis=0), largest, int((shares.sum(axis=1) > 0).sum())
    )
    return replace(fit, topics=topics, shares=tabulate_shares(shares, ids[order]))


def fit_counts(counts, vocabulary, n_topics=None, *, n_articles=None, seed=0):
    """Fit topics to the counted words of articles.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them; at most `MOST_ARTICLES` rows, in the order of the articles’ identities.
    vocabulary : ndarray of str, one entry per column
        The words, sorted.
    n_topics, seed
        As in `fit_topics`.
    n_articles : int, optional
        How many articles the rows were drawn from. Default: that many.

    Returns
    -------
    Topics
        Without shares, and without the table of topics, which `tabulate_topics` makes of the shares of all articles.

    Raises
    ------
    ValueError
        As `fit_topics` does.
    """
    if counts.shape[0] < FEWEST_ARTICLES:
        return Topics(note=f"{_TOO_FEW}; here are {counts.shape[0]}")
    counts, vocabulary = _select(counts, vocabulary)
    n_distinct = _count_distinct(counts, MOST_TOPICS if n_topics is None else counts.shape[0])
    if n_distinct < FEWEST_ARTICLES:
        return Topics(note=f"{_TOO_FEW}; here {n_distinct} of {counts.shape[0]} do")
    most = min(n_distinct, len(vocabulary))
    if n_topics is None:
        n_topics = int(np.clip(round(np.sqrt((n_articles or counts.shape[0]) / 2)), 2, min(most, MOST_TOPICS)))
    if not 2 <= n_topics <= most:
        raise ValueError(
            f"n_topics must lie between 2 and {most} ({n_distinct} different articles, {len(vocabulary)} words that "
            f"count), got {n_topics}"
        )
    return _fit(counts, vocabulary, n_topics, seed)


def _select(counts, vocabulary):
    """Counts of the words that can tell topics apart."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    stop_words = ENGLISH_STOP_WORDS | REPORTING_WORDS
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    fewest = 2 if counts.shape[0] <= 1000 else 5
    keep = (frequency >= fewest) & (frequency <= max(counts.shape[0] / 2, fewest))
    kept = np.flatnonzero(keep)
    countable = [len(word) > 2 and not word[0].isdigit() and word not in stop_words for word in vocabulary[kept]]
    kept = kept[np.array(countable, dtype=bool)]
    # Of equally frequent words the earlier in the alphabet stays: a stable sort.
    kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")][:MOST_TERMS])
    return csr_array(counts[:, kept]), vocabulary[kept]


def _count_distinct(counts, enough):
    """How many rows differ, counted up to `enough`."""
    distinct: set[tuple[bytes, bytes]] = set()
    for begin, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        if end > begin:
            distinct.add((counts.indices[begin:end].tobytes(), counts.data[begin:end].tobytes()))
        if len(distinct) >= enough:
            break
    return len(distinct)


def _weigh(counts, inverse_document_frequency):
    weights = csr_array(counts, dtype=float, copy=True)
    weights.data = 1 + np.log(weights.data)
    weights = csr_array(weights * inverse_document_frequency)
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return csr_array(diags_array(1 / np.where(length > 0, length, 1)) @ weights)


def _fit(counts, vocabulary, n_topics, seed):
    # Here and in `_select`, so that nobody waits for scikit-learn who fits nothing.
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    # nndsvda starts from a decomposition and not from chance.
    model = NMF(n_topics, init="nndsvda", random_state=seed, max_iter=50, tol=1e-4)
    # One thread: how many share a sum decides its last bits.
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(_weigh(counts, idf))
    components = model.components_
    shares = score_counts(counts, np.arange(len(vocabulary)), idf, components)
    # Rounded, so that the last bits of another processor do not decide which of two equal topics comes first.
    order = np.argsort(-shares.mean(axis=0).round(6), kind="stable")
    components = np.ascontiguousarray(components[order])
    return Topics(
        terms=tabulate_terms(components, vocabulary),
        vocabulary=vocabulary,
        inverse_document_frequency=idf,
        components=components,
    )
