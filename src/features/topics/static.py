"""Topics of a whole corpus, by non-negative matrix factorisation of weighted counts.

A first, honest model: deterministic, without outlier heap, one label a topic. Its topics are not yet held against other seeds or
half-samples; later work replaces it behind the same face.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from threadpoolctl import threadpool_limits

from features import tables
from features.text import Words, find_words, split_sentences
from features.topics.counting import count_words

# Words of reporting rather than of what is reported.
REPORTING_WORDS = frozenset(
    "say says said saying told tell added according reported reports report mr mrs ms dr monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec year years month months week weeks day days percent per cent million "
    "billion thousand yesterday today tomorrow u.s. us new just like don't didn't i'm we're they're".split()
)
STOP_WORDS = ENGLISH_STOP_WORDS | REPORTING_WORDS
# Below ten distinct articles there is nothing to find topics in.
FEWEST_ARTICLES = 10
# Words of the smallest document frequency add little to any topic and much to the cost of the fit.
MOST_TERMS = 20_000
MOST_TOPICS = 20
TERMS_SHOWN = 25
# As many as the figure of topics shows, so that a label never names a word that its panel does not.
WORDS_FOR_LABEL = 8


@dataclass(frozen=True)
class Topics:
    """One fit, seen three ways, and the model for articles that were not in it.

    Attributes
    ----------
    topics, terms, shares : DataFrame
        Tables TOPICS, TOPIC_TERMS, ARTICLE_TOPICS; empty when there were too few articles.
    note : str
        Why there are no topics, or "".
    vocabulary : ndarray of str, optional
        The words that count, sorted; missing without topics, as are the next two.
    inverse_document_frequency : ndarray of float, one entry per word of the vocabulary
        ln((1 + n) / (1 + df)) + 1; up is rarer.
    model : sklearn.decomposition.NMF
        Its `components_` are topics × vocabulary, in the order of the topics.
    """

    topics: pd.DataFrame
    terms: pd.DataFrame
    shares: pd.DataFrame
    note: str = ""
    vocabulary: np.ndarray | None = None
    inverse_document_frequency: np.ndarray | None = None
    model: NMF | None = None

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
        words = (_find(articles) if words is None else words).without_possessives()
        if self.model is None or self.vocabulary is None or not len(words):
            return tables.empty(tables.ARTICLE_TOPICS)
        columns = np.searchsorted(words.vocabulary, self.vocabulary).clip(max=len(words.vocabulary) - 1)
        counts = csr_array(count_words(words)[:, columns] * (words.vocabulary[columns] == self.vocabulary))
        counts.eliminate_zeros()
        with threadpool_limits(1):
            loads = self.model.transform(_weigh(counts, self.inverse_document_frequency))
        return _share_table(_share(loads, self.model.components_), words.article_ids)


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
    when there are over 1,000) and at most half of them, at most 20,000, the most frequent; a possessive counts as its noun.
    A count tf weighs (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), as in scikit-learn with `sublinear_tf`; rows have length 1. The
    matrix of weights is factorised into W H. The share of topic k in article i is W_ik · Σ_j H_kj, its part of the article’s
    reconstructed weights, divided by the sum over topics: W alone is known only up to a factor per topic.

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
    words = (_find(articles) if words is None else words).without_possessives()
    counts, vocabulary = _select(words)
    n_distinct = _count_distinct(counts, MOST_TOPICS if n_topics is None else counts.shape[0])
    if n_distinct < FEWEST_ARTICLES:
        return _no_topics(
            f"topics need at least {FEWEST_ARTICLES} articles that differ in words which at least two of them use; "
            f"here {n_distinct} of {counts.shape[0]} do"
        )
    most = min(n_distinct, len(vocabulary))
    if n_topics is None:
        n_topics = int(np.clip(round(np.sqrt(counts.shape[0] / 2)), 2, min(most, MOST_TOPICS)))
    if not 2 <= n_topics <= most:
        raise ValueError(
            f"n_topics must lie between 2 and {most} ({n_distinct} different articles, {len(vocabulary)} words that "
            f"count), got {n_topics}"
        )
    return _fit(counts, vocabulary, words, n_topics, seed)


def _find(articles) -> Words:
    return find_words(split_sentences(articles))


def _select(words):
    """Counts of the words that can tell topics apart, articles in the order of their identities."""
    counts = count_words(words)[np.argsort(words.article_ids)] if len(words) else csr_array((0, 0))
    if not len(words):
        return counts, words.vocabulary
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    fewest = 2 if counts.shape[0] <= 1000 else 5
    keep = (frequency >= fewest) & (frequency <= max(counts.shape[0] / 2, fewest))
    keep &= np.array([len(word) > 2 and not word[0].isdigit() and word not in STOP_WORDS for word in words.vocabulary])
    kept = np.flatnonzero(keep)
    # Of equally frequent words the earlier in the alphabet stays: a stable sort.
    kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")][:MOST_TERMS])
    return csr_array(counts[:, kept]), words.vocabulary[kept]


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
    weights = csr_array(counts, copy=True)
    weights.data = 1 + np.log(weights.data)
    weights = csr_array(weights * inverse_document_frequency)
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return csr_array(diags_array(1 / np.where(length > 0, length, 1)) @ weights)


def _fit(counts, vocabulary, words, n_topics, seed):
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    # nndsvda starts from a decomposition and not from chance.
    model = NMF(n_topics, init="nndsvda", random_state=seed, max_iter=200, tol=1e-4)
    # One thread: how many share a sum decides its last bits.
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        loads = model.fit_transform(_weigh(counts, idf))
    shares = _share(loads, model.components_)
    # Rounded, so that the last bits of another processor do not decide which of two equal topics comes first.
    order = np.argsort(-shares.mean(axis=0).round(6), kind="stable")
    model.components_ = model.components_[order]
    shares = _share_table(shares[:, order], np.sort(words.article_ids))
    weights = _as_shares(model.components_)
    terms = _term_table(weights, vocabulary)
    topics = _topic_table(weights, vocabulary, shares)
    return Topics(topics, terms, shares, "", vocabulary, idf, model)


def _share(loads, components):
    """The part of each topic in each article's reconstructed weights; a row of zeros where there is nothing."""
    return _as_shares(loads * components.sum(axis=1))


