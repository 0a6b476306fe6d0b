"""Sentences that show what a topic is about, with who wrote them and when."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from features import tables
from features.text import find_words

# So many sentences a topic, and so many articles of it that are read for them.
EXAMPLES, READ = 3, 30
# A sentence that is quoted by itself is no heading and no paragraph; an article shorter than that is a notice.
SHORTEST, LONGEST, FEWEST_WORDS = 10, 40, 80
# So many words without evidence are thought of beside those of a sentence: one telling word does not make it telling.
THOUGHT_OF = 4
# Sentences that name two of so many first words of the topic come first, then those that name one.
FIRST_TERMS, NAMES = 10, 2
# What begins with these cannot be understood without the sentence before; what holds one of those is not of the article.
_LEANING = frozenset(
    "he she it they we i you this that these those his her their its here there and but or so then also however still such another "
    "both meanwhile moreover instead if when many most of one several some to only inside trailing".split()
)
_FURNITURE = (
    "click here",
    "sign up",
    "subscribe",
    "newsletter",
    "advertisement",
    "all rights reserved",
    "read more",
    "http",
)


def find_leading(shares, article_ids, n_words, *, most=READ):
    """The articles in which each topic has its largest shares: those whose text is worth reading for examples.

    Parameters
    ----------
    shares : ndarray of float, articles × topics
        As `Topics.score_counts` gives them.
    article_ids : ndarray of str, one entry per row
        The articles.
    n_words : ndarray of int, one entry per row
        How many words each has.
    most : int
        So many articles a topic.

    Returns
    -------
    list of list of (float, str), one list per topic
        Shares and articles in which the topic is the largest, the largest share first; shares are rounded to six decimals, and of
        equal ones the smaller identity comes first. Articles of fewer than 80 words stand behind all others. Lists of parts of
        a corpus are put together by `join_leading`.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    >>> find_leading(shares, np.array(["c", "a", "b"]), np.array([90, 90, 90]), most=1)
    [[(0.9, 'c')], [(0.8, 'b')]]
    """
    largest, some = shares.argmax(axis=1) if shares.size else np.zeros(len(shares), dtype=int), shares.sum(axis=1) > 0
    leading = []
    for topic in range(shares.shape[1]):
        rows = np.flatnonzero(some & (largest == topic))
        # A notice counts as if its share were smaller by one.
        value = (shares[rows, topic] - (n_words[rows] < FEWEST_WORDS)).round(6)
        order = np.lexsort((np.asarray(article_ids)[rows].astype(str), -value))[:most]
        leading.append([(float(value[one]), str(article_ids[rows[one]])) for one in order])
    return leading


def join_leading(parts, *, most=READ):
    """Put together what `find_leading` found in parts of a corpus.

    Parameters
    ----------
    parts : iterable of list
        As `find_leading` gives them (or as JSON gives them back).
    most : int
        So many articles a topic.

    Returns
    -------
    list of list of (float, str), one list per topic
        As of the whole corpus at once, however it was cut.

    Examples
    --------
    >>> join_leading([[[(0.9, "c")]], [[(0.8, "b"), (0.9, "a")]]], most=2)
    [[(0.9, 'a'), (0.9, 'c')]]
    """
    joined: list[list[tuple[float, str]]] = []
    for part in parts:
        for topic, found in enumerate(part):
            if topic == len(joined):
                joined.append([])
            joined[topic] += [(float(share), str(article_id)) for share, article_id in found]
    return [sorted(found, key=lambda one: (-one[0], one[1]))[:most] for found in joined]


def choose_examples(topics, articles, leading, *, stories=None):
    """Choose the sentences that say most for each topic.

    Parameters
    ----------
    topics : features.topics.Topics
        The fit.
    articles : DataFrame, one row per article
        Columns `article_id`, `outlet`, `published` and `text` of at least the leading articles, in any order.
    leading : list of list of (float, str), one list per topic
        As `find_leading` gives them.
    stories : DataFrame, optional
        Table STORIES, of at least these articles. Default: each article is a story of its own.

    Returns
    -------
    DataFrame, one row per topic and sentence
        Table TOPIC_EXAMPLES: three sentences a topic, fewer where there are no more. Texts are as written.

    Notes
    -----
    What a sentence says for a topic is the sum of the evidence of its distinct words over their number and four more, times the
    topic’s share in the article; first come sentences that name two of the topic’s first ten words, then those that name one.
    Chosen are whole sentences of 10 to 40 words that say more for this topic than for any other and do not begin with a word that
    leans on the sentence before, such as “he” or “but”. Each comes from another story, and from another outlet, as long as there is
    one.

    Examples
    --------
    >>> from features.topics import Topics
    >>> topics = Topics(vocabulary=np.array(["oil"], dtype=object), evidence=np.array([[1.0]]), numbers=np.array([7]))
    >>> text = "The price of oil rose again today because nobody had any oil left. But that was not all of it, as we know now."
    >>> one = pd.DataFrame({"article_id": ["a"], "outlet": ["Wire"], "published": [pd.NaT], "text": [text]})
    >>> choose_examples(topics, one, [[(0.9, "a")]])[["topic_no", "sentence_no", "outlet"]].values.tolist()
    [[7, 0, 'Wire']]
    """
    wanted = {article_id for found in leading for _, article_id in found}
    read = articles[articles["article_id"].isin(wanted)].sort_values("article_id", ignore_index=True)
    if not len(read) or not len(topics.numbers):
        return tables.empty(tables.TOPIC_EXAMPLES)
    sentences, scores, n_named = _score_sentences(topics, read)
    story = dict(zip(stories["article_id"], stories["story_id"], strict=True)) if stories is not None else {}
    sentences["story"] = [story.get(article_id, article_id) for article_id in sentences["article_id"]]
    best = scores.argmax(axis=1)
    rows = []
    for topic, found in enumerate(leading):
        # Of a notice the share was made smaller by one.
        share_of = {article_id: share if share > 0 else share + 1 for share, article_id in found}
        share = np.array([share_of.get(article_id, 0.0) for article_id in sentences["article_id"]], dtype=float)
        value = (scores[:, topic] * share).round(9)
        fit = np.flatnonzero((best == topic) & (value > 0))
        order = fit[np.lexsort((fit, -value[fit], -np.minimum(n_named[fit, topic], NAMES)))]
        chosen = _choose_apart(sentences.iloc[order])
        rows.append(chosen.assign(topic_no=topics.numbers[topic], rank=np.arange(1, len(chosen) + 1)))
    made = pd.concat(rows, ignore_index=True).drop(columns=["story"])
    return tables.check(made.astype({"topic_no": "int32", "rank": "int32"}), tables.TOPIC_EXAMPLES)


def _score_sentences(topics, articles):
    """The sentences that can be quoted, what each says for each topic, and how many of its first words it names."""
    words = find_words(articles[["article_id", "text"]])
    nouns = words.without_possessives()
    sentences = words.sentences.merge(articles[["article_id", "outlet", "published"]], on="article_id", how="left")
    kept = np.flatnonzero(_can_be_quoted(words, sentences["text"]))
    column_of = dict(zip(topics.vocabulary.tolist(), range(len(topics.vocabulary)), strict=True))
    columns = np.array([column_of.get(term, -1) for term in nouns.vocabulary], dtype=int)[nouns.term]
    known = columns >= 0
    shape = len(words.row), len(topics.vocabulary)
    distinct = csr_array((np.ones(known.sum()), (words.sentence[known], columns[known])), shape=shape)
    distinct.sum_duplicates()
    distinct = csr_array(distinct[kept])
    distinct.data[:] = 1
    n_words = np.diff(distinct.indptr)
    scores = distinct @ topics.evidence.T / (n_words + THOUGHT_OF)[:, None]
    is_first = np.zeros(topics.evidence.shape)
    row_of = dict(zip(topics.numbers.tolist(), range(len(topics.numbers)), strict=True))
    for number, term in topics.terms.loc[topics.terms["rank"] <= FIRST_TERMS, ["topic_no", "term"]].itertuples(
        index=False
    ):
        is_first[row_of[number], column_of[term]] = 1
    names = ["article_id", "sentence_no", "outlet", "published", "text"]
    return sentences.iloc[kept][names].reset_index(drop=True), scores, distinct @ is_first.T


def _can_be_quoted(words, texts):
    """Whether each sentence is whole, neither short nor long, and to be understood by itself."""
    n_words = words.per_sentence
    fit = (n_words >= SHORTEST) & (n_words <= LONGEST)
    first = words.vocabulary[words.term[np.minimum(words.first[:-1], max(len(words) - 1, 0))]] if len(words) else []
    leans = np.isin(np.asarray(first, dtype=object).astype(str), sorted(_LEANING))
    folded = texts.str.casefold()
    whole = texts.str.contains(r"[.!?][”’\"')]*$") & ~texts.str.contains("\n")
    # An odd quotation mark opens or closes beyond the sentence.
    whole &= (texts.str.count('"') % 2 == 0) & (texts.str.count("“") == texts.str.count("”"))
    of_article = ~np.logical_or.reduce([folded.str.contains(piece, regex=False) for piece in _FURNITURE])
    return fit & ~leans & whole.to_numpy(dtype=bool) & of_article


def _choose_apart(sentences):
    """The first sentences of different stories and outlets; then of different stories; then any others, none twice."""
    chosen: list[int] = []
    columns = list(zip(sentences["story"], sentences["outlet"], sentences["text"], strict=True))
    for apart in ((0, 1), (0,), (2,)):
        for place, row in enumerate(columns):
            taken = [columns[one] for one in chosen]
            if len(chosen) < EXAMPLES and all(row[kind] != one[kind] for one in taken for kind in (*apart, 2)):
                chosen.append(place)
    return sentences.iloc[chosen]
