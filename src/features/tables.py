"""Every table of the project: what one row is, its key, and the meaning, unit and range of each column.

The schemas are pyarrow's, and their notes travel inside the Parquet files. `check` is the only gate: whatever
passes it has exactly these columns, and whatever does not is refused with the offender's name.
"""

import base64
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.article import FLAGS, OUTLET_SOURCES, PRECISIONS

# Columns of numbers of which there are few, and columns that gain nothing from any order of their bytes (see `_packing`).
_FEW_VALUES, _PLAIN = ("valence", "coverage"), ("text", "factor")


class TableError(ValueError):
    """A table does not have the columns, types, ranges or keys that it promises."""


def _column(name, kind, meaning, *, unit="", low=None, high=None, values=(), optional=False):
    notes = {
        "meaning": meaning,
        "unit": unit,
        "values": "|".join(values),
        "low": "" if low is None else str(low),
        "high": "" if high is None else str(high),
    }
    return pa.field(name, kind, nullable=optional, metadata={k: v for k, v in notes.items() if v})


def _table(name, one_row_per, key, *columns, made_by=""):
    """`made_by` names the function of a table that is made when it is asked for and not stored by `build`."""
    notes = {"table": name, "one row per": one_row_per, "key": ",".join(key)}
    return pa.schema(columns, metadata=notes | ({"made by": made_by} if made_by else {}))


def _count(name, meaning):
    return _column(name, pa.int32(), meaning, unit="count", low=0)


def _share(name, meaning, optional=False):
    return _column(name, pa.float64(), meaning, unit="share", low=0, high=1, optional=optional)


def _score(name, meaning, optional=True):
    return _column(name, pa.float64(), meaning, unit="score", low=-1, high=1, optional=optional)


_ARTICLE = _column(
    "article_id", pa.string(), "first 16 hexadecimal digits of the SHA-256 of outlet, moment in UTC, title and text"
)
_SENTENCE = _column("sentence_no", pa.int32(), "position in the article, from 0", low=0)
_CHANCES = tuple(
    _share(
        name, f"calibrated chance that it is {meaning}; missing where there is no score, and from a plain lexicon", True
    )
    for name, meaning in (("p_negative", "bad"), ("p_neutral", "neither"), ("p_positive", "good"))
)
_TOPIC = _column("topic_no", pa.int32(), "topic number, from 0", low=0)
_FILE = _column(
    "file",
    pa.string(),
    "the file it came from, or a folder that was refused, relative to the folder that was read",
)
_PLACE = _column(
    "place",
    pa.string(),
    "where in the file: 'whole file', 'whole folder', 'line 7', 'row 7', 'item 7', 'record 7', 'entry 7', counted from 1; "
    "'… and after' when nothing behind it could be read either",
)

