"""Topics of a whole corpus: groups of articles that use the same words, and what each word says for each group.

Deterministic, without an outlier heap: groups come from a graph of neighbours or the main directions that do not begin with chance, a
mixture of multinomials takes over their words, and then every article, old or new, has a share of every topic.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from features import tables
from features.text import find_words
from features.topics.beginning import begin_groups, choose_rows
from features.topics.choosing import choose_n_topics
from features.topics.collocations import select_phrases
from features.topics.counting import count_words
from features.topics.describing import describe_topics
from features.topics.editing import edit_topics, read_edits
from features.topics.guiding import find_seeds, weigh_seeds
from features.topics.halves import one_thread
from features.topics.identity import carry_numbers
from features.topics.mixture import fit_certainty, fit_mixture
from features.topics.naming import tabulate_phrases
from features.topics.phrases import count_phrases
from features.topics.placing import place_articles
from features.topics.shares import score_counts
from features.topics.tabulation import tabulate_shares, tabulate_topics
from features.topics.weighting import find_rarity, select_words, weigh_words

# Below ten distinct articles there is nothing to find topics in.
FEWEST_ARTICLES = 10
_TOO_FEW = f"topics need at least {FEWEST_ARTICLES} articles that differ in words which at least two of them use"
# A fit costs no more than one of so many articles: a random sample of that size leaves out no topic that one in 1,000 articles
# is about (a chance of 0.999^6000, below 0.003).
MOST_ARTICLES = 6_000
MOST_TOPICS = 20


@dataclass(frozen=True)
class Topics:
    """One fit, seen three ways, and what scores articles that were not in it.

    Attributes
    ----------
    topics, terms, phrases, shares : DataFrame
        Tables TOPICS, TOPIC_TERMS, TOPIC_PHRASES, ARTICLE_TOPICS; empty when there were too few articles.
    note : str
        Why there are no topics, or "".
    vocabulary : ndarray of str
        The words that count, sorted.
    evidence : ndarray of float, topics × vocabulary
        What a word says for a topic, as `features.topics.shares.score_counts` takes it.
    labels : tuple of str, one per topic
        For people.
    numbers : ndarray of int, one entry per topic
        What each is called in every table: `topic_no`. 0, 1, 2, … from the largest topic on in a first fit; a fit that goes on
        from an earlier one keeps the numbers of its topics, and never gives the number of one that died to another.
    """

    topics: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPICS))
    terms: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPIC_TERMS))
    phrases: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPIC_PHRASES))
    shares: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.ARTICLE_TOPICS))
    note: str = ""
    vocabulary: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))
    evidence: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    labels: tuple[str, ...] = ()
    numbers: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    next_number: int = 0
    certainty: float = 1.0
    changes: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.TOPIC_CHANGES))
    unedited: "Topics | None" = None

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
        return score_counts(counts, columns.to_numpy(), self.evidence)

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
        >>> fit.score_articles(new).groupby("article_id").share.max().to_dict()['new'] > 0.8
        True
        """
        words = (find_words(articles) if words is None else words).without_possessives()
        return tabulate_shares(self.score_counts(count_words(words), words.terms), words.article_ids, self.numbers)


def fit_topics(articles, n_topics=None, *, words=None, seed=0, seeds=None, before=None, edits=None):
    """Fit topics to the articles’ texts.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id` and `text`, as in table ARTICLES. Their order makes no difference.
    n_topics : int, optional
        Default: the number at which topics are best found again in the other half of the articles, as
        `features.topics.choosing.choose_n_topics` chooses it. Where halves say too little, or `seeds` are given: the square root of
        half the number of articles (Mardia, Kent and Bibby, Multivariate Analysis, 1979, p. 365), at least 2 and at most 20. With
        `before`: as many as that has, and those of `seeds` that it lacks.
    words : Words, optional
        The stream of the articles’ sentences, when it was found before.
    seed : int
        The same seed gives the same topics.
    seeds : dict of str to sequence of str, optional
        Topics to look for: label → words that count for it, as {"Energy": ["oil", "crude"]}.
    before : Topics, optional
        An earlier fit, to go on from: its topics keep their numbers, and `changes` says what became of them.
    edits : path-like, optional
        List of edits to make to the fit, as `features.topics.editing.read_edits` reads it.

    Returns
    -------
    Topics
        Topics are numbered from the largest. Shares sum to 1 per article; an article without any counted word has none.

    Raises
    ------
    ValueError
        If `n_topics` is given and is below 2, or above the number of articles that differ or of words that count; or if seeds or
        edits do not fit the articles, as `find_seeds`, `read_edits` and `edit_topics` say.

    Notes
    -----
    Counted are the words that `features.topics.weighting.select_words` selects; a possessive counts as its noun. Articles are
    grouped as `features.topics.grouping.group_articles` does it, and the groups hand their words to the mixture of
    `features.topics.mixture.fit_mixture`, whose shares are those of `features.topics.shares.score_counts`. Of more than 6,000
    articles those 6,000 are fitted whose identities come first: as identities are digests, a random sample that is the same in
    any order, on any machine, and for any cut into partitions. All articles get shares.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import fit_topics
    >>> kinds, extra = ["bank money rates loans", "club match goal fans"], ["rain", "snow", "wind", "heat", "cold", "hail"]
    >>> texts = [f"{kinds[i % 2]} {extra[i // 2]}" for i in range(12)]
    >>> fit = fit_topics(pd.DataFrame({"article_id": [f"a{i:02}" for i in range(12)], "text": texts}), n_topics=2)
    >>> fit.topics.n_articles.tolist(), bool(fit.shares.groupby("article_id").share.max().min() > 0.8)
    ([6, 6], True)
    """
    stream = find_words(articles) if words is None else words
    words, ids = stream.without_possessives(), stream.article_ids
    counts, order = count_words(words), np.argsort(ids, kind="stable")
    chosen = order[:MOST_ARTICLES]
    # Without the places of the words there are labels of single words.
    phrases = count_phrases(stream, chosen) if len(stream.begin) == len(stream) else None
    listed = () if edits is None else read_edits(edits)
    how = {"n_articles": len(ids), "seed": seed, "seeds": seeds, "before": before, "phrases": phrases}
    fit = fit_counts(counts[chosen], words.vocabulary, n_topics, **how)
    if fit.note:
        return fit
    fit = edit_topics(fit, listed, counts[chosen], words.vocabulary)
    shares = fit.score_counts(counts[order], words.terms)
    some = shares.sum(axis=1) > 0
    largest = np.bincount(shares.argmax(axis=1)[some], minlength=shares.shape[1])
    topics = tabulate_topics(fit, shares.sum(axis=0), largest, int(some.sum()))
    return replace(fit, topics=topics, shares=tabulate_shares(shares, ids[order], fit.numbers))


