"""A corpus of any size, worked on partition by partition."""

from features.streaming.corpus import read_corpus
from features.streaming.fitting import address_of_fit, fit_corpus, score_corpus
from features.streaming.joining import OF_CORPUS, join_corpus
from features.streaming.shards import OF_ARTICLES, OF_TOPICS, file_of
from features.streaming.store import Store, publish, publish_file

__all__ = [
    "OF_ARTICLES",
    "OF_CORPUS",
    "OF_TOPICS",
    "Store",
    "address_of_fit",
    "file_of",
    "fit_corpus",
    "join_corpus",
    "publish",
    "publish_file",
    "read_corpus",
    "score_corpus",
]
