"""Tidings: news articles in; sentiment and topic features out."""

from importlib import import_module

# Public name → module. Each is imported when it is first asked for, so that a notebook that only reads tables does not wait for
# scikit-learn. `build` is imported as `from features.build import build`: a module of that name would hide it here.
_PUBLIC = {
    "Article": "article",
    "SentimentFeatures": "estimators",
    "TopicFeatures": "estimators",
    "choose_period": "trends",
    "explain": "sentiment",
    "find_events": "events",
    "find_scored_words": "sentiment",
    "find_stories": "copies",
    "find_words": "text",
    "fit_topics": "topics",
    "join_features": "wide",
    "read_articles": "reading",
    "read_lexicon": "sentiment",
    "read_scorer": "sentiment",
    "score_sentences": "sentiment",
    "score_targets": "sentiment",
    "split_sentences": "text",
    "summarise_articles": "sentiment",
    "summarise_events": "events",
    "summarise_groups": "trends",
    "summarise_series": "trends",
}
__all__ = list(_PUBLIC)


def __getattr__(name):
    if name not in _PUBLIC:
        raise AttributeError(f"features has no {name!r}; it has {__all__}")
    return getattr(import_module(f"features.{_PUBLIC[name]}"), name)


def __dir__():
    return __all__
