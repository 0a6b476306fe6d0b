"""Topics as tables: their words, their labels, their shares in articles."""

import numpy as np
import pandas as pd
import pyarrow as pa

from features import tables

TERMS_SHOWN = 25
# As many as the figure of topics shows, so that a label never names a word that its panel does not.
WORDS_FOR_LABEL = 8


def tabulate_terms(components, vocabulary):
    """The heaviest words of each topic.

    Parameters
    ----------
    components : ndarray of float, topics × vocabulary
        The weight of each word in each topic.
    vocabulary : ndarray of str
        The words.

    Returns
    -------
    DataFrame, one row per topic and term
        Table TOPIC_TERMS.

    Examples
    --------
    >>> tabulate_terms(np.array([[3.0, 1.0]]), np.array(["oil", "gas"], dtype=object)).weight.tolist()
    [0.75, 0.25]
    """
    weights = _as_shares(components)
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


def tabulate_topics(components, vocabulary, sums, n_largest, n_articles):
    """The topics, of sums over any number of articles.

    Parameters
    ----------
    components, vocabulary
        As in `tabulate_terms`.
    sums : ndarray of float, one entry per topic
        Sum of the topic’s shares over the articles.
    n_largest : ndarray of int, one entry per topic
        In how many of them it is the largest.
    n_articles : int
        How many articles have shares.

    Returns
    -------
    DataFrame, one row per topic
        Table TOPICS. A label is made of three of the topic’s eight heaviest words: those with most weight times the part that it has
        in the word.

    Examples
    --------
    >>> words = np.array(["club", "gas", "goal", "oil"], dtype=object)
    >>> tabulate_topics(np.array([[0.0, 1, 0, 3], [1, 0, 2, 0]]), words, [1.5, 0.5], [2, 0], 2)[["label", "share"]].values.tolist()
    [['oil, gas, club', 0.75], ['goal, club, gas', 0.25]]
    """
    weights = _as_shares(components)
    of_words = weights.sum(axis=0)
    distinct = weights * np.divide(weights, of_words, out=np.zeros_like(weights), where=of_words > 0)
    heaviest = np.argsort(-weights, axis=1, kind="stable")[:, :WORDS_FOR_LABEL]
    first = np.argsort(-np.take_along_axis(distinct, heaviest, axis=1), axis=1, kind="stable")[:, :3]
    best = np.take_along_axis(heaviest, first, axis=1)
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": np.arange(len(weights), dtype=np.int32),
                "label": [", ".join(vocabulary[row]) for row in best],
                "share": np.asarray(sums, dtype=float) / max(n_articles, 1),
                "n_articles": np.asarray(n_largest, dtype=np.int32),
            }
        ),
        tables.TOPICS,
    )


def tabulate_shares(shares, article_ids):
    """Shares as a table.

    Parameters
    ----------
    shares : ndarray of float, articles × topics
        Rows sum to 1, or are all 0.
    article_ids : ndarray of str, one entry per row
        The articles.

    Returns
    -------
    DataFrame, one row per article and topic
        Table ARTICLE_TOPICS, without the articles whose rows are all 0.

    Examples
    --------
    >>> tabulate_shares(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array(["a", "b"]))[["article_id", "share"]].values.tolist()
    [['a', 1.0], ['a', 0.0]]
    """
    some = shares.sum(axis=1) > 0
    shares, n_topics = shares[some], shares.shape[1]
    if not shares.size:
        return tables.empty(tables.ARTICLE_TOPICS)
    ids = pa.array(np.asarray(article_ids)[some].tolist(), type=pa.large_string())
    return tables.check(
        pd.DataFrame(
            {
                "article_id": pd.array(ids.take(pa.array(np.repeat(np.arange(len(shares)), n_topics))), dtype="str"),
                "topic_no": np.tile(np.arange(n_topics, dtype=np.int32), len(shares)),
                "share": shares.ravel().clip(0, 1),
            }
        ),
        tables.ARTICLE_TOPICS,
    )


def _as_shares(matrix):
    total = matrix.sum(axis=1, keepdims=True)
    return np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0)
