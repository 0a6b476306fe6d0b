"""Figures of the tables in features.tables, and the reports made of them. Nothing that computes imports this package."""

from figures.answers import Answer, answer_contents, answer_coverage, answer_tone, answer_topics
from figures.copying import draw_copying
from figures.corpus import draw_outlets_over_time, draw_what_is_known, summarise_flags, summarise_reasons
from figures.coverage import draw_coverage, draw_evidence
from figures.publishing import Published, publish, read_provenance
from figures.sentiment import (
    draw_one_article,
    draw_tone_by_outlet,
    draw_tone_over_time,
    latest_article,
)
from figures.tone_words import draw_mask_effect, draw_words_behind_tone
from figures.topics import draw_topic_terms, draw_topics_by_outlet, draw_topics_over_time

__all__ = [
    "Answer",
    "Published",
    "answer_contents",
    "answer_coverage",
    "answer_tone",
    "answer_topics",
    "draw_copying",
    "draw_coverage",
    "draw_evidence",
    "draw_mask_effect",
    "draw_one_article",
    "draw_outlets_over_time",
    "draw_tone_by_outlet",
    "draw_tone_over_time",
    "draw_topic_terms",
    "draw_topics_by_outlet",
    "draw_topics_over_time",
    "draw_what_is_known",
    "draw_words_behind_tone",
    "latest_article",
    "publish",
    "read_provenance",
    "summarise_flags",
    "summarise_reasons",
]
