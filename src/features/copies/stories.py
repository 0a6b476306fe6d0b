"""Stories: one report and its near-copies."""

from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from features import tables
from features.copies.overlap import measure_overlap
from features.copies.pairs import FEWEST_WORDS, group_texts, pair_sketches
from features.copies.sketches import sketch_articles
from features.text import find_words

SECONDS_PER_DAY, SECONDS_PER_HOUR = 86_400, 3_600
# A story is what is a copy of its first copy, or of one that has at least two thirds of its words from the first and the first from
# it: a copy cut to the old lead and one with a new lead have little in common but the report. A text of two reports has no two thirds
# of either, and so does not join them.
WHOLE = 2 / 3
# What hangs on a story only by way of others is compared with the first among itself, so often; then what is left stands alone.
MOST_ROUNDS = 16


def find_stories(articles, words=None) -> pd.DataFrame:
    """Find which articles are near-copies of one report.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    words : Words, optional
        The stream of the same articles, so that they are not read again.

    Returns
    -------
    DataFrame
        Table STORIES, in the order of the articles.

    Raises
    ------
    ValueError
        If the words are those of other articles.

    Notes
    -----
    Copies are texts that are the same, edited by up to a fifth of their words, cut from the end, set behind a new lead, or several
    of these. Texts of fewer than twenty words are copies only when they are the same and their titles are. The first copy is the
    earliest one; a day whose time is unknown counts as its end, so that a report of that day with a time comes before it, and a
    missing date comes last; of the same moment the longer text comes first, then the smaller `article_id`.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.copies import find_stories
    >>> report = "The bridge at Tarn was closed on Monday after engineers found two cracks in a pillar on its eastern side"
    >>> articles = pd.DataFrame(
    ...     {
    ...         "article_id": ["a", "b", "c"],
    ...         "published": pd.to_datetime(["2026-03-07 06:00", "2026-03-06 18:00", "2026-03-06 00:00"], utc=True),
    ...         "precision": ["moment", "moment", "day"],
    ...         "title": ["Cracks", "Bridge closed", "Snow"],
    ...         "text": [report + ".", "TARN. " + report + ", said the mayor.", "Snow fell on the pass. " * 5],
    ...     }
    ... )
    >>> find_stories(articles)[["story_id", "is_first", "lag_hours", "n_copies"]].values.tolist()
    [['b', False, 12.0, 2], ['b', True, 0.0, 2], ['c', True, 0.0, 1]]
    """
    words = find_words(articles, places=False) if words is None else words
    sketches = sketch_articles(words)
    one, other = pair_sketches(sketches)
    return join_stories(articles, sketches, one, other, partial(measure_overlap, words))


def join_stories(articles, sketches, one, other, measure) -> pd.DataFrame:
    """Join the pairs that are copies to stories.

    Parameters
    ----------
    articles : DataFrame
        Columns `article_id`, `published`, `precision` and `title` of table ARTICLES.
    sketches : Sketches
        Of the same articles in the same order.
    one, other : ndarray of int, one entry per pair
        Places of articles that may be copies, as `pair_sketches` gives them.
    measure : function
        From two arrays of places to the Overlap of the texts, as `measure_overlap`; it is called a few times.

    Returns
    -------
    DataFrame
        Table STORIES, in the order of the articles.

    Raises
    ------
    ValueError
        If the sketches are those of other articles.
    """
    if not np.array_equal(articles["article_id"].to_numpy(dtype=object), sketches.article_ids):
        raise ValueError(
            f"the sketches or words should be of the {len(articles)} articles of the table in the same order, and are of "
            f"{len(sketches)} others; make them of this table"
        )
    moment = _moments(articles)
    rank = _rank(moment, sketches)
    text = _number_texts(articles["title"], sketches)
    # The earliest article of each text stands for it.
    by_rank = np.argsort(rank)
    _, earliest = np.unique(text[by_rank], return_index=True)
    place = by_rank[earliest]
    compared = _Compared(measure, place)
    copies = compared.are_copies(text[one], text[other])
    first, share = _join(text[one][copies], text[other][copies], rank[place], compared)
    first_place = place[first[text]]
    lag = (moment - moment[first_place]) / SECONDS_PER_HOUR
    table = pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy(),
            "story_id": articles["article_id"].to_numpy()[first_place],
            "is_first": first_place == np.arange(len(articles)),
            "lag_hours": lag,
            "share_kept": share[text],
            "n_copies": np.bincount(first_place, minlength=len(articles))[first_place].astype(np.int32),
        }
    )
    return tables.check(table, tables.STORIES) if len(table) else tables.empty(tables.STORIES)


def _moments(articles):
    """Seconds since 1970 in UTC, NaN where no date is known; of a day its end."""
    published = articles["published"]
    seconds = published.dt.as_unit("s").astype("int64").to_numpy(dtype=np.float64, copy=True)
    seconds[published.isna().to_numpy()] = np.nan
    return seconds + SECONDS_PER_DAY * (articles["precision"] == "day").to_numpy()