def fit_counts(counts, vocabulary, n_topics=None, *, n_articles=None, seed=0, seeds=None, before=None, phrases=None):
    """Fit topics to the counted words of articles.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them; at most `MOST_ARTICLES` rows, in the order of the articles’ identities.
    vocabulary : ndarray of str, one entry per column
        The words, sorted.
    n_topics, seed, seeds, before
        As in `fit_topics`.
    n_articles : int, optional
        How many articles the rows were drawn from. Default: that many.
    phrases : tuple of csr_array and LargeStringArray, optional
        Phrases of the same articles, as `features.topics.count_phrases` gives them: for labels and the table TOPIC_PHRASES.

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
    # What was edited is not what was fitted; and a fit without topics is none to go on from.
    before = before and (before.unedited or before)
    before = before if before and len(before.numbers) else None
    every = counts, vocabulary
    counts, vocabulary = select_words(*every)
    chooses = n_topics is None and before is None and not seeds
    n_distinct = _count_distinct(counts, MOST_TOPICS if chooses else counts.shape[0])
    if n_distinct < FEWEST_ARTICLES:
        return Topics(note=f"{_TOO_FEW}; here {n_distinct} of {counts.shape[0]} do")
    most, names = min(n_distinct, len(vocabulary)), tuple(seeds or {})
    led = find_seeds(seeds or {}, vocabulary)
    rows = choose_rows(names, before.labels if before else (), n_topics)
    if n_topics is None:
        wanted = _choose(every, n_articles or counts.shape[0], seed, chooses)
        wanted = len({*range(len(before.numbers)), *rows}) if before else max(wanted, len(names))
        n_topics = max(min(wanted, most), 2)
    if not max(2, len(names)) <= n_topics <= most:
        raise ValueError(
            f"n_topics must lie between {max(2, len(names))} and {most} ({n_distinct} different articles, {len(vocabulary)} words "
            f"that count), got {n_topics}"
        )
    found = phrases and select_phrases(phrases[0], phrases[1], *every)
    fit = _fit(every, counts, vocabulary, n_topics, seed, led, dict(zip(rows, names, strict=True)), before, found)
    return fit if found is None else replace(fit, phrases=tabulate_phrases(fit, *every, found))


def _choose(every, n_articles, seed, chooses):
    """As many topics as hold still; where that cannot be told, as many as there are by a rule of thumb."""
    number, _, note = choose_n_topics(*every, seed=seed) if chooses else (None, None, "")
    return number if number and not note else min(round(np.sqrt(n_articles / 2)), MOST_TOPICS)


def _count_distinct(counts, enough):
    """How many rows differ, counted up to `enough`."""
    distinct: set[tuple[bytes, bytes]] = set()
    for begin, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        if end > begin:
            distinct.add((counts.indices[begin:end].tobytes(), counts.data[begin:end].tobytes()))
        if len(distinct) >= enough:
            break
    return len(distinct)


def _fit(every, counts, vocabulary, n_topics, seed, seeds, names, before, phrases):
    # Articles without any of the words say nothing about topics.
    some = np.diff(counts.indptr) > 0
    counts, phrases = csr_array(counts[some]), phrases and phrases.take(some)
    rarity = find_rarity(counts)
    with one_thread():
        places = place_articles(weigh_words(counts, rarity), seed=seed)
        shares = before and before.score_counts(every[0], every[1])[some]
        groups = begin_groups(places, counts, n_topics, seeds=seeds, shares=shares, rows=list(names))
        more = weigh_seeds(counts, seeds, list(names), n_topics) if names else None
        evidence = fit_mixture(counts, rarity, groups, n_topics, seeds=more)
        certainty = fit_certainty(counts, evidence)
    evidence = evidence * certainty
    shares = score_counts(counts, np.arange(len(vocabulary)), evidence)
    # Rounded, so that the last bits of another processor do not decide which of two equal topics comes first.
    order = np.argsort(-shares.mean(axis=0).round(6), kind="stable")
    terms, labels = describe_topics(counts, np.argsort(order)[shares.argmax(axis=1)], n_topics, vocabulary, phrases)
    fit = Topics(
        terms=terms,
        vocabulary=vocabulary,
        evidence=np.ascontiguousarray(evidence[order]),
        labels=tuple(names.get(int(row), label) for row, label in zip(order, labels, strict=True)),
        numbers=np.arange(n_topics, dtype=np.int32),
        next_number=n_topics,
        certainty=certainty,
    )
    if before is None:
        return fit
    with one_thread():
        return carry_numbers(before, fit, *every, named=names.values())
