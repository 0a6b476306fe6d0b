"""Tone of words, sentences, articles and mentions."""

from features.sentiment.by_article import summarise_articles
from features.sentiment.by_sentence import find_scored_words, score_sentences, score_words
from features.sentiment.by_target import score_targets
from features.sentiment.choosing import SCORERS, choose_scorer
from features.sentiment.explanation import explain
from features.sentiment.lexicon import Lexicon, read_lexicon
from features.sentiment.scored import Scored
from features.sentiment.scoring import Scorer, read_scorer

__all__ = [
    "SCORERS",
    "Lexicon",
    "Scored",
    "Scorer",
    "choose_scorer",
    "explain",
    "find_scored_words",
    "read_lexicon",
    "read_scorer",
    "score_sentences",
    "score_targets",
    "score_words",
    "summarise_articles",
]