def _as_shares(matrix):
    total = matrix.sum(axis=1, keepdims=True)
    return np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0)


def _share_table(shares, article_ids):
    some = shares.sum(axis=1) > 0
    shares = shares[some]
    return tables.check(
        pd.DataFrame(
            {
                "article_id": np.repeat(article_ids[some], shares.shape[1]),
                "topic_no": np.tile(np.arange(shares.shape[1], dtype=np.int32), len(shares)),
                "share": shares.ravel().clip(0, 1),
            }
        ),
        tables.ARTICLE_TOPICS,
    )


def _term_table(weights, vocabulary):
    best = np.argsort(-weights, axis=1, kind="stable")[:, :TERMS_SHOWN]
    topic = np.repeat(np.arange(len(weights), dtype=np.int32), best.shape[1])
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": topic,
                "rank": np.tile(np.arange(1, best.shape[1] + 1, dtype=np.int32), len(weights)),
                "term": vocabulary[best.ravel()],
                "weight": weights[topic, best.ravel()],
            }
        ),
        tables.TOPIC_TERMS,
    )


def _topic_table(weights, vocabulary, shares):
    """Label a topic by three of its eight heaviest words: those with most weight times the part that it has in the word."""
    distinct = weights * np.divide(
        weights, weights.sum(axis=0), out=np.zeros_like(weights), where=weights.sum(axis=0) > 0
    )
    heaviest = np.argsort(-weights, axis=1, kind="stable")[:, :WORDS_FOR_LABEL]
    first = np.argsort(-np.take_along_axis(distinct, heaviest, axis=1), axis=1, kind="stable")[:, :3]
    best = np.take_along_axis(heaviest, first, axis=1)
    wide = shares.pivot(index="article_id", columns="topic_no", values="share").to_numpy()
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": np.arange(len(weights), dtype=np.int32),
                "label": [", ".join(vocabulary[row]) for row in best],
                "share": wide.mean(axis=0),
                "n_articles": np.bincount(wide.argmax(axis=1), minlength=len(weights)).astype(np.int32),
            }
        ),
        tables.TOPICS,
    )


def _no_topics(note):
    return Topics(
        tables.empty(tables.TOPICS), tables.empty(tables.TOPIC_TERMS), tables.empty(tables.ARTICLE_TOPICS), note
    )
