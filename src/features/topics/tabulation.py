"""Topics as tables: their words, their labels, their shares in articles."""

import numpy as np
import pandas as pd
import pyarrow as pa

from features import tables


def tabulate_terms(ranked, by_topic, sizes, vocabulary):
    """The words that tell a reader what each topic is about.

    Parameters
    ----------
    ranked : list of ndarray of int, one per topic
        As `features.topics.ranking.rank_words` gives them.
    by_topic : ndarray of float, topics × words
        In how many articles of each topic each word stands.
    sizes : ndarray of int, one entry per topic
        How many articles each topic has.
    vocabulary : ndarray of str
        The words.

    Returns
    -------
    DataFrame, one row per topic and term
        Table TOPIC_TERMS.

    Examples
    --------
    >>> words = np.array(["gas", "oil"], dtype=object)
    >>> tabulate_terms([np.array([1, 0])], np.array([[1.0, 3.0]]), np.array([4]), words)[["term", "share"]].values.tolist()
    [['oil', 0.75], ['gas', 0.25]]
    """
    n_terms = [len(columns) for columns in ranked]
    topic = np.repeat(np.arange(len(ranked), dtype=np.int32), n_terms)
    column = np.concatenate([*ranked, np.empty(0, dtype=int)]).astype(int)
    of_topic = by_topic[topic, column] / sizes[topic]
    of_all = by_topic.sum(axis=0)[column] / max(sizes.sum(), 1)
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": topic,
                "rank": np.concatenate([np.arange(1, n + 1, dtype=np.int32) for n in [*n_terms, 0]]),
                "term": pd.array(vocabulary[column], dtype="str"),
                "share": of_topic,
                "lift": of_topic / of_all,
            }
        ),
        tables.TOPIC_TERMS,
    )


def tabulate_topics(fit, sums, n_largest, n_articles):
    """The topics, of sums over any number of articles.

    Parameters
    ----------
    fit : features.topics.Topics
        Its labels and numbers.
    sums : ndarray of float, one entry per topic
        Sum of the topic’s shares over the articles.
    n_largest : ndarray of int, one entry per topic
        In how many of them it is the largest.
    n_articles : int
        How many articles have shares.

    Returns
    -------
    DataFrame, one row per topic
        Table TOPICS.

    Examples
    --------
    >>> from features.topics import Topics
    >>> fit = Topics(labels=("oil, gas", "goal, club"), numbers=np.array([0, 1]))
    >>> tabulate_topics(fit, [1.5, 0.5], [2, 0], 2)[["label", "share"]].values.tolist()
    [['oil, gas', 0.75], ['goal, club', 0.25]]
    """
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": np.asarray(fit.numbers, dtype=np.int32),
                "label": pd.array(list(fit.labels), dtype="str"),
                "share": np.asarray(sums, dtype=float) / max(n_articles, 1),
                "n_articles": np.asarray(n_largest, dtype=np.int32),
            }
        ),
        tables.TOPICS,
    )


def tabulate_shares(shares, article_ids, numbers=None):
    """Shares as a table.

    Parameters
    ----------
    shares : ndarray of float, articles × topics
        Rows sum to 1, or are all 0.
    article_ids : ndarray of str, one entry per row
        The articles.
    numbers : ndarray of int, one entry per topic, optional
        Their numbers. Default: 0, 1, 2, …

    Returns
    -------
    DataFrame, one row per article and topic
        Table ARTICLE_TOPICS, without the articles whose rows are all 0.

    Examples
    --------
    >>> tabulate_shares(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array(["a", "b"]))[["article_id", "share"]].values.tolist()
    [['a', 1.0], ['a', 0.0]]
    """
    numbers = np.arange(shares.shape[1]) if numbers is None else numbers
    some = shares.sum(axis=1) > 0
    shares, n_topics = shares[some], len(numbers)
    if not shares.size:
        return tables.empty(tables.ARTICLE_TOPICS)
    ids = pa.array(np.asarray(article_ids)[some].tolist(), type=pa.large_string())
    return tables.check(
        pd.DataFrame(
            {
                "article_id": pd.array(ids.take(pa.array(np.repeat(np.arange(len(shares)), n_topics))), dtype="str"),
                "topic_no": np.tile(np.asarray(numbers, dtype=np.int32), len(shares)),
                "share": shares.ravel().clip(0, 1),
            }
        ),
        tables.ARTICLE_TOPICS,
    )
