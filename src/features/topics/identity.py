"""Topics that keep their numbers: a fit that goes on from an earlier one, and what became of the earlier topics."""

from dataclasses import replace

import numpy as np
import pandas as pd

from features import tables
from features.topics.grouping import group_articles, move_centres
from features.topics.placing import sum_by_group, to_length_one

# Groups stay where the earlier topics put their articles, as long as k-means from there would bring articles closer to their centres
# by no more, in mean cosine. With 5 % of the articles added to 95 % it was at most 0.002 on BBC news (10 and 20 topics), 0.016 on
# 20 Newsgroups (20), 0.006 on 10,004 press articles (20, 50); with a fifth of BBC news added that is about a subject of its own,
# 0.020 to 0.031.
MOST_GAIN = 0.02
# A topic is the same when at least half of its articles and words are: Dice’s coefficient of its articles, cosine of its words.
LEAST_ALIKE = 0.5


def continue_groups(places, shares, n_topics):
    """Groups that begin where earlier topics put the articles.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        As `features.topics.grouping.place_articles` gives them.
    shares : ndarray of float, articles × earlier topics
        Shares of the earlier topics in these articles; rows of 0 where an article has none of their words.
    n_topics : int
        How many groups. Where there were fewer topics, the group whose articles lie furthest apart is split; where there were more,
        the two whose union does least harm are joined.

    Returns
    -------
    ndarray of int, one entry per article
        Its group, from 0; the earlier topic’s row, where there are as many groups as there were topics.

    Examples
    --------
    >>> places = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.0, 1.0]])
    >>> continue_groups(places, np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.0, 0.0]]), 2).tolist()
    [0, 0, 1, 1]
    """
    groups, n_groups = shares.argmax(axis=1), shares.shape[1]
    unknown = shares.sum(axis=1) == 0
    if unknown.any():
        centres = to_length_one(sum_by_group(places[~unknown], groups[~unknown], n_groups))
        groups[unknown] = (places[unknown] @ centres.T).argmax(axis=1)
    changes = n_groups != n_topics or not np.bincount(groups, minlength=n_groups).all()
    while n_groups > n_topics:
        groups, n_groups = _join_closest(places, groups, n_groups), n_groups - 1
    while n_groups < n_topics:
        groups, n_groups = _split_widest(places, groups, n_groups), n_groups + 1
    moved = move_centres(places, groups, n_topics)
    if changes or _find_fit(places, moved, n_topics) - _find_fit(places, groups, n_topics) > MOST_GAIN:
        return moved
    return groups


def carry_numbers(before, after, counts, words, *, named=()):
    """Give the topics of a fit the numbers of an earlier fit’s topics, where they are the same.

    Parameters
    ----------
    before, after : features.topics.Topics
        The earlier fit and the new one, neither of them empty.
    counts : csr_array of int, articles × words
        Counted words of the articles by which topics are compared: those of the new fit. Both fits score them.
    words : ndarray of str, one entry per column
        The words that were counted.
    named : collection of str
        Labels of the new fit that were given by hand and stay.

    Returns
    -------
    Topics
        The new fit, its topics in the order of their numbers, with the table TOPIC_CHANGES as `changes`. A topic that is none of the
        earlier ones has a number that no topic had before, in this fit or any that it goes on from. A topic that keeps its number
        keeps its label too, as long as half of the label’s words or phrases are, or hold, terms of it.

    Notes
    -----
    Two topics are as alike as the smaller of Dice’s coefficient of the articles in which they are the largest, and the cosine of
    their words’ evidence above 0. Pairs that are alike by 0.5 or more are matched so that the sum is largest (Kuhn 1955). Of the
    other new topics those are split off, over half of whose articles an earlier topic had, whose words they share by 0.5 or more; the
    rest are born. Of the other earlier ones those are merged, over half of whose articles a new topic has, whose words they share;
    the rest died.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from features.topics import Topics
    >>> words, numbers, empty = np.array(["gas", "goal"], dtype=object), np.array([4, 7]), tables.empty(tables.TOPIC_TERMS)
    >>> one = Topics(vocabulary=words, evidence=np.array([[1.0, -1], [-1, 1]]), labels=("gas", "goal"), numbers=numbers)
    >>> other = replace(one, evidence=one.evidence[::-1], labels=("goal", "gas"), numbers=np.array([0, 1]))
    >>> carried = carry_numbers(one, other, csr_array(np.array([[1, 0], [0, 1]])), words)
    >>> carried.numbers.tolist(), carried.labels, carried.changes.kind.tolist()
    ([4, 7], ('gas', 'goal'), ['kept', 'kept'])
    """
    common, alike = _compare_articles(before, after, counts, words), _compare_words(before, after)
    n_before, n_after = common.sum(axis=1), common.sum(axis=0)
    ends = (n_before[:, None] + n_after).clip(1)
    pairs = _match(np.minimum(2 * common / ends, alike))
    of_new = {new: old for old, new in pairs}
    unused = max([before.next_number, *(before.numbers + 1)])
    numbers = np.empty(len(after.numbers), dtype=np.int32)
    for new in range(len(numbers)):
        if new in of_new:
            numbers[new] = before.numbers[of_new[new]]
        else:
            numbers[new], unused = unused, unused + 1
    links = [("kept", old, new) for old, new in pairs]
    # Where an earlier topic has none of the articles, 0 of them are not half.
    from_old = np.where((common > n_after / 2) & (alike >= LEAST_ALIKE), common, 0)
    to_new = np.where((common > n_before[:, None] / 2) & (alike >= LEAST_ALIKE), common, 0)
    for new in sorted(set(range(len(numbers))) - set(of_new)):
        parent = int(from_old[:, new].argmax())
        links.append(("split", parent, new) if from_old[parent, new] else ("born", None, new))
    for old in sorted(set(range(len(before.numbers))) - {old for old, _ in pairs}):
        heir = int(to_new[old].argmax())
        links.append(("merged", old, heir) if to_new[old, heir] else ("died", old, None))
    changes = _tabulate(links, before.numbers, numbers, common, alike)
    return _renumber(before, after, numbers, of_new, named, next_number=int(unused), changes=changes)


