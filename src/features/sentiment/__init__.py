"""Tone of words, sentences and articles."""

from features.sentiment.by_article import summarise_articles
from features.sentiment.by_sentence import ScoredWords, find_scored_words, score_sentences, score_words
from features.sentiment.lexicon import Lexicon, read_lexicon

__all__ = [
    "Lexicon",
    "ScoredWords",
    "find_scored_words",
    "read_lexicon",
    "score_sentences",
    "score_words",
    "summarise_articles",
]
