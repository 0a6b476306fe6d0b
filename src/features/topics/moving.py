"""What is new in a period: topics that appear, and words that move within a topic."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array
from scipy.special import ndtr, ndtri

from features import tables
from features.intervals import CONFIDENCE
from features.topics.over_time import FEWEST_STORIES, spread_shares

# A topic that had more than a quarter of its share before has grown, and is not new.
MOST_BEFORE = 0.25
# What is known before counts as so many stories, in each of the two periods. On 10,004 articles of real news, by quarter and by year,
# 5 found fewer words than 2, and less than 2 hardly more; with dates shuffled none found a word (eight times each).
PRIOR_STORIES = 2.0


def find_moved_words(counts, vocabulary, topic_no, periods, *, stories=None):
    """Words that became more or less frequent within a topic from one period to the next.

    Parameters
    ----------
    counts : csr_array of int, articles × words
        As `features.topics.count_words` gives them; of the words to look at.
    vocabulary : ndarray of str, one entry per column
        The words.
    topic_no : ndarray of int, one entry per article
        Number of its largest topic, as `find_largest_topics` gives it; −1 where it has none.
    periods : Series of Period, one entry per article
        As `features.periods.periods_of` gives them; missing where the article has no date.
    stories : ndarray of str, one entry per article, optional
        Names of their stories. Default: every article is its own.

    Returns
    -------
    DataFrame, one row per topic, period and term
        Table TOPIC_WORDS_MOVED, by topic and period, the surest first. Each period is compared with the one before it in which the
        topic has at least five stories; periods in which it has fewer are passed over. The order of articles makes no difference.

    Raises
    ------
    ValueError
        If the lengths do not fit.

    Notes
    -----
    A story has a word when one of its copies does; words that fewer than five stories of the two periods have are not looked at.
    Log-odds with an informative prior (Monroe, Colaresi and Quinn 2008, equations 16, 19 and 22), of stories that have the word
    rather than of occurrences, as one story repeats its words: y of n stories, and of two more the part that has it in all of the
    topic’s stories of all periods. Those words are shown whose p-value, adjusted by Benjamini and Hochberg (1995) over all words,
    topics and periods, is at most 0.05; intervals are as wide as such a choice asks for (Benjamini and Yekutieli 2005). Stories are
    taken as independent.

    Examples
    --------
    >>> import pandas as pd
    >>> from scipy.sparse import csr_array
    >>> from features.topics.moving import find_moved_words
    >>> counts = csr_array(np.r_[np.tile([1, 0], (40, 1)), np.tile([1, 1], (40, 1))])
    >>> months = pd.Series(pd.PeriodIndex(["2024-01"] * 40 + ["2024-02"] * 40, freq="M"))
    >>> moved = find_moved_words(counts, np.array(["oil", "tanker"]), np.zeros(80, dtype=int), months)
    >>> moved[["term", "share_before", "share_now", "direction"]].values.tolist()
    [['tanker', 0.0, 1.0, 'up']]
    """
    lengths = [counts.shape[0], len(topic_no), len(periods), counts.shape[0] if stories is None else len(stories)]
    if len(set(lengths)) > 1 or counts.shape[1] != len(vocabulary):
        raise ValueError(
            f"one topic_no, period and story per row of counts and one word per column, got counts of {counts.shape}, "
            f"{lengths[1]} topic_no, {lengths[2]} periods, {lengths[3]} stories, {len(vocabulary)} words"
        )
    topic_no, dated = np.asarray(topic_no), periods.notna().to_numpy()
    kept = np.flatnonzero(dated & (topic_no >= 0))
    if not len(kept):
        return tables.empty(tables.TOPIC_WORDS_MOVED)
    ordinal = periods.array.asi8[kept]
    first, topic = ordinal.min(), topic_no[kept].astype(np.int64)
    n_periods = ordinal.max() - first + 1
    story = np.arange(len(kept)) if stories is None else np.unique(np.asarray(stories)[kept], return_inverse=True)[1]
    cells, n_stories, having = _count_stories(csr_array(counts)[kept], topic * n_periods + ordinal - first, story)
    usable = np.flatnonzero(n_stories >= FEWEST_STORIES)
    follows = cells[usable][1:] // n_periods == cells[usable][:-1] // n_periods
    before, now = usable[:-1][follows], usable[1:][follows]
    of_topic = np.unique(cells // n_periods, return_inverse=True)[1]
    found = _compare(having, n_stories, of_topic, before, now)
    moments = pd.PeriodIndex.from_ordinals(cells % n_periods + first, freq=periods.dtype.freq)
    moments = moments.start_time.tz_localize("UTC").as_unit("s")
    numbers = (cells // n_periods).astype(np.int32)
    at, earlier = now[found["pair"].to_numpy(dtype=int)], before[found["pair"].to_numpy(dtype=int)]
    table = found.drop(columns=["pair", "word"]).assign(
        topic_no=numbers[at],
        period=moments[at],
        term=pd.array(np.asarray(vocabulary, dtype=object)[found["word"].to_numpy(dtype=int)], dtype="str"),
        before=moments[earlier],
        n_stories_before=n_stories[earlier],
        n_stories=n_stories[at],
        direction=np.where(found["log_odds"] > 0, "up", "down").astype(object),
    )
    order = np.lexsort([table["term"], found["p_value"], table["period"], table["topic_no"]])
    return tables.check(table.iloc[order].reset_index(drop=True), tables.TOPIC_WORDS_MOVED)


def find_largest_topics(shares, article_ids):
    """Number of each article’s largest topic.

    Parameters
    ----------
    shares : DataFrame, one row per article and topic
        Table ARTICLE_TOPICS.
    article_ids : sequence of str
        The articles.

    Returns
    -------
    ndarray of int, one entry per article
        `topic_no`, the smallest of equals; −1 where the article has no shares.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.topics.moving import find_largest_topics
    >>> shares = pd.DataFrame({"article_id": ["a", "a"], "topic_no": [0, 1], "share": [0.25, 0.75]})
    >>> find_largest_topics(shares, ["b", "a"]).tolist()
    [-1, 1]
    """
    ids, numbers, matrix = spread_shares(shares)
    if not len(ids):
        return np.full(len(article_ids), -1)
    row = pc.fill_null(pc.index_in(pa.array(article_ids, type=pa.large_string()), value_set=ids), -1).to_numpy()
    return np.where(row >= 0, numbers[matrix.argmax(axis=1)][row], -1)


def _count_stories(counts, cell, story):
    """Cells of topic and period in order, how many stories each has, and how many of these have each word (cells × words)."""
    units, unit = np.unique(story * (cell.max() + 1) + cell, return_inverse=True)
    cells, of_unit = np.unique(units % (cell.max() + 1), return_inverse=True)
    joined = csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))), shape=(len(units), len(unit))) @ counts
    present = csr_array((np.ones(joined.nnz), joined.indices, joined.indptr), shape=joined.shape)
    gathered = csr_array((np.ones(len(units)), (of_unit, np.arange(len(units)))), shape=(len(cells), len(units)))
    having = csr_array(gathered @ present)
    # Sorted, so that single entries are found by halving.
    having.sort_indices()
    return cells, np.bincount(of_unit), having


def _compare(having, n_stories, of_topic, before, now):
    """Log-odds of the words that moved, of each pair of cells."""
    both = csr_array(having[before] + having[now])
    pair = np.repeat(np.arange(len(before)), np.diff(both.indptr))
    enough = both.data >= FEWEST_STORIES
    pair, word = pair[enough], both.indices[enough]
    whole = csr_array((np.ones(len(of_topic)), (of_topic, np.arange(len(of_topic)))))
    # Half a story with the word and half a one without it: no word is in all stories, or in none.
    of_all = csr_array(whole @ having)
    of_all.sort_indices()
    known = _look_up(of_all, of_topic[now[pair]], word) + 0.5
    prior = PRIOR_STORIES * known / (np.bincount(of_topic, weights=n_stories)[of_topic[now[pair]]] + 1)
    odds, variance, share = [], np.zeros(len(pair)), []
    for cells in (before[pair], now[pair]):
        number = _look_up(having, cells, word)
        has, lacks = number + prior, n_stories[cells] - number + PRIOR_STORIES - prior
        odds.append(np.log(has / lacks))
        variance += 1 / has + 1 / lacks
        share.append(number / n_stories[cells])
    log_odds, spread = odds[1] - odds[0], np.sqrt(variance)
    p_value = _adjust(2 * ndtr(-np.abs(log_odds / spread)))
    shown = p_value <= 1 - CONFIDENCE
    width = -ndtri((1 - CONFIDENCE) / 2 * max(shown.sum(), 1) / max(len(pair), 1)) * spread
    columns = {"pair": pair, "word": word, "share_before": share[0], "share_now": share[1], "log_odds": log_odds}
    columns |= {"low": log_odds - width, "high": log_odds + width, "p_value": p_value}
    return pd.DataFrame(columns)[shown]


def _look_up(matrix, rows, columns):
    """Entries one by one; of none, SciPy would make a matrix."""
    return np.asarray(matrix[rows, columns]).ravel() if len(rows) else np.empty(0)


def _adjust(chances):
    """Benjamini and Hochberg’s p-values."""
    order = np.argsort(chances, kind="stable")
    raised = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum.accumulate(raised[::-1])[::-1].clip(0, 1)
    return adjusted


def find_new_topics(series):
    """Topics that appear in a period for the first time.

    Parameters
    ----------
    series : DataFrame, one row per topic, group and period
        Table TOPIC_SERIES.

    Returns
    -------
    DataFrame, one row per topic and group
        Table NEW_TOPICS: the first period in which its share is significantly above that of every period before, and in these it
        had at most a quarter of that on average. Periods of fewer than five stories are passed over.

    Notes
    -----
    Two shares are compared by Newcombe’s interval of their difference (1998, method 10), which is made of their own two intervals;
    the p-value is one-sided, at the width at which that interval just holds 0. A period’s is the largest against the periods before
    it, times the number of periods that were looked at, of all topics and groups (Bonferroni), and at most 0.05.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.topics.moving import find_new_topics
    >>> days = pd.to_datetime(["2024-01-01", "2024-02-01"], utc=True)
    >>> parts = {"share": [0.01, 0.5], "low": [0.0, 0.4], "high": [0.03, 0.6], "n_articles": 90, "n_stories": 90}
    >>> series = pd.DataFrame({"topic_no": 4, "group": "all", "period": days, **parts, "state": "complete"})
    >>> find_new_topics(series)[["topic_no", "share_before"]].values.tolist()
    [[4.0, 0.01]]
    """
    usable = series[series["n_stories"] >= FEWEST_STORIES].sort_values(["topic_no", "group", "period"])
    if not len(usable):
        return tables.empty(tables.NEW_TOPICS)
    keys = usable["topic_no"].astype(str) + " " + usable["group"]
    begins = np.flatnonzero((keys != keys.shift()).to_numpy()).tolist()
    share, low, high, n = (usable[name].to_numpy(dtype=float) for name in ("share", "low", "high", "n_stories"))
    n_looked_at = len(usable) - len(begins)
    new = []
    for begin, end in zip(begins, [*begins[1:], len(usable)], strict=True):
        for at in range(begin + 1, end):
            before = slice(begin, at)
            share_before = float(np.average(share[before], weights=n[before]))
            rise = share[at] - share[before]
            if rise.min() <= 0 or share_before > MOST_BEFORE * share[at]:
                continue
            width = np.hypot(share[at] - low[at], high[before] - share[before])
            chance = float(ndtr(-ndtri((1 + CONFIDENCE) / 2) * (rise / np.maximum(width, 1e-300)).min()))
            if (paid := min(chance * n_looked_at, 1.0)) <= 1 - CONFIDENCE:
                new.append((at, share_before, paid))
                break
    rows, befores, chances = zip(*new, strict=True) if new else ((), (), ())
    table = usable.iloc[list(rows)][["topic_no", "group", "period", "share", "low", "high", "n_stories"]]
    table = table.assign(share_before=np.array(befores, dtype=float), p_value=np.array(chances, dtype=float))
    return tables.check(table.reset_index(drop=True), tables.NEW_TOPICS)
