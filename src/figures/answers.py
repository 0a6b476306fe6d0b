"""The answers that open the notebooks: two sentences, computed from the tables."""

import html
from dataclasses import dataclass

from figures.labels import count, shorten
from figures.periods import name_period


@dataclass(frozen=True)
class Answer:
    """Sentences that a notebook shows first and the index repeats; data in them is always shown as text."""

    text: str

    def _repr_html_(self) -> str:
        return f'<p class="answer"><strong>Answer.</strong> {html.escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text


def answer_contents(articles, rejected):
    """What is in the corpus, in two sentences.

    Examples
    --------
    >>> from features import tables
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
    period : str
        Name of the series' period.
    """
    scores = article_sentiment["score"].dropna()
    if not len(scores):
        return Answer(
            "No article has a tone: no word of the lexicon occurs in the corpus. There is nothing to compare."
        )
    sure = article_sentiment["score_low"].notna()
    unsure = (article_sentiment["score_low"].le(0) & article_sentiment["score_high"].ge(0)).sum() / max(sure.sum(), 1)
    overall = (
        f"The mean tone of {count(len(scores), 'article')} is {_signed(scores.mean())} on a scale from −1 to 1, and of the "
        f"{sure.sum():,} with an interval of their own {unsure:.0%} include zero."
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
    """What the corpus is about, in two sentences; without topics, what the notes of the build say of them."""
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


def _day(moment):
    return f"{moment.day} {moment:%B %Y}"


def _signed(value):
    return f"{value:+.3f}".replace("-", "−")