def _rank(moment, sketches):
    """The place of each article among all from the first to the last; NaN sorts last."""
    order = np.lexsort((sketches.article_ids.astype(str), -sketches.n_words, moment))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _number_texts(titles, sketches):
    """Number the texts: the same for the same text; for a short one only with the same title, and never for nothing at all."""
    _, text = group_texts(sketches)
    short = np.flatnonzero(sketches.n_words < FEWEST_WORDS)
    title = titles.iloc[short].fillna("").astype(str).str.casefold().str.strip().to_numpy(dtype=object)
    nothing = (title == "") & (sketches.n_words[short] == 0)
    alone = np.where(nothing, short, -1)
    numbers = pd.DataFrame({"text": text[short], "title": title, "alone": alone}).groupby(
        ["text", "title", "alone"], sort=False
    )
    text = text.astype(np.int64)
    text[short] = len(sketches) + numbers.ngroup().to_numpy()
    return np.unique(text, return_inverse=True)[1]


class _Compared:
    """Pairs of texts that were compared, so that none is compared twice."""

    def __init__(self, measure, place):
        self.measure, self.place = measure, place
        self.pairs = pd.Index(np.zeros(0, dtype=np.int64))
        self.copies, self.wholes, self.shares = np.zeros(0, dtype=bool), np.zeros(0, dtype=bool), np.zeros((0, 2))

    def are_copies(self, one, other):
        found = self._find(one, other)
        return self.copies[found]

    def are_whole(self, one, other):
        found = self._find(one, other)
        return self.wholes[found]

    def share_kept(self, one, other):
        """The share of the words of the one that the other keeps."""
        found = self._find(one, other)
        return self.shares[found, (one > other).astype(np.int64)]

    def _find(self, one, other):
        wanted = np.minimum(one, other) * len(self.place) + np.maximum(one, other)
        new = np.setdiff1d(wanted, self.pairs.to_numpy())
        if len(new):
            overlap = self.measure(self.place[new // len(self.place)], self.place[new % len(self.place)])
            self.pairs = self.pairs.append(pd.Index(new))
            self.copies = np.append(self.copies, overlap.are_copies())
            n_words = np.maximum(overlap.n_words, 1)
            self.wholes = np.append(self.wholes, (overlap.n_passages / n_words).min(axis=1) >= WHOLE)
            self.shares = np.append(self.shares, overlap.n_kept / n_words, axis=0)
        return self.pairs.get_indexer(wanted)


def _join(one, other, rank, compared):
    """The first text of each text’s story, and the share of its words that each keeps."""
    first, is_core = np.arange(len(rank)), np.ones(len(rank), dtype=bool)
    left, right = one, other
    for _ in range(MOST_ROUNDS):
        if not len(left):
            break
        edges = coo_array((np.ones(len(left)), (left, right)), shape=(len(rank), len(rank)))
        _, component = connected_components(edges, directed=False)
        texts = np.unique(np.concatenate([left, right]))
        texts = texts[np.argsort(rank[texts])]
        _, earliest, of_text = np.unique(component[texts], return_index=True, return_inverse=True)
        founder = texts[earliest][of_text]
        texts, founder = texts[founder != texts], founder[founder != texts]
        joins = compared.are_copies(founder, texts)
        first[texts[joins]] = founder[joins]
        is_core[texts[joins]] = compared.are_whole(founder[joins], texts[joins])
        loose = np.zeros(len(rank), dtype=bool)
        loose[texts[~joins]] = True
        kept = loose[left] & loose[right]
        left, right = left[kept], right[kept]
    _join_by_core(first, is_core, np.append(one, other), np.append(other, one), rank)
    share, joined = np.ones(len(rank)), np.flatnonzero(first != np.arange(len(rank)))
    share[joined] = compared.share_kept(first[joined], joined)
    return first, share


def _join_by_core(first, is_core, text, near, rank):
    """Join a story to an earlier one when half of its texts or more are copies of the core of that."""
    story, earlier = first[text], first[near]
    kept = is_core[near] & (rank[earlier] < rank[story])
    found = pd.DataFrame({"story": story[kept], "earlier": earlier[kept], "text": text[kept]}).drop_duplicates()
    found = found.groupby(["story", "earlier"], as_index=False).agg(n_texts=("text", "size"))
    found = found[2 * found["n_texts"] >= np.bincount(first)[found["story"]]]
    found = found[~found["earlier"].isin(found["story"])].assign(rank=lambda pairs: rank[pairs["earlier"]])
    found = found.sort_values(["n_texts", "rank"], ascending=[False, True]).drop_duplicates("story")
    into = np.arange(len(first))
    into[found["story"]] = found["earlier"]
    first[:] = into[first]
