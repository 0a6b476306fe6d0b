"""Which phrases belong together over a whole corpus, and how its names are written."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

# What `select_phrases` asks of a phrase, as said there, and what part of a word’s articles write a name: the rest may have it further
# down. Of 6,000 real articles of a thousand words, Texas and Germany stand so in 0.49 and 0.42, court and bank in 0.19 and 0.21.
FEWEST_ARTICLES, LEAST_RATIO, LEAST_INFORMATION, MOST_WITHIN, NAMED = 3, 27.0, 0.2, 0.75, 0.4
# With a title a name is cut, or said twice: “President Vladimir” of “President Vladimir Putin”.
TITLES = frozenset(
    "president prime vice minister secretary senator sen rep gov chairman chairwoman director ambassador governor chancellor "
    "commissioner representative administrator spokesman spokeswoman speaker sir lord lady prof professor gen lt col capt".split()
)


class Phrases(NamedTuple):
    """The phrases of a corpus.

    Attributes
    ----------
    counts : csr_array of int, articles × phrases
        How often each article has each.
    folded : list of tuple of str, one per phrase
        Its words, case folded.
    written : ndarray of str, one entry per phrase
        As most articles write it.
    names : dict of str to str
        Single words that are names, case folded, and how they are written.
    """

    counts: csr_array
    folded: list[tuple[str, ...]]
    written: np.ndarray
    names: dict[str, str]

    def take(self, rows):
        """The same of some articles.

        Parameters
        ----------
        rows : ndarray of int or bool
            Which.

        Returns
        -------
        Phrases
            Counts of these articles, everything else as it is.
        """
        return self._replace(counts=csr_array(self.counts[rows]))


def select_phrases(counts, forms, word_counts, vocabulary):
    """Choose the phrases that belong together over many articles, and find how names are written.

    Parameters
    ----------
    counts : csr_array of int, articles × forms
        As `count_phrases` gives them.
    forms : LargeStringArray
        As written.
    word_counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them, of the same articles.
    vocabulary : ndarray of str
        The words, sorted.

    Returns
    -------
    Phrases
        Sorted.

    Notes
    -----
    A phrase stays without a title, with at least three articles, and when its words stand side by side more often than their
    numbers explain: a likelihood ratio G² of at least 27 (Dunning 1993; chance alone gives one such in five million, so none in the
    some thousands of phrases that are tried) and a normalised pointwise mutual information of at least 0.2 (Bouma 2009; on news what
    lies lower is cut out of longer names: “York state”, “House committee”). Of three words both ways of cutting them in two are held
    to that. A pair goes when at least three quarters of its articles have it within one and the same phrase of three, and a phrase
    of three when another that goes on from two of its words is in as many articles: it is cut out of a longer name. Written is each
    as in most articles.

    Examples
    --------
    >>> counts, words = csr_array(np.ones((3, 1), dtype=int)), csr_array(np.array([[1, 1, 400]] * 3))
    >>> found = select_phrases(counts, pa.array(["New York"], type=pa.large_string()), words, np.array(["new", "york", "zoo"]))
    >>> found.written.tolist(), found.folded
    (['New York'], [('new', 'york')])
    """
    folded = pc.replace_substring(pc.utf8_lower(forms), "’", "'").dictionary_encode()
    n_groups, group = len(folded.dictionary), folded.indices.to_numpy()
    together = csr_array(
        (np.ones(len(group), dtype=int), group, np.arange(len(group) + 1)), shape=(len(group), n_groups)
    )
    grouped = csr_array(counts @ together)
    grouped.sum_duplicates()
    n_articles, n_times = np.bincount(grouped.indices, minlength=n_groups), np.asarray(grouped.sum(axis=0)).ravel()
    written = _choose_forms(np.bincount(counts.indices, minlength=len(group)), group, n_groups, forms)
    enough = np.flatnonzero(n_articles >= FEWEST_ARTICLES)
    keys = [tuple(key.split(" ")) for key in folded.dictionary.take(pa.array(enough)).to_pylist()]
    of_word = dict(zip(vocabulary.tolist(), range(len(vocabulary)), strict=True))
    totals = np.asarray(word_counts.sum(axis=0)).ravel()
    total_of = {(word,): int(totals[of_word[word]]) for key in keys for word in key if word in of_word}
    total_of |= {key: int(n) for key, n in zip(keys, n_times[enough], strict=True) if len(key) > 1}
    phrases = [place for place, key in enumerate(keys) if len(key) > 1 and not TITLES & set(key)]
    kept = [place for place in phrases if _belongs(keys[place], total_of, int(totals.sum()))]
    kept = _drop_parts(kept, keys, n_articles[enough])
    kept.sort(key=lambda place: keys[place])
    columns = enough[kept]
    with_word = np.bincount(word_counts.indices, minlength=len(vocabulary))
    names = {
        key[0]: written[column]
        for key, column in zip(keys, enough, strict=True)
        if len(key) == 1 and key[0] in of_word and n_articles[column] >= NAMED * with_word[of_word[key[0]]]
    }
    return Phrases(csr_array(grouped[:, columns]), [keys[place] for place in kept], written[columns], names)


def _choose_forms(n_articles, group, n_groups, forms):
    """How each group is written in most articles; of forms in as many articles the first in order."""
    order = np.lexsort((np.arange(len(group)), -n_articles, group))
    first = order[np.append(True, np.diff(group[order]) > 0)] if len(group) else order
    written = np.empty(n_groups, dtype=object)
    written[group[first]] = forms.take(pa.array(first)).to_pylist()
    return written


def _belongs(key, total_of, n_words):
    """Whether words stand side by side more often than chance explains, however they are cut in two."""
    for cut in range(1, len(key)):
        one, other = total_of.get(key[:cut]), total_of.get(key[cut:])
        both = total_of[key]
        # What is rarer than its whole was not counted as often by itself.
        if (one is None and cut == 1) or (other is None and cut == len(key) - 1):
            return False
        one, other = max(one or both, both), max(other or both, both)
        observed = np.array([[both, one - both], [other - both, max(n_words - one - other + both, 1)]], dtype=float)
        expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
        ratio = 2 * np.sum(observed * np.log(np.maximum(observed, 1e-300) / expected))
        information = np.log(both / expected[0, 0]) / -np.log(both / observed.sum())
        if ratio < LEAST_RATIO or information < LEAST_INFORMATION:
            return False
    return True


def _drop_parts(kept, keys, n_articles):
    """Without the pairs most of whose articles have them within one phrase of three, and without the cuts of longer names."""
    whole: dict[tuple[str, ...], int] = {}
    begun: dict[tuple[str, ...], int] = {}
    ended: dict[tuple[str, ...], int] = {}
    for place in kept:
        if len(keys[place]) == 3:
            for part, known in ((keys[place][:2], begun), (keys[place][1:], ended)):
                known[part] = max(known.get(part, 0), n_articles[place])
                whole[part] = max(whole.get(part, 0), n_articles[place])

    def is_part(place):
        key, n = keys[place], n_articles[place]
        if len(key) == 2:
            return whole.get(key, 0) >= MOST_WITHIN * n
        # “American Free Trade” goes on as “Free Trade Agreement”, which is in as many articles.
        return begun.get(key[1:], 0) >= n or ended.get(key[:2], 0) > n

    return [place for place in kept if not is_part(place)]
