"""What the articles are about."""

from features.topics.counting import count_words
from features.topics.static import Topics, fit_topics

__all__ = ["Topics", "count_words", "fit_topics"]