ARTICLES = _table(
    "ARTICLES",
    "article",
    ["article_id"],
    _ARTICLE,
    _column("outlet", pa.string(), "who published it; 'unknown' when nothing says so"),
    _column("outlet_from", pa.string(), "how the outlet was learned", values=OUTLET_SOURCES),
    _column(
        "published",
        pa.timestamp("s", tz="UTC"),
        "when it was published; missing when no date is known",
        unit="UTC",
        optional=True,
    ),
    _column(
        "precision",
        pa.string(),
        "how much of `published` is known: a moment in time; a local time "
        "whose offset was not written, kept as if UTC; a day, kept as midnight UTC; nothing",
        values=PRECISIONS,
    ),
    _column(
        "offset_minutes",
        pa.int16(),
        "offset from UTC as written, east positive",
        unit="minutes",
        low=-1439,
        high=1439,
        optional=True,
    ),
    _column("published_note", pa.string(), "why the date is missing, or in doubt", optional=True),
    _column("authors", pa.string(), "names of its authors, separated by '; '", optional=True),
    _column("title", pa.string(), "headline", optional=True),
    _column("url", pa.string(), "address as written", optional=True),
    _column(
        "text", pa.large_string(), "body; paragraphs are separated by a blank line; empty when only a title is known"
    ),
    _column(
        "flagged",
        pa.string(),
        "what else must be known of it, separated by '; ': "
        + ", ".join(FLAGS)
        + " (what each means: features.article.FLAGS)",
        optional=True,
    ),
    _column(
        "language",
        pa.string(),
        "language of the text, as ISO 639-1; missing when it has too few words to tell, or was not looked at yet",
        optional=True,
    ),
    _FILE,
    _PLACE,
)
REJECTED = _table(
    "REJECTED",
    "piece that was refused",
    ["file", "place"],
    _FILE,
    _PLACE,
    _column("reason", pa.string(), "what was expected, what was found, and the way out"),
)
STORIES = _table(
    "STORIES",
    "article",
    ["article_id"],
    _ARTICLE,
    _column("story_id", pa.string(), "the story's name: the identity of its first copy"),
    _column(
        "is_first",
        pa.bool_(),
        "whether it is the first copy: the earliest (a day without a time counts as its end, a missing date comes last), of the same "
        "moment the longest",
    ),
    _column(
        "lag_hours",
        pa.float64(),
        "how long after the first copy it was published, a day without a time counted as its end; missing when either date is",
        unit="hours",
        low=0,
        optional=True,
    ),
    _share("share_kept", "words of the first copy's text that it keeps among all of them; 1 for the first copy itself"),
    _column("n_copies", pa.int32(), "articles in its story, itself among them", unit="count", low=1),
)
_EVENT = _column("event_id", pa.string(), "the event's name: the identity of the article that opened it")
EVENTS = _table(
    "EVENTS",
    "article",
    ["article_id"],
    _ARTICLE,
    _EVENT,
    _share(
        "certainty",
        "how probable it is that joining this event, or opening it, was right, judged by how far it stood before the next best "
        "choice: two thirds when they were equal, 1 when there was no other; copies share that of their story's first article",
    ),
)
OCCURRENCES = _table(
    "OCCURRENCES",
    "event",
    ["event_id"],
    _EVENT,
    _column(
        "label",
        pa.string(),
        "what happened, for people: the headline of its first report that has one, else the beginning of its text",
    ),
    _column("first_article_id", pa.string(), "its first report"),
    _column("first_outlet", pa.string(), "the outlet of its first report"),
    _column(
        "first_published",
        pa.timestamp("s", tz="UTC"),
        "when its first report was published; missing when no report has a date",
        unit="UTC",
        optional=True,
    ),
    _column(
        "last_published",
        pa.timestamp("s", tz="UTC"),
        "when its last report was published; missing when no report has a date",
        unit="UTC",
        optional=True,
    ),
    _count("n_articles", "articles that report it, copies among them"),
    _count("n_stories", "articles that report it, copies of one story counted once"),
    _count("n_outlets", "outlets that covered it"),
    _column("outlets", pa.string(), "the outlets that covered it, separated by '; ', the first to report it first"),
)
SENTENCES = _table(
    "SENTENCES",
    "sentence",
    ["article_id", "sentence_no"],
    _ARTICLE,
    _SENTENCE,
    _column("paragraph_no", pa.int32(), "paragraph in the article, from 0", low=0),
    _column("start", pa.int32(), "offset of its first character in the article's text", unit="characters", low=0),
    _column("text", pa.large_string(), "the sentence as written: article.text[start:start + len(text)]"),
)
SENTENCE_SENTIMENT = _table(
    "SENTENCE_SENTIMENT",
    "sentence",
    ["article_id", "sentence_no"],
    _ARTICLE,
    _SENTENCE,
    _score(
        "score",
        "chance of good minus chance of bad news (of the plain lexicon: mean valence of its scored words); up is good; missing "
        "when no word says anything about tone, or the article is in another language",
    ),
    *_CHANCES,
    _count("n_words", "words in the sentence"),
    _count("n_scored_words", "words that say something about tone: rated, or telling by themselves, and not masked"),
    _share("coverage", "scored words among its words; missing when there are no words", optional=True),
)
TARGET_SENTIMENT = _table(
    "TARGET_SENTIMENT",
    "mention",
    ["article_id", "sentence_no", "start", "end"],
    _ARTICLE,
    _SENTENCE,
    _column("start", pa.int32(), "offset of its first character in the text of the sentence", unit="characters", low=0),
    _column(
        "end", pa.int32(), "offset behind its last character in the text of the sentence", unit="characters", low=0
    ),
    _score(
        "score",
        "chance of a good minus chance of a bad tone of the sentence toward the mention; up is good; missing when no word says "
        "anything",
    ),
    *_CHANCES,
    _count("n_words", "words in the sentence"),
    _count("n_scored_words", "words of the sentence that say something about tone"),
)
WORD_SENTIMENT = _table(
    "WORD_SENTIMENT",
    "scored word",
    ["article_id", "sentence_no", "word_no"],
    _ARTICLE,
    _SENTENCE,
    _column("word_no", pa.int32(), "position in the sentence, from 0", low=0),
    _column("word", pa.string(), "the word, case folded"),
    _score(
        "valence",
        "what the lists say of it alone, up is good; missing where they say nothing and only its weight was learned",
    ),
    _column(
        "factor",
        pa.float64(),
        "what other words make of it: 1 nothing, below 0 turned (not, eased, failed), 0 it acts on others itself",
    ),
    _column("negated", pa.bool_(), "whether a negation, or a word such as eased or failed, turned its sign"),
    _column(
        "contribution",
        pa.float64(),
        "its part of the sentence's score, up is good; the parts of a sentence add up to the score",
    ),
)
ARTICLE_SENTIMENT = _table(
    "ARTICLE_SENTIMENT",
    "article",
    ["article_id"],
    _ARTICLE,
    _score("score", "mean of its scored sentences, up is good; missing when no sentence was scored"),
    _score("score_low", "lower end of the mean's 95 % t interval, cut at −1; missing below two scored sentences"),
    _score("score_high", "upper end of the mean's 95 % t interval, cut at 1; missing below two scored sentences"),
    _count("n_sentences", "sentences in the article"),
    _count("n_scored_sentences", "sentences with a score"),
    _count("n_words", "words in the article"),
    _share("coverage", "scored words among its words; missing when there are no words", optional=True),
)
TOPICS = _table(
    "TOPICS",
    "topic",
    ["topic_no"],
    _TOPIC,
    _column("label", pa.string(), "two or three of its most typical words, for people"),
    _share("share", "mean share of the topic over the articles"),
    _count("n_articles", "articles in which it is the largest topic"),
)
TOPIC_TERMS = _table(
    "TOPIC_TERMS",
    "topic and term",
    ["topic_no", "term"],
    _TOPIC,
    _column(
        "rank",
        pa.int32(),
        "1 for the term to be read first: typical of the topic and often together with those before",
        low=1,
    ),
    _column("term", pa.string(), "word, case folded"),
    _share("share", "share of the topic's articles that have the term, among those that were fitted"),
    _column("lift", pa.float64(), "how many times as frequent that is as among all articles that were fitted", low=0),
)
TOPIC_CHANGES = _table(
    "TOPIC_CHANGES",
    "change between two fits of topics",
    ["change_no"],
    _column("change_no", pa.int32(), "position, from 0", low=0),
    _column(
        "kind",
        pa.string(),
        "kept: the same topic, with its number; split: a new topic out of an earlier one; born: a new topic that no "
        "earlier one holds; merged: an earlier topic that went into another; died: an earlier topic that is no more",
        values=("kept", "split", "born", "merged", "died"),
    ),
    _column("from_topic_no", pa.int32(), "the earlier topic; missing for one that is born", low=0, optional=True),
    _column("to_topic_no", pa.int32(), "the topic of the new fit; missing for one that died", low=0, optional=True),
    _share(
        "share_of_from", "articles of the earlier topic that are now the other's; missing without both", optional=True
    ),
    _share("share_of_to", "articles of the new topic that were the earlier one's; missing without both", optional=True),
    _share("likeness", "cosine of what the words say for the two topics; missing without both", optional=True),
    _count("n_articles", "articles in which they are the largest topic, the one before and the other now"),
)
TOPIC_PHRASES = _table(
    "TOPIC_PHRASES",
    "topic and phrase",
    ["topic_no", "phrase"],
    _TOPIC,
    _column("rank", pa.int32(), "1 for the most typical phrase", low=1),
    _column("phrase", pa.string(), "two or three words as most articles write them"),
    _share("share", "share of the topic's articles that have the phrase, among those that were fitted"),
    _column("lift", pa.float64(), "how many times as frequent that is as among all articles that were fitted", low=0),
)
TOPIC_EXAMPLES = _table(
    "TOPIC_EXAMPLES",
    "topic and sentence",
    ["topic_no", "rank"],
    _TOPIC,
    _column("rank", pa.int32(), "1 for the sentence that says most for the topic", low=1),
    _ARTICLE,
    _SENTENCE,
    _column("outlet", pa.string(), "who published it; 'unknown' when nothing says so"),
    _column("published", pa.timestamp("s", tz="UTC"), "when; missing when no date is known", unit="UTC", optional=True),
    _column("text", pa.large_string(), "the sentence as written"),
)
TOPIC_STABILITY = _table(
    "TOPIC_STABILITY",
    "topic",
    ["topic_no"],
    _TOPIC,
    _share(
        "survival", "share of refits, to half of the articles and with another seed, in which the topic is found again"
    ),
    _column("low", pa.float64(), "lower end of Wilson's 95 % interval of the survival", unit="share"),
    _column("high", pa.float64(), "upper end of it", unit="share"),
    _share(
        "agreement_of_terms",
        "mean over refits of the cosine of how typical words are of the topic and of its partner there",
    ),
    _score(
        "agreement_of_articles",
        "mean over refits of Cohen's kappa: how far the same articles have the topic, and its partner there, as their largest; "
        "0 is as by chance",
        optional=False,
    ),
    _column("n_runs", pa.int32(), "refits", unit="count", low=1),
    _column(
        "holds",
        pa.bool_(),
        "whether it was found again in at least 0.8 of the refits; otherwise it is not to be relied on",
    ),
)
TOPIC_NUMBERS = _table(
    "TOPIC_NUMBERS",
    "number of topics that was tried",
    ["n_topics"],
    _column("n_topics", pa.int32(), "how many topics", unit="count", low=2),
    _score(
        "stability",
        "mean over topics of Cohen's kappa: how far the same articles have the topic, and its partner in a fit to the other "
        "half of the articles, as their largest; 0 is as by chance",
        optional=False,
    ),
    _column("low", pa.float64(), "lower end of the 95 % t interval of that mean, cut at −1", unit="score"),
    _column("high", pa.float64(), "upper end of it, cut at 1", unit="score"),
    _column(
        "is_chosen",
        pa.bool_(),
        "whether it is the number that was chosen: the one with the largest product of number and (stability − 1/2)",
    ),
)
ARTICLE_TOPICS = _table(
    "ARTICLE_TOPICS",
    "article and topic",
    ["article_id", "topic_no"],
    _ARTICLE,
    _TOPIC,
    _share(
        "share",
        "share of the topic in the article; sums to 1 per article; an article without any counted word has no rows",
    ),
)
TOPIC_SERIES = _table(
    "TOPIC_SERIES",
    "topic, group and period",
    ["topic_no", "group", "period"],
    _TOPIC,
    _column("group", pa.string(), "the outlet; 'all' when nothing was grouped by"),
    _column("period", pa.timestamp("s", tz="UTC"), "the period's first moment", unit="UTC"),
    _share("share", "mean share of the topic over the stories; missing in a gap", optional=True),
    _column(
        "low",
        pa.float64(),
        "lower end of the mean's 95 % score interval over stories, in [0, 1]; missing in a gap",
        unit="share",
        optional=True,
    ),
    _column(
        "high",
        pa.float64(),
        "upper end of the mean's 95 % score interval over stories, in [0, 1]; missing in a gap",
        unit="share",
        optional=True,
    ),
    _count("n_articles", "articles that have shares, copies among them"),
    _count("n_stories", "stories among them: copies of one story are counted once"),
    _column(
        "state",
        pa.string(),
        "whether the period may be compared with others: gap without any story, unfinished when the articles' dates cover less "
        "than nine tenths of it, thin below five stories",
        values=("complete", "thin", "unfinished", "gap"),
    ),
    made_by="features.topics.summarise_topics",
)
NEW_TOPICS = _table(
    "NEW_TOPICS",
    "topic and group",
    ["topic_no", "group"],
    _TOPIC,
    _column("group", pa.string(), "the outlet; 'all' when nothing was grouped by"),
    _column("period", pa.timestamp("s", tz="UTC"), "first moment of the period in which it is new", unit="UTC"),
    _share("share", "mean share of the topic over the period's stories"),
    _column("low", pa.float64(), "lower end of the mean's 95 % score interval, in [0, 1]", unit="share"),
    _column("high", pa.float64(), "upper end of the mean's 95 % score interval, in [0, 1]", unit="share"),
    _count("n_stories", "the period's stories"),
    _share("share_before", "mean share over the stories of all periods before"),
    _share(
        "p_value", "chance of being so far above each period before without a rise, paid for all that were looked at"
    ),
    made_by="features.topics.find_new_topics",
)
TOPIC_WORDS_MOVED = _table(
    "TOPIC_WORDS_MOVED",
    "topic, period and term",
    ["topic_no", "period", "term"],
    _TOPIC,
    _column("period", pa.timestamp("s", tz="UTC"), "the period's first moment", unit="UTC"),
    _column("term", pa.string(), "word, case folded"),
    _column("before", pa.timestamp("s", tz="UTC"), "first moment of the period that it is compared with", unit="UTC"),
    _share("share_before", "share of the topic's stories that had the term before"),
    _share("share_now", "share of the topic's stories that have it in the period"),
    _count("n_stories_before", "the topic's stories before"),
    _count("n_stories", "the topic's stories in the period"),
    _column(
        "log_odds", pa.float64(), "logarithm of the ratio of the odds, after to before, with a prior; up is more often"
    ),
    _column("low", pa.float64(), "lower end of its 95 % interval, wider for the choice of the words that are shown"),
    _column("high", pa.float64(), "upper end of its 95 % interval, wider for the choice of the words that are shown"),
    _share(
        "p_value", "two-sided, adjusted for all words, topics and periods that were looked at (Benjamini and Hochberg)"
    ),
    _column("direction", pa.string(), "whether it is more or less frequent than before", values=("up", "down")),
    made_by="features.topics.find_moved_words",
)
TOPIC_LEVELS = _table(
    "TOPIC_LEVELS",
    "topic",
    ["topic_no"],
    _TOPIC,
    _column(
        "coarse_no", pa.int32(), "number of the coarse topic that it is part of: the smallest topic_no in it", low=0
    ),
    _column("coarse_label", pa.string(), "two or three of the coarse topic's most typical words, for people"),
    _column("place", pa.int32(), "position in an order in which topics that are alike stand together, from 0", low=0),
    made_by="features.topics.nest_topics",
)
_ESTIMATE = (
    _column("estimate", pa.float64(), "mean of the articles' values", optional=True),
    _column(
        "low",
        pa.float64(),
        "lower end of the mean's 95 % t interval, not cut at the end of any range; missing below two articles",
        optional=True,
    ),
    _column(
        "high",
        pa.float64(),
        "upper end of the mean's 95 % t interval, not cut at the end of any range; missing below two articles",
        optional=True,
    ),
    _count("n_articles", "articles with a value"),
    _count("n_outlets", "outlets among them"),
)
GROUPS = _table(
    "GROUPS",
    "group",
    ["group"],
    _column("group", pa.string(), "the outlet, topic or other group"),
    *_ESTIMATE,
    made_by="features.summarise_groups",
)
SERIES = _table(
    "SERIES",
    "group and period",
    ["group", "period"],
    _column("group", pa.string(), "the outlet, topic or other group; 'all' when nothing was grouped by"),
    _column("period", pa.timestamp("s", tz="UTC"), "the period's first moment", unit="UTC"),
    *_ESTIMATE,
    _column(
        "state",
        pa.string(),
        "whether the period may be compared with others: thin below five articles, unfinished when the articles' dates cover "
        "less than nine tenths of it",
        values=("complete", "thin", "unfinished"),
    ),
    made_by="features.summarise_series",
)


