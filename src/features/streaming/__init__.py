"""A corpus of any size, worked on partition by partition."""

from features.streaming.corpus import read_corpus
from features.streaming.fitting import address_of_fit, fit_corpus, score_corpus
from features.streaming.shards import OF_ARTICLES, OF_TOPICS, file_of
from features.streaming.store import Store, publish

__all__ = [
    "OF_ARTICLES",
    "OF_TOPICS",
    "Store",
    "address_of_fit",
    "file_of",
    "fit_corpus",
    "publish",
    "read_corpus",
    "score_corpus",
]
