"""Our own calls, as the benchmarks make them: each way from articles to a result in one place."""

from datetime import timedelta, timezone
from inspect import signature

from features import sentiment, topics
from features.build import build
from features.copies import find_stories
from features.reading.boilerplate import drop_boilerplate
from features.reading.bylines import split_byline
from features.reading.dates import parse_moment
from features.reading.documents import Document, Parts
from features.reading.pages import read_document
from features.sentiment import find_scored_words, score_sentences, score_words, summarise_articles
from features.text import find_words, split_sentences
from features.topics import count_words

OURS = "tidings"


def find_words_of(articles):
    """Articles to the stream of words, sentences found in the same pass."""
    return find_words(articles[["article_id", "text"]], places=False)


def find_and_count(articles):
    """Articles to counts of words, one row an article."""
    return count_words(find_words_of(articles))


def pass_lexicon(articles, lexicon):
    """Articles to the scores of words and sentences, before they are made into tables: what a scorer alone does."""
    return score_words(find_words_of(articles), lexicon)


def find_and_score(articles, lexicon):
    """Articles to the tables of scored words, of sentences and of articles."""
    return score(articles, find_words_of(articles), lexicon)


def score(articles, words, lexicon):
    """The stream of words of articles to the tables of scored words, of sentences and of articles."""
    scored = score_words(words, lexicon)
    sentences = score_sentences(articles, words=scored)
    return find_scored_words(scored), sentences, summarise_articles(sentences)


def score_tone(sentences, **how):
    """Table SENTENCES to the tone of each: a score and three probabilities; `how` goes to the scorer."""
    return sentiment.score_sentences(sentences, **how)


def score_tone_of_targets(sentences, targets, **how):
    """The tone toward each target (article_id, sentence_no, start, end), in the order given; one labelled twice is scored once."""
    key = ["article_id", "sentence_no", "start", "end"]
    scored = sentiment.score_targets(sentences, targets.drop_duplicates(key), **how)
    return targets[key].merge(scored, on=key, how="left", validate="many_to_one")


def score_tone_of_articles(articles, **how):
    """The mean tone of each article's sentences, missing where none has one."""
    found = sentiment.score_sentences(articles, **how)
    means = found.groupby("article_id")[["score", "p_negative", "p_neutral", "p_positive"]].mean()
    return means.reindex(articles["article_id"]).reset_index()


def split_texts(articles):
    """Articles to table SENTENCES alone."""
    return split_sentences(articles)


def find_copies(articles, words):
    """Articles and their stream of words to table STORIES."""
    return find_stories(articles, words)


def fit_topics(articles, n_topics, **how):
    """Articles to their topics, words counted in the same call; `how` goes to the fit, as words or embeddings that are there."""
    return topics.fit_topics(articles, n_topics=n_topics, **how)


def takes_embeddings():
    """Whether our topics can be fitted with embeddings of the articles."""
    return "embeddings" in signature(topics.fit_topics).parameters


def list_topic_words(fit):
    """The words of each topic, heaviest first."""
    terms = fit.terms.sort_values(["topic_no", "rank"])
    return [words.tolist() for _, words in terms.groupby("topic_no")["term"]]


def find_largest_topics(shares, article_ids):
    """The number of each article's largest topic, the first of equals; -1 where an article has none."""
    largest = shares.sort_values(["share", "topic_no"], ascending=[False, True]).drop_duplicates("article_id")
    return largest.set_index("article_id")["topic_no"].reindex(article_ids).fillna(-1).astype(int).to_numpy()


def share_topics(fit, articles, **how):
    """The shares of fitted topics in articles, without fitting again; embeddings where these are asked for."""
    known = signature(fit.score_articles).parameters
    return fit.score_articles(articles, **{name: value for name, value in how.items() if name in known})


def summarise_topics(shares, articles):
    """The share of each topic in each month; None while there is no such function."""
    summarise = getattr(topics, "summarise_topics", None)
    return None if summarise is None else summarise(shares, articles, period="month")


def build_tables(paths, folder):
    """Files of articles to all tables on disk, by every core."""
    return build(paths, folder)


def read_page(content):
    """The bytes of a page of the web to its text, its date as ISO 8601 and its authors."""
    for _, parts in read_document(Document(content)):
        if isinstance(parts, Parts):
            text, _ = drop_boilerplate(parts.text)
            return {"text": text, "written": _iso(parts.written), "authors": split_byline(parts.authors)}
    return {"text": "", "written": None, "authors": ()}


def _iso(written):
    try:
        moment = parse_moment(written)
    except ValueError:
        return None
    if moment.precision == "day":
        return moment.published.date().isoformat()
    if moment.precision == "local time":
        return moment.published.replace(tzinfo=None).isoformat()
    return moment.published.astimezone(timezone(timedelta(minutes=moment.offset_minutes or 0))).isoformat()
