"""Topics that a person asks for: named, with words that must count for them."""

from difflib import get_close_matches

import numpy as np
from scipy.sparse import csr_array

from features.topics.grouping import group_articles, move_centres
from features.topics.placing import sum_by_group, to_length_one


def find_seeds(seeds, vocabulary):
    """Where the words of the topics asked for stand in the vocabulary.

    Parameters
    ----------
    seeds : dict of str to sequence of str
        Name of each topic → its words, in any case.
    vocabulary : ndarray of str
        The words that count for topics, sorted.

    Returns
    -------
    csr_array of float, topics × words
        1 where the topic has the word.

    Raises
    ------
    ValueError
        A topic has no name or no words; a word does not count for topics, or is asked for twice.

    Examples
    --------
    >>> words = np.array(["crude", "goal", "oil"], dtype=object)
    >>> find_seeds({"Energy": ["oil", "crude"]}, words).toarray().tolist()
    [[1.0, 0.0, 1.0]]
    >>> find_seeds({"Energy": ["oils"]}, words)
    Traceback (most recent call last):
    ...
    ValueError: seeds['Energy'] holds 'oils', which is not among the 3 words that count for topics (of three letters or more, no \
stop words, in a few articles and in at most half of them); near it: 'oil'
    """
    place = {word: column for column, word in enumerate(vocabulary.tolist())}
    owner: dict[str, str] = {}
    columns, ends = [], [0]
    for name, words in seeds.items():
        _refuse_shapeless(name, words)
        for word in dict.fromkeys(word.casefold().strip() for word in words):
            if word in owner:
                raise ValueError(
                    f"seeds[{name!r}] holds {word!r}, which seeds[{owner[word]!r}] holds too; a word can lead to one topic only"
                )
            if word not in place:
                near = get_close_matches(word, place, n=3)
                raise ValueError(
                    f"seeds[{name!r}] holds {word!r}, which is not among the {len(place)} words that count for topics (of three "
                    "letters or more, no stop words, in a few articles and in at most half of them); "
                    + (
                        f"near it: {', '.join(map(repr, near))}"
                        if near
                        else "none is near it; take another or leave it out"
                    )
                )
            owner[word] = name
            columns.append(place[word])
        ends.append(len(columns))
    return csr_array((np.ones(len(columns)), columns, ends), shape=(len(seeds), len(place)))


def _refuse_shapeless(name, words):
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"the name of a topic in seeds must be text, got {name!r}")
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"seeds[{name!r}] must be a list of words, such as ['oil', 'crude'], got {words!r}")
    if not words:
        raise ValueError(f"seeds[{name!r}] has no words; name at least one, or leave the topic out")


def guide_groups(places, counts, seeds, n_topics):
    """Groups of which the first are led by the words of the topics asked for.

    Parameters
    ----------
    places : ndarray of float, articles × directions
        As `features.topics.grouping.place_articles` gives them.
    counts : csr_array of int, articles × words
        Counted words.
    seeds : csr_array of float, topics × words
        As `find_seeds` gives it.
    n_topics : int
        How many groups, at least as many as topics are asked for.

    Returns
    -------
    ndarray of int, one entry per article
        Its group. Articles with words of a topic asked for are in its group; with words of more than one, in that of which they
        have most (1 + ln tf each), the earlier of equals. The others are grouped among themselves, and then go to the nearest
        centre of all.

    Examples
    --------
    >>> places, counts = np.eye(2)[[0, 0, 1, 1]], csr_array(np.array([[0, 1], [0, 0], [1, 1], [1, 0]]))
    >>> guide_groups(places, counts, find_seeds({"Energy": ["oil"]}, np.array(["oil", "rain"], dtype=object)), 2).tolist()
    [1, 1, 0, 0]
    """
    led, groups = _lead(counts, seeds)
    n_free = n_topics - seeds.shape[0]
    free = np.flatnonzero(~led)
    if n_free and len(free) >= n_free:
        groups[free] = seeds.shape[0] + group_articles(places[free], n_free)
    return _settle(places, groups, led, n_topics)


def lead_groups(places, counts, seeds, groups, rows, n_topics):
    """Groups that go on from an earlier fit, with the articles that the words asked for lead.

    Parameters
    ----------
    places, counts, seeds, n_topics
        As in `guide_groups`.
    groups : ndarray of int, one entry per article
        As `features.topics.identity.continue_groups` gives them.
    rows : sequence of int, one entry per topic asked for
        The group that it is: that of the earlier topic of its name, or one that is not there yet.

    Returns
    -------
    ndarray of int, one entry per article
        Its group.

    Examples
    --------
    >>> places, counts = np.eye(2)[[0, 0, 1, 1]], csr_array(np.array([[0, 1], [0, 0], [1, 1], [1, 0]]))
    >>> seeds = find_seeds({"Energy": ["oil"]}, np.array(["oil", "rain"], dtype=object))
    >>> lead_groups(places, counts, seeds, np.array([0, 0, 0, 1]), [1], 2).tolist()
    [0, 0, 1, 1]
    """
    led, by_seed = _lead(counts, seeds)
    # No rounds: centres do not move, only groups without articles are given one.
    return move_centres(places, np.where(led, np.asarray(rows)[by_seed], groups), n_topics, 0)


def weigh_seeds(counts, seeds, rows, n_topics):
    """How many words more the topics asked for take for granted, as `features.topics.mixture.fit_mixture` takes them.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        Counted words.
    seeds : csr_array of float, topics × words
        As `find_seeds` gives it.
    rows : sequence of int, one entry per topic asked for
        Which topic of the fit it is.
    n_topics : int
        How many topics the fit has.

    Returns
    -------
    ndarray of float, topics × words
        Each word asked for, once more as often as it stands in all articles (1 + ln tf in each): so no other topic can have it more
        often.

    Examples
    --------
    >>> seeds = find_seeds({"Energy": ["oil"]}, np.array(["oil", "rain"], dtype=object))
    >>> weigh_seeds(csr_array(np.array([[1, 1], [1, 0]])), seeds, [1], 2).tolist()
    [[0.0, 0.0], [2.0, 0.0]]
    """
    words = csr_array((1 + np.log(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    more = np.zeros((n_topics, counts.shape[1]))
    more[np.asarray(rows, dtype=int)] = seeds.toarray() * np.asarray(words.sum(axis=0)).ravel()
    return more


def _lead(counts, seeds):
    """Whether an article has words that were asked for, and of which topic most of them."""
    words = csr_array((1 + np.log(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    found = (words @ seeds.T).toarray()
    return found.max(axis=1) > 0, found.round(9).argmax(axis=1)


def _settle(places, groups, led, n_topics):
    """Articles that nothing leads go to the nearest centre, where that leaves no group without articles."""
    groups = move_centres(places, groups, n_topics, 0)
    centres = to_length_one(sum_by_group(places, groups, n_topics))
    nearest = np.where(led, groups, (places @ centres.T).argmax(axis=1))
    return nearest if np.bincount(nearest, minlength=n_topics).all() else groups
