"""Articles to table EVENTS: which event each reports, and how certain that is."""

import numpy as np
import pandas as pd

from features import tables
from features.events.describing import describe_articles
from features.events.joining import THRESHOLD, find_reports

# Certainty is r / (r + 0.5), r being the score of what was chosen over that of the next best choice. Fitted to AllSides, whose
# editors gave topics: the share of articles that have the topic of the event's report before them is 0.68 at r = 1, 0.81 at r = 2
# and 0.93 from r = 3 on, when the share among all pairs is taken as 0 and that among reports with almost the same headline as 1.
_DOUBT = 0.5
_DAY = pd.Timedelta(days=1)


def find_events(articles, words=None, *, stories=None, known=None):
    """Find which articles report the same occurrence.

    Articles are looked at in the order of time, those without a date last and those of one moment by identity. Each joins the open
    event that it resembles most, when it does so enough, or opens a new one. What comes later changes nothing: of articles in
    the order of time, the events of the first thousand are the same whether there are more or not.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id`, `published`, `title` and `text`, as in table ARTICLES.
    words : Words, optional
        The words of the texts of these articles in this order, as `features.text.find_words` gives them. Default: found here.
    stories : DataFrame, optional
        Table STORIES, or its columns `article_id` and `story_id`: the articles of one story, which are copies, share the event of the
        first of them. Default: every article is a story of its own.
    known : DataFrame, optional
        An earlier table EVENTS. What it says stays, whatever comes, also when articles arrive that are older.

    Returns
    -------
    DataFrame
        Table EVENTS, a row per article in the order given.

    Raises
    ------
    ValueError
        If the words are those of other articles, or a table lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.events import find_events
    >>> titles = ["Ferry sinks off Vellmouth", "Vellmouth ferry sinks, captain missing", "Copper price falls"]
    >>> published = pd.to_datetime(["2026-03-06", "2026-03-07", "2026-03-07"], utc=True)
    >>> three = pd.DataFrame({"article_id": ["a", "b", "c"], "published": published, "title": titles, "text": ""})
    >>> find_events(three).event_id.tolist()
    ['a', 'a', 'c']
    """
    descriptions = describe_articles(articles, words)
    return join_events(descriptions, articles["article_id"], articles["published"], stories=stories, known=known)


def join_events(descriptions, article_ids, published, *, stories=None, known=None):
    """Find which described articles report the same occurrence: `find_events` for a corpus that was described in parts.

    Parameters
    ----------
    descriptions : Descriptions
        Of the articles, as `describe_articles` gives them.
    article_ids : sequence of str, one entry per article
        In the order of the descriptions.
    published : Series of timestamp, one entry per article
        When each was published; missing when no date is known.
    stories, known : DataFrame, optional
        As for `find_events`.

    Returns
    -------
    DataFrame
        Table EVENTS, a row per article in the order given.

    Raises
    ------
    ValueError
        If there are not as many descriptions as articles, or a table lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.events import describe_articles, join_events
    >>> one = pd.DataFrame({"article_id": ["a"], "title": ["Ferry sinks off Vellmouth"], "text": [""]})
    >>> join_events(describe_articles(one), ["a"], pd.to_datetime(["2026-03-06"], utc=True)).certainty.tolist()
    [1.0]
    """
    ids = pd.Index(np.asarray(article_ids, dtype=object), dtype="str")
    if not len(ids):
        return tables.empty(tables.EVENTS)
    if not len(ids) == len(descriptions) == len(published):
        raise ValueError(
            f"{len(ids)} articles need as many descriptions and moments, got {len(descriptions)} and {len(published)}; "
            "give those of the same articles"
        )
    day = ((pd.DatetimeIndex(pd.to_datetime(published, utc=True)) - pd.Timestamp(0, tz="UTC")) / _DAY).to_numpy(
        dtype=float
    )
    settled, names = _settled(ids, known)
    # In the order of time; NaN sorts last. What is settled comes before all else, so that what is new can join it.
    order = np.lexsort((ids.to_numpy().astype(str), day, settled < 0))
    leader = _first_of_stories(ids, stories, order)
    looked_at = order[leader[order] == order]
    place = np.full(len(ids), -1)
    place[looked_at] = np.arange(len(looked_at))
    number, of_name = _numbered(settled, names, ids, place, len(looked_at))
    event, score, next_score = find_reports(descriptions, looked_at, day[looked_at], number[looked_at])
    opened = event == np.arange(len(event))
    certainty = _certainty(opened & (score < THRESHOLD), score, next_score)
    event_ids = np.append(ids.to_numpy(dtype=object)[looked_at], of_name)[event]
    table = pd.DataFrame(
        {"article_id": ids, "event_id": event_ids[place[leader]], "certainty": certainty[place[leader]]}
    )
    return tables.check(_with_known(table, known), tables.EVENTS)


def _settled(ids, known):
    """Of each article the place in `names` of its event as it is known, else −1."""
    if known is None or not len(known):
        return np.full(len(ids), -1), np.empty(0, dtype=object)
    _require(known, ("article_id", "event_id", "certainty"), "known")
    code, names = pd.factorize(known["event_id"])
    names = np.asarray(names, dtype=object)
    settled = pd.Series(code, index=known["article_id"].to_numpy()).reindex(ids, fill_value=-1).to_numpy()
    # The article that an event is named after reports it, even if the table does not say so.
    itself = pd.Series(np.arange(len(names)), index=names).reindex(ids, fill_value=-1).to_numpy()
    return np.where(settled < 0, itself, settled), names


def _first_of_stories(ids, stories, order):
    """Of each article the row of the first of its story, in that order."""
    if stories is None:
        return np.arange(len(ids))
    _require(stories, ("article_id", "story_id"), "stories")
    of_article = pd.Series(stories["story_id"].to_numpy(), index=stories["article_id"].to_numpy()).reindex(ids)
    # An article that the table does not know is a story of its own.
    code = pd.factorize(of_article)[0]
    code = np.where(code < 0, len(ids) + np.arange(len(ids)), code)
    _, firsts, of_row = np.unique(code[order], return_index=True, return_inverse=True)
    leader = np.empty(len(ids), dtype=np.int64)
    leader[order] = order[firsts][of_row]
    return leader


def _numbered(settled, names, ids, place, n_looked_at):
    """The settled events as `find_reports` numbers them, and the names of those whose first report it does not look at."""
    row = pd.Series(np.arange(len(ids)), index=ids).reindex(names, fill_value=-1).to_numpy()
    number = np.where(row < 0, -1, place[row])
    absent = np.flatnonzero(number < 0)
    number[absent] = n_looked_at + np.arange(len(absent))
    return np.append(number, -1)[settled], names[absent]


def _certainty(opened, score, next_score):
    """How far the next best choice was behind: to open an event is worth the threshold."""
    chosen = np.where(opened, THRESHOLD, score)
    other = np.where(opened, score, np.maximum(next_score, THRESHOLD))
    ratio = np.divide(other, chosen, out=np.zeros(len(score)), where=chosen > 0)
    return 1 / (1 + _DOUBT * ratio)


def _with_known(table, known):
    """What was known in place of what was found."""
    if known is None or not len(known):
        return table
    before = known.set_index("article_id").reindex(table["article_id"])
    for name in ("event_id", "certainty"):
        table[name] = np.where(before["event_id"].isna(), table[name], before[name])
    return table


def _require(table, names, what):
    missing = [name for name in names if name not in table]
    if missing:
        raise ValueError(f"{what} lacks the columns {missing}; it has {list(table)}")
