"""Topics within topics: coarse ones, of which the fitted ones are parts."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from features import tables
from features.topics.naming import name_topics
from features.topics.over_time import spread_shares
from features.topics.placing import to_length_one
from features.topics.ranking import count_by_topic, find_typical, rank_words
from features.topics.tabulation import tabulate_shares

# So many digits of a distance count: the last bits of another processor decide nothing.
DIGITS = 9


def nest_topics(fit, counts, words=None):
    """Join topics that use the same words into coarse topics.

    Parameters
    ----------
    fit : features.topics.Topics
        The topics.
    counts : csr_array of int, articles × words
        Counted words of articles, those that were fitted or others, as `features.topics.count_words` gives them.
    words : LargeStringArray or sequence of str, one entry per column, optional
        The words that were counted. Default: the vocabulary of the fit.

    Returns
    -------
    DataFrame, one row per topic
        Table TOPIC_LEVELS; `coarsen_shares` makes the shares of coarse topics. Neither the order of topics nor that of articles makes
        a difference.

    Notes
    -----
    Topics are alike in the words that speak for both: the positive part of the evidence, each word times the square root of the part
    of the articles that have it, rows of length 1. Joined by Ward’s method. There are as many coarse topics, from 2 to half the
    number of topics, as have the largest mean silhouette (Rousseeuw 1987), the fewest of equals; where none is above 0, or there are
    fewer than four topics, none are joined. Of 14 ways to join, looked at on BBC news and 20 Newsgroups with their classes (by mutual
    information, for 2 to 11 coarse topics), this one stayed within 0.05 of the best for any number; it found the five classes of BBC
    news from 10 and from 20 topics.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from features.topics import Topics
    >>> from features.topics.hierarchy import nest_topics
    >>> evidence = np.array([[2.0, 1, -1, -1], [1, 2, -1, -1], [-1, -1, 2, 1], [-1, -1, 1, 2]])
    >>> words = np.array(["bank", "loan", "club", "goal"], dtype=object)
    >>> fit = Topics(vocabulary=words, evidence=evidence, labels=("bank", "loan", "club", "goal"), numbers=np.arange(4))
    >>> levels = nest_topics(fit, csr_array(np.eye(4, dtype=int).repeat(5, axis=0)))
    >>> levels[["coarse_no", "coarse_label"]].values.tolist()
    [[0, 'bank, loan'], [0, 'bank, loan'], [2, 'club, goal'], [2, 'club, goal']]
    """
    if not len(fit.numbers):
        return tables.empty(tables.TOPIC_LEVELS)
    order = np.argsort(fit.numbers, kind="stable")
    numbers, counts = np.asarray(fit.numbers)[order], _take_columns(counts, fit.vocabulary, words)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1]) / max(counts.shape[0], 1)
    groups, place = _join(to_length_one(np.maximum(fit.evidence[order], 0) * np.sqrt(frequency)))
    # The first of a group is its smallest number, as numbers ascend.
    first = np.unique(groups, return_index=True)[1]
    labels = _name(fit, counts, order, groups)
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": numbers.astype(np.int32),
                "coarse_no": numbers[first[groups]].astype(np.int32),
                "coarse_label": pd.array([labels[group] for group in groups], dtype="str"),
                "place": place.astype(np.int32),
            }
        ),
        tables.TOPIC_LEVELS,
    )


def coarsen_shares(shares, levels):
    """Shares of coarse topics.

    Parameters
    ----------
    shares : DataFrame, one row per article and topic
        Table ARTICLE_TOPICS, of fine topics.
    levels : DataFrame, one row per topic
        Table TOPIC_LEVELS.

    Returns
    -------
    DataFrame, one row per article and coarse topic
        Table ARTICLE_TOPICS, by article; `topic_no` is `coarse_no`, and the share is the sum of those of its topics, in their order.

    Raises
    ------
    ValueError
        If `levels` lacks a topic.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.topics.hierarchy import coarsen_shares
    >>> shares = pd.DataFrame({"article_id": "a", "topic_no": [0, 1, 2], "share": [0.5, 0.25, 0.25]})
    >>> levels = pd.DataFrame({"topic_no": [0, 1, 2], "coarse_no": [0, 1, 0]})
    >>> coarsen_shares(shares, levels)[["topic_no", "share"]].values.tolist()
    [[0.0, 0.75], [1.0, 0.25]]
    """
    ids, numbers, matrix = spread_shares(shares)
    coarse_of = levels.set_index("topic_no")["coarse_no"]
    if missing := sorted(set(numbers.tolist()) - set(coarse_of.index)):
        raise ValueError(f"levels has no row of the topics {missing}; make it of the fit that made the shares")
    coarse, column = np.unique(coarse_of[numbers].to_numpy(dtype=int), return_inverse=True)
    sums = np.zeros((len(ids), len(coarse)))
    for fine, at in enumerate(column):
        sums[:, at] += matrix[:, fine]
    return tabulate_shares(sums, ids, coarse)


def _take_columns(counts, vocabulary, words):
    """Counts of the words of the vocabulary, in its order; of words that were not counted, none."""
    if words is None:
        return csr_array(counts)
    known = pa.array(np.asarray(vocabulary).tolist(), type=pa.large_string())
    column = pc.fill_null(pc.index_in(pa.array(words, type=pa.large_string()), value_set=known), -1).to_numpy()
    kept = np.flatnonzero(column >= 0)
    parts = np.ones(len(kept), dtype=counts.dtype), (kept, column[kept])
    return csr_array(counts @ csr_array(parts, shape=(counts.shape[1], len(known))))


def _join(vectors):
    """The group of each topic, from 0 in the order of their first topics, and the topics’ places in the tree."""
    from scipy.cluster.hierarchy import cut_tree, leaves_list, linkage
    from scipy.spatial.distance import pdist, squareform

    n_topics = len(vectors)
    if n_topics == 1:
        return np.zeros(1, dtype=int), np.zeros(1, dtype=int)
    distances = pdist(vectors).round(DIGITS)
    tree = linkage(distances, "ward")
    place = np.argsort(leaves_list(tree))
    sizes = np.arange(2, n_topics // 2 + 1)
    cuts = cut_tree(tree, n_clusters=sizes).T if len(sizes) else []
    found = [_find_silhouette(squareform(distances), groups) for groups in cuts]
    if not found or max(found) <= 0:
        return np.arange(n_topics), place
    _, first, groups = np.unique(cuts[int(np.argmax(found))], return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[groups], place


def _find_silhouette(distances, groups):
    """Mean over topics of (b − a) / max(a, b), 0 where one is alone: a is its mean distance to its group, b to the nearest other."""
    member = np.eye(groups.max() + 1)[groups]
    sizes, sums = member.sum(axis=0), distances @ member
    own = groups[:, None] == np.arange(len(sizes))
    inside = sums[own] / np.maximum(sizes[groups] - 1, 1)
    nearest = np.where(own, np.inf, sums / sizes).min(axis=1)
    widest = np.maximum(inside, nearest)
    gain = np.divide(nearest - inside, widest, out=np.zeros(len(groups)), where=widest > 0)
    return float(np.where(sizes[groups] > 1, gain, 0).mean().round(DIGITS))


def _name(fit, counts, order, groups):
    """Labels of the groups; that of its topic where there is but one."""
    shares = fit.score_counts(counts, fit.vocabulary)[:, order]
    some = shares.sum(axis=1) > 0
    n_groups, largest = int(groups.max()) + 1, groups[shares.argmax(axis=1)][some]
    counts = csr_array(counts[np.flatnonzero(some)])
    typical = find_typical(count_by_topic(counts, largest, n_groups), np.bincount(largest, minlength=n_groups))
    labels = name_topics(rank_words(counts, typical), typical, np.asarray(fit.vocabulary, dtype=object))
    alone = np.bincount(groups) == 1
    fine = [fit.labels[order[np.flatnonzero(groups == group)[0]]] for group in range(n_groups)]
    return [fine[group] if alone[group] else labels[group] for group in range(n_groups)]
