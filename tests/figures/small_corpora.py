"""Articles with their stories and events, written down by hand as one line each."""

import pandas as pd

from features import tables
from features.events import summarise_events

_COLUMNS = ["article_id", "outlet", "published", "precision", "story_id", "event_id", "title"]


def corpus_of(lines):
    """Tables ARTICLES, STORIES, EVENTS and OCCURRENCES of lines (article, outlet, moment, precision, story, event, title).

    A story’s first copy is the article that it is named after; lags are those of the moments, and the others keep four fifths.
    """
    rows = pd.DataFrame(lines, columns=_COLUMNS)
    rows["published"] = pd.to_datetime(rows["published"], format="ISO8601", utc=True).astype("datetime64[s, UTC]")
    articles = rows[["article_id", "outlet", "published", "precision", "title"]].assign(text="")
    is_first = rows["story_id"] == rows["article_id"]
    moments = rows["published"] + pd.to_timedelta((rows["precision"] == "day").astype(int), unit="D")
    first = moments.set_axis(rows["article_id"]).reindex(rows["story_id"]).set_axis(rows.index)
    stories = rows[["article_id", "story_id"]].assign(
        is_first=is_first,
        lag_hours=(moments - first).dt.total_seconds() / 3600,
        share_kept=is_first.map({True: 1.0, False: 0.8}),
        n_copies=rows.groupby("story_id")["article_id"].transform("size").astype("int32"),
    )
    events = rows[["article_id", "event_id"]].assign(certainty=1.0)
    occurrences = summarise_events(articles, events, stories=stories)
    return articles, tables.check(stories, tables.STORIES), tables.check(events, tables.EVENTS), occurrences


def many_events(
    n_events, n_outlets, name="Outlet {} of a rather long name indeed", title="Event {} has a long headline too"
):
    """Every outlet reports every event, an hour later the further down it stands; each third outlet prints the first’s text."""
    lines = []
    for event in range(n_events):
        for outlet in range(n_outlets):
            moment = pd.Timestamp("2024-01-01") + pd.Timedelta(days=event, hours=outlet)
            article = f"e{event:04d}o{outlet:04d}"
            story = f"e{event:04d}o0000" if outlet % 3 == 2 else article
            lines.append(
                (
                    article,
                    name.format(outlet),
                    moment.isoformat(),
                    "moment",
                    story,
                    f"e{event:04d}",
                    title.format(event),
                )
            )
    return corpus_of(lines)


# A ferry sinks: the Wire first, the Courier and the Herald in its words, the Lantern in its own. Then a vote in the Courier alone.
FERRY_AND_VOTE = [
    ("a", "Wire", "2026-03-06T08:00", "moment", "a", "a", "Ferry sinks off Vellmouth"),
    ("b", "Courier", "2026-03-06T10:00", "moment", "a", "a", "Ferry sinks"),
    ("c", "Herald", "2026-03-07T08:00", "moment", "a", "a", "Ferry sinks off coast"),
    ("d", "Lantern", "2026-03-06T09:00", "moment", "d", "a", "Our harbour mourns"),
    ("e", "Courier", "2026-03-09T08:00", "moment", "e", "e", "Vote fails"),
]
