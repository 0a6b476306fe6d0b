"""Tidings: news articles in; sentiment and topic features out."""

from features.article import Article
from features.build import build
from features.estimators import SentimentFeatures, TopicFeatures
from features.reading import read_articles
from features.sentiment import find_scored_words, read_lexicon, score_sentences, summarise_articles
from features.text import find_words, split_sentences
from features.topics import fit_topics
from features.trends import choose_period, summarise_series
from features.wide import join_features

__all__ = [
    "Article", "SentimentFeatures", "TopicFeatures", "build", "choose_period", "find_scored_words", "find_words", "fit_topics",
    "join_features", "read_articles", "read_lexicon", "score_sentences", "split_sentences", "summarise_articles",
    "summarise_series",
]