def features_table(topic_nos):
    """Schema of FEATURES, one wide numeric row per article.

    Parameters
    ----------
    topic_nos : int or sequence of int
        The numbers of the topics; a number alone is how many there are, from 0.

    Returns
    -------
    pyarrow.Schema
        The columns `topic_00`, `topic_01`, …, named by the numbers, stand last.

    Examples
    --------
    >>> from features import tables
    >>> tables.features_table(2).names[-2:]
    ['topic_00', 'topic_01']
    """
    topics = (
        _share(f"topic_{topic:02d}", f"share of topic {topic} in the article", optional=True)
        for topic in (range(topic_nos) if isinstance(topic_nos, int) else topic_nos)
    )
    return _table(
        "FEATURES",
        "article",
        ["article_id"],
        _ARTICLE,
        _score("tone", "the article's sentiment score, up is good; missing when no sentence was scored"),
        _column(
            "tone_spread",
            pa.float64(),
            "standard deviation of its sentences' scores; missing below two",
            unit="score",
            low=0,
            optional=True,
        ),
        _share("share_positive", "sentences with a score above 0 among its scored sentences", optional=True),
        _share("share_negative", "sentences with a score below 0 among its scored sentences", optional=True),
        _share("coverage", "scored words among its words", optional=True),
        _count("n_words", "words in the article"),
        _count("n_sentences", "sentences in the article"),
        *topics,
    )


