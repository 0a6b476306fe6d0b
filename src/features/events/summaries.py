"""Table EVENTS to table OCCURRENCES: what each event is, and who reported it."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from features import tables

# A label made from a text, where no report has a headline.
_MOST_CHARACTERS = 80


def summarise_events(articles, events, *, stories=None):
    """Say of each event what it is, who reported it first, and which outlets covered it.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id`, `outlet`, `published` and `title`, as in table ARTICLES; with `text`, an event without a headline is
        labelled by the beginning of its first report.
    events : DataFrame, one row per article
        Table EVENTS of these articles.
    stories : DataFrame, optional
        Table STORIES, or its columns `article_id` and `story_id`. Default: every article is a story of its own.

    Returns
    -------
    DataFrame
        Table OCCURRENCES, a row per event: by first report, those without a date last.

    Raises
    ------
    ValueError
        If an article has no event.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.events import find_events, summarise_events
    >>> titles = ["Ferry sinks off Vellmouth", "Vellmouth ferry sinks, captain missing", "Copper price falls"]
    >>> published = pd.to_datetime(["2026-03-06", "2026-03-07", "2026-03-07"], utc=True)
    >>> three = pd.DataFrame({"article_id": ["a", "b", "c"], "published": published, "title": titles, "text": ""})
    >>> three["outlet"] = ["Wire", "Lantern", "Wire"]
    >>> summarise_events(three, find_events(three))[["label", "n_articles", "outlets"]].values.tolist()
    [['Ferry sinks off Vellmouth', 2, 'Wire; Lantern'], ['Copper price falls', 1, 'Wire']]
    """
    if not len(articles):
        return tables.empty(tables.OCCURRENCES)
    reports = articles[["article_id", "outlet", "published"]].copy()
    reports["label"] = _labels(articles)
    reports["event_id"] = events.set_index("article_id")["event_id"].reindex(reports["article_id"]).to_numpy()
    lacking = reports.loc[reports["event_id"].isna(), "article_id"]
    if len(lacking):
        raise ValueError(
            f"{len(lacking)} articles have no event, first {lacking.iloc[0]!r}; find the events of these articles"
        )
    reports["story_id"] = reports["article_id"]
    if stories is not None:
        of_article = stories.set_index("article_id")["story_id"].reindex(reports["article_id"]).to_numpy()
        reports["story_id"] = np.where(pd.isna(of_article), reports["article_id"], of_article)
    reports = reports.sort_values(["published", "article_id"], na_position="last", kind="stable")
    # `first` passes over what is missing: the label of the first report that has one.
    by_event = reports.groupby("event_id", sort=False)
    first = reports.drop_duplicates("event_id").set_index("event_id")
    # In the order of the events, and within one of the first reports.
    number = pd.Series(np.arange(len(first)), index=first.index)[reports["event_id"]].to_numpy()
    pairs = pd.DataFrame({"number": number, "outlet": reports["outlet"].to_numpy()}).drop_duplicates()
    pairs = pairs.sort_values("number", kind="stable")
    n_outlets = np.bincount(pairs["number"], minlength=len(first))
    table = pd.DataFrame(
        {
            "event_id": first.index,
            "label": by_event["label"].first().fillna("").to_numpy(),
            "first_article_id": first["article_id"].to_numpy(),
            "first_outlet": first["outlet"].to_numpy(),
            "first_published": first["published"].array,
            "last_published": by_event["published"].max().array,
            "n_articles": by_event.size().to_numpy(),
            "n_stories": by_event["story_id"].nunique().to_numpy(),
            "n_outlets": n_outlets,
            "outlets": _join_names(pairs["outlet"], n_outlets),
        }
    )
    return tables.check(table, tables.OCCURRENCES)


def _join_names(names, sizes):
    """So many names each, joined by “; ”."""
    offsets = np.append(0, np.cumsum(sizes)).astype(np.int32)
    lists = pa.ListArray.from_arrays(offsets, pa.array(names, type=pa.string()))
    return pd.array(pc.binary_join(lists, "; "), dtype="str")


def _labels(articles):
    """Headlines; without one, the beginning of the text up to the end of a word, where there is a text."""
    titles = articles["title"].str.strip().replace("", None)
    if "text" not in articles or titles.notna().all():
        return titles
    beginnings = articles["text"].str.slice(0, 4 * _MOST_CHARACTERS).str.split().str.join(" ")
    cut = beginnings.str.slice(0, _MOST_CHARACTERS + 1).str.replace(r"\s\S*$", "", regex=True) + " …"
    return titles.fillna(beginnings.where(beginnings.str.len() <= _MOST_CHARACTERS, cut).replace("", None))
