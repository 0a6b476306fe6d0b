"""Figures of which outlets reported which events."""

import numpy as np
import pandas as pd

from figures.copying import bound_moments, list_copies
from figures.labels import count, name_rows, say_nothing_to_draw, shorten, shorten_all

# Lowest number of outlets of each row of `draw_evidence`, and what the row is called.
_REACHES = {
    1: "1 outlet",
    2: "2 outlets",
    3: "3 outlets",
    4: "4 outlets",
    5: "5 outlets",
    6: "6 to 9",
    10: "10 or more",
}
STATES = ("own report", "copy only", "not reported")


def draw_evidence(occurrences, axes):
    """How many events were reported by how many outlets, and how many articles and stories that took. Returns what is drawn.

    Parameters
    ----------
    occurrences : DataFrame
        Table OCCURRENCES.
    axes : matplotlib.axes.Axes
        The size of its figure is set.

    Returns
    -------
    DataFrame, one row per number of outlets, up to the largest that occurs
        outlets, n_events, n_articles, n_stories. The counts add up to those of the corpus.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from figures import draw_evidence
    >>> two = pd.DataFrame({"n_outlets": [1, 2], "n_articles": [1, 5], "n_stories": [1, 3]})
    >>> figure, axes = plt.subplots()
    >>> draw_evidence(two, axes).values.tolist()
    [['1 outlet', 1, 1, 1], ['2 outlets', 1, 5, 3]]
    >>> plt.close(figure)
    """
    columns = ["outlets", "n_events", "n_articles", "n_stories"]
    if not len(occurrences):
        say_nothing_to_draw(axes, "there are no events")
        return pd.DataFrame(columns=columns)
    reach = np.searchsorted(list(_REACHES), occurrences["n_outlets"].to_numpy(), side="right") - 1
    sums = occurrences.assign(n_events=1).groupby(reach)[columns[1:]].sum()
    drawn = sums.reindex(range(reach.max() + 1), fill_value=0).rename_axis("outlets").reset_index()
    drawn["outlets"] = [list(_REACHES.values())[row] for row in drawn["outlets"]]
    rows, copies = np.arange(len(drawn)), drawn["n_articles"] - drawn["n_stories"]
    axes.figure.set_size_inches(8, 1.5 + 0.36 * len(drawn))
    axes.barh(rows, drawn["n_stories"], color="C0", height=0.66, label="stories")
    # A bar of no length would still have an edge.
    some = copies > 0
    style = {"color": "white", "edgecolor": "C0", "hatch": "////", "linewidth": 0.8, "height": 0.66}
    axes.barh(rows[some], copies[some], left=drawn["n_stories"][some], label="copies of them", **style)
    widest = drawn["n_articles"].max()
    for row, part in zip(rows, drawn.itertuples(), strict=True):
        axes.text(part.n_articles + 0.015 * widest, row, count(part.n_events, "event"), va="center", fontsize=9)
    name_rows(axes, drawn["outlets"].tolist())
    axes.set(
        xlim=(0, 1.2 * widest), ylim=(len(drawn) - 0.5, -0.5), xlabel="articles on events that so many outlets reported"
    )
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.figure.legend(loc="outside lower right", ncols=2)
    n_articles, n_stories = int(drawn["n_articles"].sum()), int(drawn["n_stories"].sum())
    n_shared = int((occurrences["n_outlets"] > 1).sum())
    axes.set_title(
        f"{count(n_articles, 'article')}, {count(n_stories, 'story')}, {count(len(occurrences), 'event')}; "
        f"{f'{n_shared:,}' if n_shared else 'none'} reported by more than one outlet"
    )
    return drawn


