"""What the articles are about."""

from features.topics.counting import count_words
from features.topics.static import MOST_ARTICLES, Topics, fit_counts, fit_topics
from features.topics.tabulation import tabulate_shares, tabulate_terms, tabulate_topics

__all__ = [
    "MOST_ARTICLES",
    "Topics",
    "count_words",
    "fit_counts",
    "fit_topics",
    "tabulate_shares",
    "tabulate_terms",
    "tabulate_topics",
]
