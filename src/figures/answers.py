"""The answers that open the notebooks: two sentences, computed from the tables."""

import html
from dataclasses import dataclass

from figures.copying import list_copies
from figures.coverage import list_reports
from figures.labels import count, shorten
from figures.periods import name_period


@dataclass(frozen=True)
class Answer:
    """Sentences that a notebook shows first and the index repeats; data in them is always shown as text.

    Attributes
    ----------
    text : str
        The sentences, plain.
    """

    text: str

    def _repr_html_(self) -> str:
        return f'<p class="answer"><strong>Answer.</strong> {html.escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text


def answer_contents(articles, rejected):
    """What is in the corpus, in two sentences.

    Parameters
    ----------
    articles, rejected : DataFrame
        Tables ARTICLES and REJECTED.

    Returns
    -------
    Answer
        Articles, outlets, dates and the largest outlet; how much was refused.

    Examples
    --------
    >>> from features import tables
    >>> from figures import answer_contents
    >>> answer_contents(tables.empty(tables.ARTICLES), tables.empty(tables.REJECTED))
    There are no articles in this corpus. Nothing was refused.
    """
    refused = f"{count(len(rejected), 'piece')} could not be used." if len(rejected) else "Nothing was refused."
    if not len(articles):
        return Answer(f"There are no articles in this corpus. {refused}")
    largest = articles["outlet"].value_counts()
    return Answer(
        f"{count(len(articles), 'article')} from {count(len(largest), 'outlet')}, {_span(articles['published'])}; "
        f"{_lead(largest)} {refused}"
    )


def _span(published):
    """'from 1 January to …', with the number of those without a date."""
    dated = published.dropna()
    undated = len(published) - len(dated)
    if not len(dated):
        return "none of them dated"
    first, last = _day(dated.min()), _day(dated.max())
    days = f"of {first}" if first == last else f"from {first} to {last}"
    return f"{days} ({undated:,} without a date)" if undated else days


def _lead(sizes):
    name = shorten(sizes.index[0], 40)
    if len(sizes) == 1:
        return f"all are from {name}."
    return f"the largest, {name}, gives {sizes.iloc[0] / sizes.sum():.0%} of them."


def answer_tone(series, article_sentiment, period):
    """How the tone changes, in two sentences.

    Parameters
    ----------
    series : DataFrame
        Table SERIES of the tone, one group.
    article_sentiment : DataFrame
        Table ARTICLE_SENTIMENT.
    period : {"day", "week", "month", "quarter", "year"}
        Name of the series’ period.

    Returns
    -------
    Answer
        The mean tone of the articles, up is good; then the lowest and the highest of the complete periods, and whether their
        intervals overlap.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import tables
    >>> from figures import answer_tone
    >>> two = pd.DataFrame({"score": [0.2, 0.4], "score_low": [0.1, -0.1], "score_high": [0.3, 0.9]})
    >>> answer_tone(tables.empty(tables.SERIES), two, "month").text.split(", and ")[0]
    'The mean tone of 2 articles is +0.300 on a scale from −1 (bad news) to 1 (good)'
    """
    scores = article_sentiment["score"].dropna()
    if not len(scores):
        return Answer(
            "No article has a tone: nothing in the corpus says anything about it. There is nothing to compare."
        )
    n_intervals = article_sentiment["score_low"].notna().sum()
    n_unsure = (article_sentiment["score_low"].le(0) & article_sentiment["score_high"].ge(0)).sum()
    overall = (
        f"The mean tone of {count(len(scores), 'article')} is {_signed(scores.mean())} on a scale from −1 (bad news) to 1 (good), "
        f"and of the {n_intervals:,} with an interval of their own {n_unsure / max(n_intervals, 1):.0%} include zero."
    )
    whole = series[series["state"] == "complete"]
    if len(whole) < 2:
        return Answer(f"{overall} There are too few complete {period}s to compare ({len(whole)}).")
    low, high = whole.loc[whole["estimate"].idxmin()], whole.loc[whole["estimate"].idxmax()]
    apart = low["high"] < high["low"]
    verdict = "do not overlap" if apart else "overlap"
    return Answer(
        f"{overall} Over complete {period}s it lies between {_signed(low['estimate'])} ({name_period(low['period'], period)}) and "
        f"{_signed(high['estimate'])} ({name_period(high['period'], period)}); their intervals {verdict}, and neither reprints "
        "nor the picking of the two extremes are paid for yet."
    )