def list_reports(articles, stories, events, event_ids):
    """Who reported some events, whether in words of their own, and who may have been first.

    Parameters
    ----------
    articles, stories, events : DataFrame
        Tables of these names.
    event_ids : sequence of str
        The events asked for.

    Returns
    -------
    DataFrame, one row per event and outlet that reported it
        Index: event_id, outlet; columns: may_be_first (several outlets of an event when the dates do not tell, none when there are
        no dates), n_articles, state (“own report” or “copy only”).

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_stories
    >>> from figures.coverage import list_reports
    >>> when = pd.to_datetime(["2026-03-06 00:00", "2026-03-06 18:00"], utc=True)
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Wire", "Courier"], "published": when,
    ...                          "precision": ["day", "moment"], "title": ["Rain", "Snow"], "text": ""})
    >>> events = pd.DataFrame({"article_id": ["a", "b"], "event_id": "a"})
    >>> list_reports(articles, find_stories(articles), events, ["a"])["may_be_first"].to_dict()
    {('a', 'Courier'): True, ('a', 'Wire'): True}
    """
    found = events.loc[events["event_id"].isin(event_ids), ["article_id", "event_id"]]
    found = found.merge(articles[["article_id", "outlet"]].join(bound_moments(articles)), on="article_id")
    found["is_own"] = ~found["article_id"].isin(list_copies(articles, stories)["article_id"])
    deadline = found.groupby("event_id")["latest"].transform("min")
    found["may_be_first"] = found["earliest"] <= deadline
    by_cell = found.groupby(["event_id", "outlet"])
    reports = by_cell.agg(may_be_first=("may_be_first", "any"), n_articles=("is_own", "size"), is_own=("is_own", "any"))
    reports["state"] = np.where(reports.pop("is_own"), *STATES[:2])
    return reports


def draw_coverage(articles, stories, events, occurrences, axes, *, most_events=18, most_outlets=12):
    """A table of dots: the events that most outlets reported, by the largest outlets. Returns what is drawn.

    A filled dot is a report of the outlet's own, a hollow one stands for nothing but copies of other outlets' reports; a ring marks
    whoever may have been first, which are several when the dates do not tell.

    Parameters
    ----------
    articles, stories, events, occurrences : DataFrame
        Tables of these names.
    axes : matplotlib.axes.Axes
        The size of its figure is set to the number of rows and columns. Time runs downwards, undated events stand last; the largest
        outlet stands on the left.
    most_events, most_outlets : int
        The most rows and columns.

    Returns
    -------
    DataFrame, one row per event and outlet shown
        event_id, label, first_published, outlet, state (one of `STATES`), may_be_first, n_articles, n_other_outlets (outlets that
        reported the event and are not shown).

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> from features import find_events, find_stories, summarise_events
    >>> from figures import draw_coverage
    >>> published = pd.to_datetime(["2026-03-06", "2026-03-07"], utc=True)
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Wire", "Courier"], "published": published, "title":
    ...     ["Ferry sinks off Vellmouth", "Vellmouth ferry sinks, captain missing"], "precision": "day", "text": ""})
    >>> stories, events = find_stories(articles), find_events(articles)
    >>> figure, axes = plt.subplots()
    >>> drawn = draw_coverage(articles, stories, events, summarise_events(articles, events), axes)
    >>> drawn[["outlet", "state", "may_be_first"]].values.tolist()
    [['Courier', 'own report', False], ['Wire', 'own report', True]]
    >>> plt.close(figure)
    """
    columns = [
        "event_id",
        "label",
        "first_published",
        "outlet",
        "state",
        "may_be_first",
        "n_articles",
        "n_other_outlets",
    ]
    if not len(occurrences):
        say_nothing_to_draw(axes, "there are no events")
        return pd.DataFrame(columns=columns)
    rows = _choose_events(occurrences, most_events)
    reports = list_reports(articles, stories, events, rows["event_id"])
    sizes = articles["outlet"].value_counts().rename_axis("outlet").reset_index(name="n")
    names = sizes.sort_values(["n", "outlet"], ascending=[False, True])["outlet"].head(most_outlets).tolist()
    cells = pd.MultiIndex.from_product([rows["event_id"], names], names=["event_id", "outlet"])
    drawn = reports.reindex(cells).reset_index()
    drawn["state"] = drawn["state"].fillna("not reported")
    drawn["may_be_first"] = drawn["may_be_first"].eq(True)
    drawn["n_articles"] = drawn["n_articles"].fillna(0).astype(int)
    others = reports.reset_index()
    others = others[~others["outlet"].isin(names)].groupby("event_id")["may_be_first"].agg(["size", "any"])
    others = others.reindex(rows["event_id"])
    drawn["n_other_outlets"] = drawn["event_id"].map(others["size"]).fillna(0).astype(int)
    drawn = drawn.merge(rows[["event_id", "label", "first_published"]], on="event_id", how="left")[columns]
    n_more = articles["outlet"].nunique() - len(names)
    _draw_cells(drawn, len(rows), names, axes)
    if n_more:
        _draw_others(others, len(names), n_more, axes)
    _frame_table(drawn, rows, names, n_more, axes)
    # Over the whole width: the table itself begins far right.
    axes.figure.suptitle(_title(reports, len(rows)), x=0.01, ha="left", fontsize=10, weight="bold")
    return drawn