TABLES = {
    schema.metadata[b"table"].decode(): schema
    for schema in (
        ARTICLES,
        REJECTED,
        STORIES,
        EVENTS,
        OCCURRENCES,
        SENTENCES,
        SENTENCE_SENTIMENT,
        WORD_SENTIMENT,
        TARGET_SENTIMENT,
        ARTICLE_SENTIMENT,
        TOPICS,
        TOPIC_TERMS,
        TOPIC_PHRASES,
        TOPIC_EXAMPLES,
        TOPIC_CHANGES,
        TOPIC_STABILITY,
        TOPIC_NUMBERS,
        ARTICLE_TOPICS,
        TOPIC_SERIES,
        NEW_TOPICS,
        TOPIC_WORDS_MOVED,
        TOPIC_LEVELS,
        GROUPS,
        SERIES,
    )
}


def name_of(schema):
    """The table’s name, as in DESIGN.

    Parameters
    ----------
    schema : pyarrow.Schema
        One of this module.

    Returns
    -------
    str
        In capitals.

    Examples
    --------
    >>> from features import tables
    >>> tables.name_of(tables.ARTICLES)
    'ARTICLES'
    """
    return schema.metadata[b"table"].decode()


def key_of(schema):
    """The names of the columns that tell one row from another.

    Parameters
    ----------
    schema : pyarrow.Schema
        One of this module.

    Returns
    -------
    list of str
        In the order of the table’s grain, the coarser first.

    Examples
    --------
    >>> from features import tables
    >>> tables.key_of(tables.SENTENCES)
    ['article_id', 'sentence_no']
    """
    return schema.metadata[b"key"].decode().split(",")