def answer_topics(topics, article_topics, notes=()):
    """What the corpus is about, in two sentences; without topics, what the notes of the build say of them.

    Parameters
    ----------
    topics, article_topics : DataFrame
        Tables TOPICS and ARTICLE_TOPICS.
    notes : sequence of str
        As in the provenance that `read_provenance` gives.

    Returns
    -------
    Answer
        The three largest topics with their shares; how many articles have more than half in one topic.

    Examples
    --------
    >>> import pandas as pd
    >>> from figures import answer_topics
    >>> topics = pd.DataFrame({"label": ["oil, price", "club, goal"], "share": [0.4, 0.6]})
    >>> shares = pd.DataFrame({"article_id": ["a", "a"], "topic_no": [0, 1], "share": [0.4, 0.6]})
    >>> answer_topics(topics, shares).text.split(". ")[0]
    'Of 2 topics the largest are “club, goal” (60%); “oil, price” (40%)'
    """
    if not len(topics):
        reason = next((note for note in notes if "topics" in note), "no article has words")
        return Answer(f"There are no topics: {reason}. More articles would be needed.")
    first = topics.sort_values("share", ascending=False).head(3)
    names = "; ".join(
        f"“{shorten(label, 50)}” ({share:.0%})" for label, share in zip(first["label"], first["share"], strict=True)
    )
    largest = article_topics.groupby("article_id")["share"].max()
    return Answer(
        f"Of {count(len(topics), 'topic')} the largest are {names}. In {(largest > 0.5).mean():.0%} of the "
        f"{count(len(largest), 'article')} one topic has more than half of the article."
    )


def answer_coverage(articles, stories, events, occurrences):
    """How much evidence the articles are, and which event most outlets reported, in two sentences.

    Parameters
    ----------
    articles, stories, events, occurrences : DataFrame
        Tables of these names.

    Returns
    -------
    Answer
        Articles, stories and events, and how many copies of which outlet’s reports; of the events that most outlets reported the one
        with most stories, and who was first with it where the dates tell.

    Examples
    --------
    >>> from features import tables
    >>> from figures import answer_coverage
    >>> answer_coverage(*(tables.empty(tables.TABLES[name]) for name in ["ARTICLES", "STORIES", "EVENTS", "OCCURRENCES"]))
    There are no articles in this corpus. No event was reported.
    """
    if not len(occurrences):
        return Answer("There are no articles in this corpus. No event was reported.")
    evidence = (
        f"{count(len(articles), 'article')} {'is' if len(articles) == 1 else 'are'} "
        f"{count(stories['story_id'].nunique(), 'story')} on {count(len(occurrences), 'event')}"
    )
    widest = occurrences.sort_values(
        ["n_outlets", "n_stories", "first_published", "event_id"], ascending=[False, False, True, True]
    ).iloc[0]
    return Answer(
        f"{evidence}; {_copied(list_copies(articles, stories))}. {_widest(widest, articles, stories, events, occurrences)}"
    )


def _copied(copies):
    if not len(copies):
        return "none is a copy of another outlet’s report"
    said = f"{count(len(copies), 'article')} {'is a copy' if len(copies) == 1 else 'are copies'} of another outlet’s report"
    # A single copy says nothing of whom the outlets lean on, and one whose order is not known nothing of who copied whom.
    sources = copies.loc[copies["is_ordered"], "source"].value_counts().sort_index()
    if not len(sources) or sources.max() < 2 or (sources == sources.max()).sum() > 1:
        return said
    number = "all" if sources.max() == len(copies) else f"{sources.max():,}"
    return f"{said}, {number} of them of reports by {shorten(sources.idxmax(), 40)}"


def _widest(widest, articles, stories, events, occurrences):
    label = shorten(widest["label"], 90) or "(without words)"
    if widest["n_outlets"] == 1:
        return (
            f"No event was reported by more than one outlet; “{label}” has the most stories ({widest['n_stories']:,})."
        )
    reports = list_reports(articles, stories, events, [widest["event_id"]]).reset_index()
    first = reports.loc[reports["may_be_first"], "outlet"]
    who = f"{shorten(first.iloc[0], 40)} first" if len(first) == 1 else "who was first is not known"
    others = int((occurrences["n_outlets"] == widest["n_outlets"]).sum()) - 1
    also = f"; {count(others, 'other event')} {'was' if others == 1 else 'were'} reported by as many" if others else ""
    return f"The event reported by most outlets is “{label}” ({widest['n_outlets']:,} outlets, {who}){also}."


def _day(moment):
    return f"{moment.day} {moment:%B %Y}"


def _signed(value):
    return f"{value:+.3f}".replace("-", "−")
