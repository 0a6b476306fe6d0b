"""One partition of articles to one shard: the files of all its tables, as bytes.

Each function here takes values and gives values; nothing touches the disk, nothing depends on other partitions. So it makes no
difference where a shard is made: here, in a process beside, or on another machine.
"""

import json
from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features import tables
from features.copies import Sketches, sketch_articles
from features.events import describe_articles
from features.events.describing import Descriptions
from features.reading import SAME_ARTICLE, collect_partition
from features.sentiment import score_words, summarise_articles
from features.sentiment.by_sentence import tabulate_scores, tabulate_words
from features.streaming.packing import COUNTS, PHRASE_COUNTS, PHRASES, WORDS, pack_counts, unpack_counts
from features.text import find_words
from features.text.columns import tabulate_sentences
from features.topics import count_phrases, count_words
from features.wide import join_features

# The tables that a partition’s articles alone decide, and those that the topics of the whole corpus decide too.
OF_ARTICLES = (
    "ARTICLES",
    "REJECTED",
    "SENTENCES",
    "WORD_SENTIMENT",
    "SENTENCE_SENTIMENT",
    "ARTICLE_SENTIMENT",
)
OF_TOPICS = ("ARTICLE_TOPICS", "FEATURES")
# Beside the tables and the counted words a shard keeps what later steps need: the features without topics, the identities as numbers,
# and what the record of the build is made of.
PLAIN_FEATURES, IDENTITIES, FACTS = "plain_features.parquet", "identities.bin", "facts.json"
# What stories and events of the whole corpus are found by.
SKETCHES, DESCRIPTIONS = "sketches.arrow", "descriptions.bin"


def make_shard(partition, scorer, not_after, columns=None):
    """Read a partition and make everything of it that does not depend on other articles.

    Parameters
    ----------
    partition : features.reading.Partition
        What to read.
    scorer : Scorer, Lexicon or Encoder
        As `features.sentiment.choose_scorer` gives it.
    not_after : datetime
        As in `features.reading.read_articles`.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.

    Returns
    -------
    dict of str to bytes
        Name of each file, and what is in it; the same for the same partition.
    """
    collected = collect_partition(partition, not_after=not_after, columns=columns)
    articles, rejected = collected.articles(), collected.refusals()
    words = find_words(articles)
    articles["language"] = pd.array(words.languages, dtype="str")
    scored = score_words(words, scorer)
    # What is only written stays as Arrow holds it, and is checked as it is written.
    sentence_sentiment = tabulate_scores(scored)
    sentences = sentence_sentiment.select(["article_id", "score", "n_words", "n_scored_words"]).to_pandas()
    article_sentiment = summarise_articles(sentences)
    plain = join_features(article_sentiment, sentences, tables.empty(tables.ARTICLE_TOPICS), articles["article_id"])
    nouns = words.without_possessives()
    counts = count_words(nouns)
    made = {
        "ARTICLES": articles,
        "REJECTED": rejected,
        "SENTENCES": tabulate_sentences(words),
        "WORD_SENTIMENT": tabulate_words(scored),
        "SENTENCE_SENTIMENT": sentence_sentiment,
        "ARTICLE_SENTIMENT": article_sentiment,
    }
    sketches, descriptions = sketch_articles(words), describe_articles(articles, words)
    counted = (counts, nouns.terms), count_phrases(words)
    return _files(made, plain, sketches, descriptions, counted, collected.depends_on_today)


def _files(made, plain, sketches, descriptions, counted, depends_on_today):
    files = {file_of(name): tables.to_bytes(table, tables.TABLES[name]) for name, table in made.items()}
    words, (phrase_counts, forms) = counted
    identities = np.array([int(article_id, 16) for article_id in made["ARTICLES"]["article_id"]], dtype="<u8")
    return files | {
        PLAIN_FEATURES: tables.to_bytes(plain, tables.features_table(0)),
        IDENTITIES: identities.tobytes(),
        SKETCHES: sketches.to_bytes(),
        DESCRIPTIONS: descriptions.to_bytes(),
        FACTS: json.dumps(_facts(made) | {"depends_on_today": depends_on_today}).encode(),
        **pack_counts(*words),
        **pack_counts(phrase_counts, forms, (PHRASE_COUNTS, PHRASES)),
    }


def file_of(name):
    """The name of a table’s file.

    Parameters
    ----------
    name : str
        In capitals.

    Returns
    -------
    str
        In small letters.

    Examples
    --------
    >>> from features.streaming.shards import file_of
    >>> file_of("ARTICLE_TOPICS")
    'article_topics.parquet'
    """
    return f"{name.lower()}.parquet"