def empty(schema):
    """A table of `schema` without rows.

    Parameters
    ----------
    schema : pyarrow.Schema
        One of this module.

    Returns
    -------
    DataFrame
        No row; all columns, in the schema’s order and types.

    Examples
    --------
    >>> from features import tables
    >>> nothing = tables.empty(tables.TOPICS)
    >>> len(nothing), list(nothing)
    (0, ['topic_no', 'label', 'share', 'n_articles'])
    """
    return schema.empty_table().to_pandas()


def check(table, schema):
    """Return `table` with exactly the columns and types of `schema`, or say what is wrong.

    Parameters
    ----------
    table : DataFrame or pyarrow.Table
        One row per what the schema says; in a table of Arrow, texts may be encoded by a dictionary.
    schema : pyarrow.Schema
        One of this module.

    Returns
    -------
    DataFrame
        The same rows in the same order; columns in the schema’s order and types.

    Raises
    ------
    TableError
        If a column is missing, unknown, of another type, null or out of its range, or a key is repeated.
        The message names the table, the column and the first offending row.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import tables
    >>> rejected = pd.DataFrame({"file": ["a.csv"], "place": ["line 2"], "reason": ["no text"]})
    >>> tables.check(rejected, tables.REJECTED).place.item()
    'line 2'
    """
    checked = _checked(table, schema)
    return (checked if checked.schema == schema else checked.cast(schema)).to_pandas()