def _choose_events(occurrences, most):
    """The events with most outlets, then most stories; by time."""
    reach = ["n_outlets", "n_stories", "n_articles", "first_published", "event_id"]
    chosen = occurrences.sort_values(reach, ascending=[False] * 3 + [True] * 2).head(most)
    return chosen.sort_values(["first_published", "event_id"], na_position="last", ignore_index=True)


def _draw_cells(drawn, n_rows, names, axes):
    column, row = np.tile(np.arange(len(names)), n_rows), np.repeat(np.arange(n_rows), len(names))
    own, copied, first = drawn["state"] == STATES[0], drawn["state"] == STATES[1], drawn["may_be_first"]
    axes.figure.set_size_inches(max(4.7 + 0.37 * (len(names) + 1), 7), 2.9 + 0.27 * n_rows)
    axes.hlines(range(n_rows), -0.5, len(names) - 0.5, color="0.93", linewidth=1, zorder=0)
    axes.scatter(column[own], row[own], s=36, facecolor="C0", edgecolor="C0", label="own report")
    axes.scatter(
        column[copied], row[copied], s=36, facecolor="white", edgecolor="C0", linewidth=1.3, label="only a copy"
    )
    axes.scatter(
        column[first],
        row[first],
        s=125,
        facecolor="none",
        edgecolor="C1",
        linewidth=1.6,
        label="first, or may be first",
    )
    axes.figure.legend(loc="outside lower right", ncols=3, handletextpad=0.2)


def _draw_others(others, column, n_more, axes):
    """In a last column, how many outlets that are not shown reported the event."""
    for row, (size, is_first) in enumerate(zip(others["size"].fillna(0), others["any"].eq(True), strict=True)):
        if size:
            axes.text(column, row, f"{size:.0f}", ha="center", va="center", fontsize=7.5, color="0.3")
        if is_first:
            axes.scatter(column, row, s=230, facecolor="none", edgecolor="C1", linewidth=1.6)


def _frame_table(drawn, rows, names, n_more, axes):
    """Names on the left and on top, sums below."""
    dates = [f"{when.day} {when:%b %Y}" if pd.notna(when) else "no date" for when in rows["first_published"]]
    labels = shorten_all(rows["label"], 50)
    name_rows(axes, [f"{label}  {date}" for label, date in zip(labels, dates, strict=True)], fontsize=8)
    reported = drawn[drawn["state"] != STATES[2]].groupby("outlet").size().reindex(names, fill_value=0)
    axes.set_xticks(range(len(names)), [f"{n}" for n in reported], fontsize=8)
    axes.set_xlabel(f"reported, of {'these ' if len(rows) > 1 else ''}{count(len(rows), 'event')}")
    top = axes.secondary_xaxis("top")
    heads = shorten_all(names, 24) + ([count(n_more, "other outlet")] if n_more else [])
    top.set_xticks(range(len(heads)), heads, rotation=45, ha="left", rotation_mode="anchor", fontsize=8)
    for edge in (axes, top):
        edge.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    top.spines["top"].set_visible(False)
    axes.set(xlim=(-0.6, len(heads) - 0.4), ylim=(len(rows) - 0.4, -0.6))


def _title(reports, n_events):
    """Who was first most often, where the dates tell."""
    if reports.groupby("event_id").size().max() == 1:
        return "No event was reported by more than one outlet: there is nothing to compare"
    first = reports[reports["may_be_first"]].reset_index()
    alone = first[~first["event_id"].duplicated(keep=False)]["outlet"].value_counts().sort_index()
    events = "this event" if n_events == 1 else f"these {n_events:,} events"
    if not len(alone):
        return f"Who was first with {events} is not known"
    names = [shorten(name, 30) or "(blank)" for name in alone[alone == alone.max()].index]
    if n_events == 1:
        return f"{names[0]} was first with {events}"
    n_unknown = n_events - alone.sum()
    rest = f"; with {n_unknown:,} it is not known who was" if n_unknown else ""
    if len(names) > 1:
        return f"{len(names)} outlets were each first with {alone.max():,} of {events}{rest}"
    return f"{names[0]} was first with {alone.max():,} of {events}{rest}"
