"""Tone of words, sentences and articles."""

from features.sentiment.by_article import summarise_articles
from features.sentiment.by_sentence import find_scored_words, score_sentences
from features.sentiment.lexicon import Lexicon, read_lexicon

__all__ = ["Lexicon", "find_scored_words", "read_lexicon", "score_sentences", "summarise_articles"]
