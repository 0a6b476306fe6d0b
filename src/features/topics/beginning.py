"""Where the groups of a fit begin: from the articles alone, from words asked for, from an earlier fit."""

import numpy as np

from features.topics.grouping import group_articles
from features.topics.guiding import guide_groups, lead_groups
from features.topics.identity import continue_groups


def choose_rows(names, labels, n_topics):
    """Which topics of a fit are those asked for.

    Parameters
    ----------
    names : sequence of str
        Names of the topics asked for.
    labels : sequence of str
        Labels of the topics of the fit that this one goes on from; none in a first fit.
    n_topics : int, optional
        How many topics the fit is to have. Default: those that there were, and the new ones.

    Returns
    -------
    list of int, one entry per name
        Rows of the fit: those of the earlier topics with these names, and then new ones. In a first fit, or one with another
        number of topics, the first rows.

    Examples
    --------
    >>> choose_rows(["Energy", "Sport"], ["rain, snow", "Sport"], 3), choose_rows(["Energy", "Sport"], [], 9)
    ([2, 1], [0, 1])
    """
    known = {label: row for row, label in enumerate(labels)}
    new = iter(range(len(labels), len(labels) + len(names)))
    rows = [known[name] if name in known else next(new) for name in names]
    n_wanted = len({*range(len(labels)), *rows})
    return rows if labels and n_topics in (None, n_wanted) else list(range(len(names)))


def begin_groups(places, counts, n_topics, *, seeds=None, shares=None, rows=()):
    """Groups of articles to fit topics to.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        As `features.topics.grouping.place_articles` gives them.
    counts : csr_array of int, articles × words
        Counted words.
    n_topics : int
        How many groups.
    seeds : csr_array of float, topics × words, optional
        As `features.topics.guiding.find_seeds` gives it.
    shares : ndarray of float, articles × earlier topics, optional
        Shares of the topics of the fit that this one goes on from.
    rows : sequence of int, one entry per topic asked for
        As `choose_rows` gives them.

    Returns
    -------
    ndarray of int, one entry per article
        Its group, from 0.

    Examples
    --------
    >>> places = np.eye(2)[[0, 1, 0, 1, 0, 1, 0, 1]]
    >>> begin_groups(places, None, 2, shares=places[:, ::-1]).tolist()
    [1, 0, 1, 0, 1, 0, 1, 0]
    """
    if seeds is None or not seeds.shape[0]:
        return group_articles(places, n_topics) if shares is None else continue_groups(places, shares, n_topics)
    n_wanted = 0 if shares is None else len({*range(shares.shape[1]), *rows})
    if n_wanted != n_topics:
        return guide_groups(places, counts, seeds, n_topics)
    groups = continue_groups(places, shares, shares.shape[1])
    return lead_groups(places, counts, seeds, groups, np.asarray(rows), n_topics)
