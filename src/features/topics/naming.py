"""What a topic is called: two or three words or phrases that a person would choose."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from features import tables
from features.topics.collocations import FEWEST_ARTICLES
from features.topics.ranking import count_by_topic, find_typical

# As many as the figure of topics shows, so that a label never names a word that its panel does not.
WORDS_FOR_LABEL, WORDS_IN_LABEL = 8, 3
# A phrase stands for a word when it is in at least so large a part of the topic’s articles that have the word. It is found only
# in the first part of an article, the word in all of it.
REPLACES = 0.25
# So many of the most typical phrases are kept; a third part of a label would not make it longer than so many characters.
PHRASES_SHOWN, LONGEST = 25, 40
# A phrase of three is chosen before the pair in it when it is in at least half of its articles: it says more.
_LONGER = 2
# Endings of one word’s forms: “tory” and “tories” say the same thing twice, and so do “Russia” and “Russian”.
_ENDINGS = (
    "ations ation icians ician ically ical ians tion ions ion ian ies ing any ain ans ese ish ics ers "
    "ed es an ia ic er ly al s y e a i o"
).split()
# What stands around news, not in it; and titles, which by themselves are no one.
_NEVER = frozenset(
    "advertisement subscribe newsletter newsletters click caption image images getty photo photos picture pictures video videos "
    "watch watched read replay copyright reuters associated afp email sign article articles story share comment comments news "
    "correspondent editor reporter transcript press sen rep gov st jr".split()
)


class TopicPhrases(NamedTuple):
    """The phrases of a corpus in its topics.

    Attributes
    ----------
    by_topic : ndarray of float, topics × phrases
        In how many articles of each topic each stands.
    typical : ndarray of float, topics × phrases
        As `features.topics.ranking.find_typical` gives it.
    folded, written, names
        As in `features.topics.collocations.Phrases`.
    of_words : ndarray of float, topics × words
        In how many articles of each topic each word stands.
    column_of : dict of str to int
        The columns of the words.
    """

    by_topic: np.ndarray
    typical: np.ndarray
    folded: list[tuple[str, ...]]
    written: np.ndarray
    names: dict[str, str]
    of_words: np.ndarray
    column_of: dict[str, int]


def spread_phrases(phrases, largest, of_words, vocabulary):
    """Count phrases by topic.

    Parameters
    ----------
    phrases : features.topics.collocations.Phrases
        Of the articles that were fitted.
    largest : ndarray of int, one entry per article
        Its largest topic.
    of_words : ndarray of float, topics × words
        As `features.topics.ranking.count_by_topic` gives it.
    vocabulary : ndarray of str
        The words.

    Returns
    -------
    TopicPhrases
        For `name_topics`.
    """
    n_topics = len(of_words)
    by_topic = count_by_topic(phrases.counts, largest, n_topics)
    typical = find_typical(by_topic, np.bincount(largest, minlength=n_topics))
    column_of = dict(zip(vocabulary.tolist(), range(len(vocabulary)), strict=True))
    return TopicPhrases(by_topic, typical, phrases.folded, phrases.written, phrases.names, of_words, column_of)


def tabulate_phrases(fit, counts, words, phrases):
    """The phrases that are typical of each topic of a fit.

    Parameters
    ----------
    fit : features.topics.Topics
        As it is called in every table: after topics were renumbered, merged or split.
    counts : csr_array of int, articles × words
        Counted words of the articles that were fitted.
    words : ndarray of str, one entry per column
        The words that were counted.
    phrases : features.topics.collocations.Phrases
        Of the same articles.

    Returns
    -------
    DataFrame, one row per topic and phrase
        Table TOPIC_PHRASES; the most typical first, at most 25 a topic, in three of its articles at least.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.topics import count_phrases, count_words, fit_topics
    >>> from features.topics.collocations import select_phrases
    >>> from features.text import find_words
    >>> kinds = ["The bank of New York lends money at rates", "A club won the match by one goal"]
    >>> extra = ["rain", "snow", "wind", "heat", "cold", "hail"]
    >>> texts = [f"{kinds[i % 2]} {extra[i // 2]}." for i in range(12)]
    >>> words = find_words(pd.DataFrame({"article_id": [f"a{i:02}" for i in range(12)], "text": texts}))
    >>> fit = fit_topics(words.given, 2, words=words)
    >>> found = select_phrases(*count_phrases(words), count_words(words), words.vocabulary)
    >>> tabulate_phrases(fit, count_words(words), words.vocabulary, found)[["phrase", "share", "lift"]].values.tolist()
    [['New York', 1.0, 2.0]]
    """
    shares = fit.score_counts(counts, words)
    some = shares.sum(axis=1) > 0
    largest, n_topics = shares[some].argmax(axis=1), shares.shape[1]
    sizes = np.bincount(largest, minlength=n_topics)
    spread = spread_phrases(phrases.take(some), largest, np.zeros((n_topics, 0)), np.empty(0, dtype=object))
    places = [_of_topic(spread, topic) for topic in range(n_topics)]
    topic = np.repeat(np.arange(n_topics), [len(some) for some in places])
    column = np.concatenate([*places, np.empty(0, dtype=int)]).astype(int)
    share = spread.by_topic[topic, column] / sizes[topic]
    of_all = spread.by_topic.sum(axis=0)[column] / max(sizes.sum(), 1)
    return tables.check(
        pd.DataFrame(
            {
                "topic_no": np.asarray(fit.numbers, dtype=np.int32)[topic],
                "rank": np.concatenate([*(np.arange(1, len(some) + 1) for some in places), []]).astype(np.int32),
                "phrase": pd.array(spread.written[column], dtype="str"),
                "share": share,
                "lift": share / of_all,
            }
        ),
        tables.TOPIC_PHRASES,
    )


def _of_topic(phrases, topic):
    """The columns of the phrases that are most typical of a topic."""
    order = np.argsort(-phrases.typical[topic], kind="stable")[:PHRASES_SHOWN]
    is_typical = (phrases.typical[topic, order] > 0) & (phrases.by_topic[topic, order] >= FEWEST_ARTICLES)
    of_news = [bool(_NEVER & set(phrases.folded[column])) for column in order]
    return order[is_typical & ~np.array(of_news, dtype=bool)]


def name_topics(ranked, typical, vocabulary, phrases=None):
    """Labels of topics.

    Parameters
    ----------
    ranked : list of ndarray of int, one per topic
        As `features.topics.ranking.rank_words` gives them.
    typical : ndarray of float, topics × words
        As `features.topics.ranking.find_typical` gives it.
    vocabulary : ndarray of str
        The words.
    phrases : TopicPhrases, optional
        The phrases of the same topics, as `spread_phrases` gives them.

    Returns
    -------
    tuple of str, one per topic
        The three most typical of its first eight words and of its phrases, or two where three are longer than 40 characters;
        without other forms of a word that is there. A phrase takes the place of its words when it is in at least a quarter of the
        topic’s articles that have one of them. Names are written as most articles write them; “(nothing of its own)” where no word
        is typical.

    Examples
    --------
    >>> words = np.array(["crude", "export", "exports", "oil"], dtype=object)
    >>> name_topics([np.array([3, 2, 1, 0])], np.array([[0.1, 0.2, 0.3, 0.4]]), words)
    ('oil, exports, crude',)
    """
    labels = []
    for topic, (columns, of_topic) in enumerate(zip(ranked, typical, strict=True)):
        first = columns[:WORDS_FOR_LABEL]
        words = {vocabulary[column]: of_topic[column] for column in first if vocabulary[column] not in _NEVER}
        names = phrases.names if phrases else {}
        parts = [(weight, 1, (word,), names.get(word, word)) for word, weight in words.items()]
        labels.append(_join(parts + (_weigh_phrases(phrases, topic, words) if phrases else [])))
    return tuple(labels)


def _weigh_phrases(phrases, topic, words):
    """The topic’s phrases as parts of a label: each as typical as the most typical word that it stands for."""
    parts = []
    of_words = phrases.of_words[topic]
    for place in _of_topic(phrases, topic):
        own, n_articles, key = phrases.typical[topic, place], phrases.by_topic[topic, place], phrases.folded[place]
        replaced = [
            words[word] for word in key if word in words and n_articles >= REPLACES * of_words[phrases.column_of[word]]
        ]
        parts.append(
            (max([own, *replaced]), n_articles * (_LONGER if len(key) > 2 else 1), key, phrases.written[place])
        )
    return parts


def _join(parts):
    """The first parts that do not say a word twice, by weight; of equal ones the phrase in more articles."""
    chosen: list[str] = []
    said: set[str] = set()
    for _, _, key, written in sorted(parts, key=lambda part: (-part[0], len(part[2]) == 1, -part[1], part[2])):
        stems = {_stem(word) for word in key}
        if stems & said or len(chosen) == WORDS_IN_LABEL:
            continue
        if len(chosen) == WORDS_IN_LABEL - 1 and len(", ".join([*chosen, written])) > LONGEST:
            continue
        chosen.append(written)
        said |= stems
    return ", ".join(chosen) or "(nothing of its own)"


def _stem(word):
    """A word without its ending, where four letters are left, or three before a short one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) < 4 else 4):
            return word.removesuffix(ending)
    return word
