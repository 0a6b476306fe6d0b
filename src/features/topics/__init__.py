"""What the articles are about."""

from features.topics.choosing import choose_n_topics
from features.topics.counting import count_words
from features.topics.hierarchy import coarsen_shares, nest_topics
from features.topics.moving import find_largest_topics, find_moved_words, find_new_topics
from features.topics.over_time import count_left_out, summarise_topics
from features.topics.phrases import count_phrases
from features.topics.stability import find_stability
from features.topics.static import MOST_ARTICLES, Topics, fit_counts, fit_topics
from features.topics.tabulation import tabulate_shares, tabulate_terms, tabulate_topics

__all__ = [
    "MOST_ARTICLES",
    "Topics",
    "choose_n_topics",
    "coarsen_shares",
    "count_left_out",
    "count_phrases",
    "count_words",
    "find_largest_topics",
    "find_moved_words",
    "find_new_topics",
    "find_stability",
    "fit_counts",
    "fit_topics",
    "nest_topics",
    "summarise_topics",
    "tabulate_shares",
    "tabulate_terms",
    "tabulate_topics",
]
