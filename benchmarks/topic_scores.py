"""How good topics are: coherence and diversity of their words, and how their articles agree with labels or with other topics."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

# What is usual (Röder, Both and Hinneburg, 2015), and gensim's c_npmi.
WORDS, WINDOW = 10, 10
# Gensim's, so that a pair that never meets has a value.
EPSILON = 1e-12
RESAMPLES, SEED = 1_000, 0


def find_coherence(topics, stream, window=WINDOW):
    """The coherence of each topic: the mean NPMI of all pairs of its words, as gensim's c_npmi counts them.

    Parameters
    ----------
    topics : list of list of str
        Words of each topic; those that the vocabulary lacks are left out.
    stream : benchmarks.topic_reading.Stream
        What is counted in.
    window : int
        Two words meet in a window of so many words of the stream, which slides by one; an article shorter than that is one window.

    Returns
    -------
    ndarray of float, one entry per topic
        From -1 to 1; missing where a topic has fewer than two words of the vocabulary. A pair of which a word does not occur in the
        stream counts 0.

    Notes
    -----
    Where a word stands twice within a window, gensim takes it for gone as soon as the first has left, until it enters again. This is
    kept, so that figures can be compared.

    Examples
    --------
    >>> from benchmarks.topic_reading import find_words
    >>> stream = find_words(["oil gas", "oil gas", "rain snow", "rain snow"], fewest=1, most=1)
    >>> find_coherence([["oil", "gas"], ["oil", "rain"]], stream).round(2).tolist()
    [1.0, -0.95]
    """
    topics = [_place_words(words, stream.vocabulary) for words in topics]
    chosen = np.unique(np.concatenate([*topics, np.empty(0, dtype=np.int64)]))
    together, n_windows = _count_windows(stream, chosen, window)
    alone = together.diagonal()
    with np.errstate(divide="ignore", invalid="ignore"):
        both = together / n_windows
        ratio = np.log((both + EPSILON) / np.outer(alone / n_windows, alone / n_windows))
        npmi = ratio / -np.log(both + EPSILON)
    npmi[(alone == 0)[:, None] | (alone == 0)] = 0
    return np.array([_mean_of_pairs(npmi, np.searchsorted(chosen, words)) for words in topics])


def _place_words(words, vocabulary):
    places = pd.Index(vocabulary).get_indexer(pd.Index(list(words), dtype=object))
    return places[places >= 0]


def _mean_of_pairs(npmi, words):
    if len(words) < 2:
        return np.nan
    block = npmi[np.ix_(words, words)]
    return float((block.sum() - np.trace(block)) / (len(words) * (len(words) - 1)))


def _count_windows(stream, chosen, window):
    """In how many windows each two of the chosen words stand, each alone on the diagonal, and how many windows there are."""
    lengths = np.diff(stream.begins)
    n_windows = np.maximum(lengths - window + 1, 1)
    column = np.full(len(stream.vocabulary), -1)
    column[chosen] = np.arange(len(chosen))
    places = np.flatnonzero(column[stream.words] >= 0)
    article = np.searchsorted(stream.begins, places, side="right") - 1
    place, word = places - stream.begins[article], column[stream.words[places]]
    # Windows are numbered by the place of their first word. A word enters with the first window that reaches it.
    entered = np.maximum(place - window + 1, 0)
    # It is taken for gone with the first of its kind in that window, at the latest with itself.
    order = np.lexsort((place, article, word))
    place, entered, article, word = place[order], entered[order], article[order], word[order]
    reach = int(lengths.max(initial=0)) + 1
    group = (word * (len(lengths) + 1) + article) * reach
    left = np.minimum(place[np.searchsorted(group + place, group + entered)], n_windows[article] - 1)
    spans = left - entered + 1
    numbers = np.repeat(entered - np.cumsum(spans) + spans, spans) + np.arange(spans.sum())
    numbers += np.repeat((np.cumsum(n_windows) - n_windows)[article], spans)
    shape = (int(n_windows.sum()), len(chosen))
    inside = csr_array((np.ones(len(numbers), dtype=np.int32), (numbers, np.repeat(word, spans))), shape=shape)
    inside.sum_duplicates()
    inside.data[:] = 1
    return (inside.T @ inside).toarray().astype(float), shape[0]


def find_diversity(topics, words=WORDS):
    """The share of distinct words among the first words of all topics (Dieng, Ruiz and Blei, 2020).

    Parameters
    ----------
    topics : list of list of str
    words : int
        So many of each topic count; one that has fewer is not punished for it.

    Returns
    -------
    float

    Examples
    --------
    >>> find_diversity([["oil", "gas"], ["gas", "rain"]])
    0.75
    """
    shown = [word for topic in topics for word in topic[:words]]
    return len(set(shown)) / len(shown) if shown else float("nan")


def find_purity(labels, groups):
    """The share of articles whose label is the commonest of their group.

    Parameters
    ----------
    labels, groups : sequence
        Of each article.

    Returns
    -------
    float

    Examples
    --------
    >>> find_purity(["a", "a", "b", "b", "b"], [0, 0, 0, 1, 1])
    0.8
    """
    table = pd.crosstab(np.asarray(groups), np.asarray(labels)).to_numpy()
    return float(table.max(axis=1).sum() / table.sum())


def find_agreement(labels, groups):
    """Normalised mutual information of labels and groups, by the arithmetic mean of their entropies (scikit-learn's).

    Parameters
    ----------
    labels, groups : sequence
        Of each article.

    Returns
    -------
    float

    Examples
    --------
    >>> find_agreement(["a", "a", "b", "b"], [5, 5, 3, 3]), find_agreement(["a", "a", "b", "b"], [0, 1, 0, 1])
    (1.0, 0.0)
    """
    from sklearn.metrics import normalized_mutual_info_score

    return float(normalized_mutual_info_score(labels, groups))


def find_rand(table):
    """The adjusted Rand index (Hubert and Arabie, 1985) of two groupings of the same articles.

    Parameters
    ----------
    table : ndarray, shape (..., groups of one, groups of the other)
        How many articles are in both.

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> find_rand(np.array([[[2, 0], [0, 2]], [[1, 1], [1, 1]]])).round(6).tolist()
    [1.0, -0.5]
    """
    table = np.asarray(table, dtype=float)
    pairs = _count_pairs(table).sum(axis=(-2, -1))
    one, other = _count_pairs(table.sum(axis=-1)).sum(axis=-1), _count_pairs(table.sum(axis=-2)).sum(axis=-1)
    expected = one * other / _count_pairs(table.sum(axis=(-2, -1)))
    room = (one + other) / 2 - expected
    return np.divide(pairs - expected, room, out=np.ones(pairs.shape), where=room > 0)


def _count_pairs(n):
    return n * (n - 1) / 2


def find_stability(pairs, seed=SEED):
    """The mean adjusted Rand index of pairs of groupings, and its interval.

    Parameters
    ----------
    pairs : list of (sequence, sequence)
        Two groupings of the same articles, one pair for each split.
    seed : int
        Of the draws.

    Returns
    -------
    mean, low, high : float
        The middle 95 % of 1,000 means when splits, and in each its articles, are drawn again with replacement.
    """
    tables = [pd.crosstab(np.asarray(one), np.asarray(other)).to_numpy() for one, other in pairs]
    values = np.array([find_rand(table) for table in tables])
    chance = np.random.default_rng(seed)
    drawn = np.array([find_rand(_draw_again(table, chance)) for table in tables])
    splits = chance.integers(len(tables), size=(RESAMPLES, len(tables)))
    means = drawn[splits, np.arange(RESAMPLES)[:, None]].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(values.mean()), float(low), float(high)


def _draw_again(table, chance):
    n = int(table.sum())
    return chance.multinomial(n, table.ravel() / n, size=RESAMPLES).reshape(RESAMPLES, *table.shape)