def drop_articles(files, first_met):
    """A shard without the articles that an earlier partition holds already.

    Parameters
    ----------
    files : dict of str to bytes
        As `make_shard` gives them.
    first_met : dict of str to str
        Identity of each article to leave out, and the place of the first one.

    Returns
    -------
    dict of str to bytes
        As `make_shard` gives them; the articles are rows of REJECTED instead.
    """
    made = {name: tables.from_bytes(files[file_of(name)]) for name in OF_ARTICLES}
    articles = made["ARTICLES"]
    dropped = articles[articles["article_id"].isin(first_met)]
    firsts = [SAME_ARTICLE + first_met[article_id] for article_id in dropped["article_id"]]
    refused = dropped[["file", "place"]].assign(reason=pd.array(firsts, dtype="str"))
    # What was refused as a copy of one of these is a copy of the first one too.
    before = SAME_ARTICLE + dropped["file"] + ", " + dropped["place"]
    made["REJECTED"] = made["REJECTED"].replace({"reason": dict(zip(before, firsts, strict=True))})
    rejected = pd.concat([made["REJECTED"], refused]).sort_values(["file", "place"], kind="stable", ignore_index=True)
    kept = {name: table[~table["article_id"].isin(first_met)] for name, table in made.items() if name != "REJECTED"}
    plain = tables.from_bytes(files[PLAIN_FEATURES])
    counted = [unpack_counts(files[one], files[other]) for one, other in ((COUNTS, WORDS), (PHRASE_COUNTS, PHRASES))]
    rows = np.flatnonzero(~articles["article_id"].isin(first_met))
    return _files(
        kept | {"REJECTED": rejected},
        plain[~plain["article_id"].isin(first_met)],
        Sketches.from_bytes(files[SKETCHES]).take(rows),
        Descriptions.from_bytes(files[DESCRIPTIONS]).take(rows),
        [(counts[rows], terms) for counts, terms in counted],
        json.loads(files[FACTS])["depends_on_today"],
    )


def score_shard(counts, words, plain, topics):
    """Make what depends on the topics of the whole corpus.

    Parameters
    ----------
    counts, words, plain : bytes
        The files COUNTS, WORDS and PLAIN_FEATURES of a shard.
    topics : features.topics.Topics
        As fitted to the corpus.

    Returns
    -------
    dict of str to bytes
        The files of ARTICLE_TOPICS and FEATURES, and facts: sums over the articles.
    """
    features = pq.read_table(pa.BufferReader(plain))
    shares = topics.score_counts(*unpack_counts(counts, words))
    some = shares.sum(axis=1) > 0
    table = _tabulate_shares(shares, some, features["article_id"].combine_chunks(), topics.numbers)
    facts = {
        "counts": {"ARTICLE_TOPICS": len(table), "FEATURES": len(features)},
        "sums": shares.sum(axis=0).tolist(),
        "n_largest": np.bincount(shares[some].argmax(axis=1), minlength=shares.shape[1]).tolist()
        if shares.size
        else [],
        "n_with_shares": int(some.sum()),
    }
    # As `features.wide.add_topics` does it, without a detour by pandas.
    known = np.where(some[:, None], shares.clip(0, 1), np.nan)
    for number, share in zip(topics.numbers.tolist(), known.T, strict=True):
        features = features.append_column(f"topic_{number:02d}", pa.array(np.ascontiguousarray(share)))
    return {
        file_of("ARTICLE_TOPICS"): tables.to_bytes(table, tables.ARTICLE_TOPICS),
        file_of("FEATURES"): tables.to_bytes(features, tables.features_table(topics.numbers.tolist())),
        FACTS: json.dumps(facts).encode(),
    }


def _tabulate_shares(shares, some, article_ids, topic_nos):
    """As `features.topics.tabulate_shares` does it, each identity written once."""
    n_articles, n_topics = int(some.sum()), shares.shape[1]
    numbers = pa.array(np.repeat(np.arange(n_articles, dtype=np.int32), n_topics))
    return pa.table(
        {
            "article_id": pa.DictionaryArray.from_arrays(numbers, article_ids.filter(pa.array(some))),
            "topic_no": np.tile(np.asarray(topic_nos, dtype=np.int32), n_articles),
            "share": shares[some].ravel().clip(0, 1),
        }
    )


def _facts(made):
    articles = made["ARTICLES"]
    dated = articles["published"].dropna()
    return {
        "counts": {name: len(table) for name, table in made.items()},
        "n_undated": int(articles["published"].isna().sum()),
        "first": None if dated.empty else dated.min().isoformat(),
        "last": None if dated.empty else dated.max().isoformat(),
        "outlets": sorted(articles["outlet"].unique().tolist()),
        "flags": _count_flags("; ".join(articles["flagged"].dropna())),
        "languages": dict(sorted(Counter(articles["language"].fillna("unknown")).items())),
    }


def _count_flags(joined):
    return dict(sorted(Counter(joined.split("; ")).items())) if joined else {}