def write(table, schema, path):
    """Check `table` and write it to `path` as Parquet, whole or not at all; the schema’s notes travel inside.

    Parameters
    ----------
    table : DataFrame
        One row per what the schema says.
    schema : pyarrow.Schema
        One of this module.
    path : str or Path
        The file; its folder is made when it is missing, and an earlier file of that name is replaced.

    Raises
    ------
    TableError
        If the table does not hold to its schema, as `check` says; an earlier file then stays as it was.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> from features import tables
    >>> rejected = pd.DataFrame({"file": ["a.csv"], "place": ["line 2"], "reason": ["no text"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tables.write(rejected, tables.REJECTED, Path(folder, "rejected.parquet"))
    ...     tables.read(Path(folder, "rejected.parquet")).reason.item()
    'no text'
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".tmp")
    unfinished.write_bytes(to_bytes(table, schema))
    os.replace(unfinished, path)


def to_bytes(table, schema):
    """Check `table` and give the Parquet file of it; the schema’s notes travel inside.

    Parameters
    ----------
    table : DataFrame or pyarrow.Table
        As `check` takes it. A text that is encoded by a dictionary is not looked up again, and is read back as any other.
    schema : pyarrow.Schema
        One of this module.

    Returns
    -------
    bytes
        The same for the same table.

    Raises
    ------
    TableError
        If the table does not hold to its schema, as `check` says.

    Examples
    --------
    >>> from features import tables
    >>> tables.to_bytes(tables.empty(tables.TOPICS), tables.TOPICS)[:4]
    b'PAR1'
    """
    checked = _checked(table, schema)
    written = pa.BufferOutputStream()
    # What says to readers of Arrow which columns there are is written by hand: of a text it says that it is one, however it came.
    notes = {b"ARROW:schema": base64.b64encode(schema.serialize().to_pybytes()), **(schema.metadata or {})}
    with pq.ParquetWriter(written, checked.schema, store_schema=False, **_packing(schema)) as file:
        file.write_table(checked)
        file.add_key_value_metadata(notes)
    return written.getvalue().to_pybytes()


def _packing(schema):
    """How each column is packed, as pyarrow takes it (measured on news, with LZ4, per 2,000 articles).

    A dictionary of texts, each of which occurs once, would be longer than the texts; and to compress them takes seven times as long
    as all else about writing. Whole numbers are written as differences (3 ms and 0.6 MB where a dictionary takes 6 ms and 0.7 MB),
    other numbers byte by byte (4 ms where a dictionary takes 15 ms), but for those of which there are few. Smallest and largest
    values are of use where rows are looked for by date.
    """
    kinds = {field.name: field.type for field in schema}
    whole = [name for name, kind in kinds.items() if pa.types.is_int32(kind) or pa.types.is_int64(kind)]
    split = [name for name, kind in kinds.items() if pa.types.is_floating(kind) and name not in (*_FEW_VALUES, *_PLAIN)]
    return {
        "compression": {name: "none" if name == "text" or name in whole else "lz4" for name in kinds},
        "use_dictionary": [name for name in kinds if name not in (*whole, *split, *_PLAIN)],
        "column_encoding": dict.fromkeys(whole, "DELTA_BINARY_PACKED") | dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
        "write_statistics": [name for name, kind in kinds.items() if pa.types.is_timestamp(kind)] or False,
    }


def from_bytes(content, schema=None):
    """Read a table from the bytes of a Parquet file and check it.

    Parameters
    ----------
    content : bytes
        As `to_bytes` gives them.
    schema : pyarrow.Schema, optional
        Default: the notes that they carry.

    Returns
    -------
    DataFrame
        As `read` gives it.

    Raises
    ------
    TableError
        As `read` does.

    Examples
    --------
    >>> from features import tables
    >>> len(tables.from_bytes(tables.to_bytes(tables.empty(tables.TOPICS), tables.TOPICS)))
    0
    """
    return _read(pa.BufferReader(content), "the file", schema)


def read(path, schema=None):
    """Read a table and check it.

    Parameters
    ----------
    path : str or Path
        A Parquet file that `write` wrote, or a folder of such files of one table, as `build` makes it: its rows stand file by
        file, in the order of their names.
    schema : pyarrow.Schema, optional
        Default: the notes that the file carries.

    Returns
    -------
    DataFrame
        One row per what the schema says; strings, whole seconds in UTC, missing values as NaN or NaT.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    TableError
        If the file is damaged, no table of this project, or does not hold to its schema.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from features import tables
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tables.write(tables.empty(tables.TOPICS), tables.TOPICS, Path(folder, "topics.parquet"))
    ...     list(tables.read(Path(folder, "topics.parquet")))
    ['topic_no', 'label', 'share', 'n_articles']
    """
    return _read(path, Path(path).name, schema)


def _read(source, name, schema):
    try:
        if isinstance(source, str | Path) and Path(source).is_dir():
            # Named one by one: whatever else lies there is no part of the table.
            source = sorted(Path(source).glob("*.parquet"))
        stored = pq.read_table(source)
    except FileNotFoundError:
        raise
    except (pa.ArrowInvalid, OSError) as error:
        raise TableError(f"{name} is no Parquet file, or a damaged one: {error}") from error
    schema = _in_seconds(stored.schema) if schema is None else schema
    if b"table" not in (schema.metadata or {}):
        raise TableError(
            f"{name} carries no notes of a Tidings table; give its schema, as in read(path, tables.ARTICLES)"
        )
    return check(stored.to_pandas(), schema)


def _in_seconds(schema):
    """Parquet knows no seconds and gives milliseconds back; every moment of the project is of whole seconds."""
    return pa.schema(
        [
            field.with_type(pa.timestamp("s", tz="UTC")) if pa.types.is_timestamp(field.type) else field
            for field in schema
        ],
        metadata=schema.metadata,
    )


def _checked(table, schema):
    problem = f"{name_of(schema)} (one row per {schema.metadata[b'one row per'].decode()}): "
    names = pd.Index(table.column_names if isinstance(table, pa.Table) else table.columns)
    missing = [name for name in schema.names if name not in names]
    unknown = [str(name) for name in names if name not in schema.names]
    repeated = [str(name) for name in names[names.duplicated()]]
    if missing or unknown or repeated:
        raise TableError(
            f"{problem}missing columns: {missing}, unknown columns: {unknown}, "
            f"repeated columns: {repeated}; expected exactly {schema.names}"
        )
    arrays = [_typed(table[field.name], field, problem) for field in schema]
    # Fields as they are declared, but for what came encoded by a dictionary.
    fields = [field.with_type(array.type) for field, array in zip(schema, arrays, strict=True)]
    checked = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=schema.metadata))
    for field in schema:
        _refuse_nulls_and_outsiders(checked, field, schema, problem)
    _refuse_repeated_keys(checked, schema, problem)
    return checked


def _typed(column, field, problem):
    try:
        if not isinstance(column, pa.ChunkedArray):
            return pa.Array.from_pandas(column, type=field.type)
        if pa.types.is_dictionary(column.type) and column.type.value_type == field.type:
            # Where there are few values to choose from, they are looked at one by one.
            return column.cast(field.type) if b"values" in (field.metadata or {}) else column.unify_dictionaries()
        if pa.types.is_floating(field.type) and pa.types.is_floating(column.type):
            return pa.Array.from_pandas(column.to_numpy(), type=field.type)
        is_text = all(pa.types.is_string(kind) or pa.types.is_large_string(kind) for kind in (column.type, field.type))
        if column.type == field.type or is_text:
            return column.cast(field.type)
        return pa.Array.from_pandas(column.to_pandas(), type=field.type)
    except (
        pa.ArrowInvalid,
        pa.ArrowTypeError,
        pa.ArrowNotImplementedError,
        ValueError,
        TypeError,
        OverflowError,
    ) as error:
        found = column.type if isinstance(column, pa.ChunkedArray) else column.dtype
        raise TableError(f"{problem}column {field.name!r} should be {field.type}, got {found}: {error}") from error


def _refuse_nulls_and_outsiders(checked, field, schema, problem):
    column = checked[field.name]
    if not field.nullable and column.null_count:
        raise TableError(
            f"{problem}column {field.name!r} is null in {column.null_count} rows, "
            f"first at {_row(checked, schema, pc.is_null(column))}; it may not be"
        )
    notes = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    outside = []
    if _lies_inside(column, notes):
        return
    if "low" in notes:
        outside.append(pc.less(column, float(notes["low"])))
    if "high" in notes:
        outside.append(pc.greater(column, float(notes["high"])))
    if "values" in notes:
        outside.append(pc.invert(pc.is_in(column, value_set=pa.array(notes["values"].split("|")))))
    for maybe_wrong in outside:
        wrong = pc.fill_null(maybe_wrong, False)
        if pc.any(wrong).as_py():
            value = column.filter(wrong)[0].as_py()
            raise TableError(
                f"{problem}column {field.name!r} holds {value!r} at {_row(checked, schema, wrong)}; "
                f"allowed: {allowed(field)}"
            )


def _lies_inside(column, notes):
    """Whether the smallest and the largest value show that all lie in the range: one look where there would be six."""
    if "values" in notes or not notes.keys() & {"low", "high"}:
        return False
    extremes = pc.min_max(column).as_py()
    low, high = float(notes.get("low", "-inf")), float(notes.get("high", "inf"))
    return extremes["min"] is None or low <= extremes["min"] <= extremes["max"] <= high


def _refuse_repeated_keys(checked, schema, problem):
    key = key_of(schema)
    if _ascends(checked, key):
        return
    keys = pd.DataFrame({name: checked[name].cast(schema.field(name).type).to_pandas() for name in key})
    repeated = keys.duplicated()
    if repeated.any():
        raise TableError(
            f"{problem}the key {keys[repeated].iloc[0].to_dict()} is repeated ({int(repeated.sum())} such rows)"
        )


def _ascends(checked, key):
    """Whether rows of one article (or topic) stand together and the rest of the key ascends among them: then none is repeated.

    The quick way for what this project makes; whatever it does not see is looked at row by row.
    """
    if len(key) < 2 or len(checked) < 2 or any(checked[name].null_count for name in key):
        return False
    first, *rest = (checked[name].combine_chunks() for name in key)
    if pa.types.is_dictionary(first.type) and len(pc.unique(first.dictionary)) == len(first.dictionary):
        first = first.indices
    if any(not pa.types.is_integer(column.type) for column in rest):
        return False
    starts = pc.not_equal(first[1:], first[:-1]).to_numpy(zero_copy_only=False)
    runs = first.take(pa.array(np.concatenate([[0], np.flatnonzero(starts) + 1])))
    if len(pc.unique(runs)) != len(runs):
        return False
    ascends, equal = starts, ~starts
    for column in rest:
        values = column.to_numpy()
        ascends = ascends | (equal & (values[1:] > values[:-1]))
        equal = equal & (values[1:] == values[:-1])
    return bool(ascends.all())


def _row(checked, schema, mask):
    return checked.select(key_of(schema)).filter(mask).slice(0, 1).to_pylist()[0]


def allowed(field):
    """The range or the values that a column may hold, in words.

    Parameters
    ----------
    field : pyarrow.Field
        A column of a schema of this module.

    Returns
    -------
    str
        The values, or the range with both ends included; "" when anything of the column’s type is allowed.

    Examples
    --------
    >>> from features import tables
    >>> tables.allowed(tables.SENTENCES.field("start")), tables.allowed(tables.SERIES.field("state"))
    ('[0, ∞]', 'complete, thin, unfinished')
    """
    notes = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    if "values" in notes:
        return ", ".join(notes["values"].split("|"))
    if "low" in notes or "high" in notes:
        return f"[{notes.get('low', '−∞')}, {notes.get('high', '∞')}]".replace("-", "−")
    return ""


def describe_tables():
    """The data dictionary as Markdown, one section per table; `data/README.md` holds it.

    Returns
    -------
    str
        Of each table its grain and its key, and one line per column.

    Examples
    --------
    >>> from features import tables
    >>> print(tables.describe_tables().splitlines()[0])
    ### ARTICLES: `articles.parquet`
    """
    return "\n".join(_described(schema) for schema in [*TABLES.values(), features_table(1)])


def _described(schema):
    made_by = schema.metadata.get(b"made by", b"").decode()
    where = f"made by `{made_by}`, not stored" if made_by else f"`{name_of(schema).lower()}.parquet`"
    lines = [
        f"### {name_of(schema)}: {where}",
        "",
        f"One row per {schema.metadata[b'one row per'].decode()}. Key: "
        + ", ".join(f"`{name}`" for name in key_of(schema))
        + ".",
        "",
        "| column | type | meaning | unit | range | may be missing |",
        "|---|---|---|---|---|---|",
    ]
    for field in schema:
        notes = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        lines.append(
            f"| `{field.name}` | {field.type} | {notes['meaning']} | {notes.get('unit', '')} | "
            f"{allowed(field)} | {'yes' if field.nullable else ''} |"
        )
    return "\n".join([*lines, ""])