def _compare_articles(before, after, counts, words):
    """How many articles have each two topics as their largest, one in either fit."""
    one, other = before.score_counts(counts, words), after.score_counts(counts, words)
    both = (one.sum(axis=1) > 0) & (other.sum(axis=1) > 0)
    common = np.zeros((one.shape[1], other.shape[1]))
    np.add.at(common, (one[both].argmax(axis=1), other[both].argmax(axis=1)), 1)
    return common


def _compare_words(before, after):
    """Cosines of what the words that both fits count say for the topics."""
    _, one, other = np.intersect1d(before.vocabulary, after.vocabulary, assume_unique=True, return_indices=True)
    rows = [to_length_one(fit.evidence[:, at].clip(0)) for fit, at in ((before, one), (after, other))]
    # Sums of 10,000 products may end a bit above 1.
    return (rows[0] @ rows[1].T).clip(0, 1)


def _match(alike):
    """Pairs of rows and columns that are alike, by the rows; rounded, so that the last bits of another processor decide nothing."""
    from scipy.optimize import linear_sum_assignment

    worth = np.where(alike >= LEAST_ALIKE, alike, 0).round(6)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if worth[row, column] > 0]


def _tabulate(links, old_numbers, new_numbers, common, alike):
    both = [old is not None and new is not None for _, old, new in links]
    n_common = [common[old, new] if is_both else 0 for (_, old, new), is_both in zip(links, both, strict=True)]
    n_before, n_after = common.sum(axis=1), common.sum(axis=0)
    columns = {
        "change_no": np.arange(len(links), dtype=np.int32),
        "kind": pd.array([kind for kind, _, _ in links], dtype="str"),
        "from_topic_no": pd.array([None if old is None else old_numbers[old] for _, old, _ in links], dtype="Int32"),
        "to_topic_no": pd.array([None if new is None else new_numbers[new] for _, _, new in links], dtype="Int32"),
        "share_of_from": [
            n / n_before[old] if of and n else np.nan for (_, old, _), of, n in _zip(links, both, n_common)
        ],
        "share_of_to": [n / n_after[new] if of and n else np.nan for (_, _, new), of, n in _zip(links, both, n_common)],
        "likeness": [alike[old, new] if of else np.nan for (_, old, new), of in zip(links, both, strict=True)],
        "n_articles": np.array(n_common, dtype=np.int32),
    }
    return tables.check(pd.DataFrame(columns), tables.TOPIC_CHANGES)


def _zip(*columns):
    return zip(*columns, strict=True)


def _renumber(before, after, numbers, of_new, named, **facts):
    terms = after.terms.copy()
    # The rows of the new fit by what its tables call them so far.
    row = pd.Index(after.numbers).get_indexer(terms["topic_no"]) if len(terms) else np.empty(0, dtype=int)
    labels = list(after.labels)
    for new, old in of_new.items():
        own = set(terms["term"].to_numpy()[row == new])
        parts = before.labels[old].split(", ")
        n_known = sum(not own.isdisjoint(part.casefold().split()) for part in parts)
        if labels[new] not in named and (2 * n_known >= len(parts) or not own):
            labels[new] = before.labels[old]
    order = np.argsort(numbers)
    terms["topic_no"] = numbers[row]
    return replace(
        after,
        terms=terms.iloc[np.argsort(terms["topic_no"].to_numpy(), kind="stable")].reset_index(drop=True),
        evidence=np.ascontiguousarray(after.evidence[order]),
        labels=tuple(labels[new] for new in order),
        numbers=numbers[order],
        **facts,
    )


def _find_fit(places, groups, n_groups):
    """Mean cosine of articles and the centres of their groups."""
    return np.einsum("ij,ij->i", places, to_length_one(sum_by_group(places, groups, n_groups))[groups]).mean()


def _join_closest(places, groups, n_groups):
    """Join the two groups whose union lessens the sum of cosines least; the later group’s number falls away."""
    sums = sum_by_group(places, groups, n_groups)
    # The sum of a group’s cosines to its centre is the length of its sum.
    length = np.sqrt((sums**2).sum(axis=1))
    joined = np.sqrt((length[:, None] ** 2 + length**2 + 2 * sums @ sums.T).clip(0))
    loss = np.where(np.tri(n_groups, dtype=bool), np.inf, (length[:, None] + length - joined).round(9))
    one, other = np.unravel_index(int(loss.argmin()), loss.shape)
    groups = np.where(groups == other, one, groups)
    return groups - (groups > other)


def _split_widest(places, groups, n_groups):
    """Split the group whose articles lie furthest from its centre, all together; the smaller part is the last group."""
    cosines = np.einsum("ij,ij->i", places, to_length_one(sum_by_group(places, groups, n_groups))[groups])
    sizes = np.bincount(groups, minlength=n_groups)
    scatter = sizes - np.bincount(groups, weights=cosines, minlength=n_groups)
    members = np.flatnonzero(groups == int(np.where(sizes > 1, scatter.round(9), -1).argmax()))
    parts = group_articles(places[members], 2)
    groups = groups.copy()
    groups[members[parts == np.bincount(parts, minlength=2).argmin()]] = n_groups
    return groups
