"""A corpus of any size, worked on partition by partition."""

from features.streaming.corpus import read_corpus
from features.streaming.fitting import fit_corpus, score_corpus
from features.streaming.shards import OF_ARTICLES, OF_TOPICS, file_of
from features.streaming.store import Store, publish
from features.streaming.workers import open_workers

__all__ = [
    "OF_ARTICLES",
    "OF_TOPICS",
    "Store",
    "file_of",
    "fit_corpus",
    "open_workers",
    "publish",
    "read_corpus",
    "score_corpus",
]
