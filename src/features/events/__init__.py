"""Different reports of one occurrence, by whatever outlet and in whatever words, join one event."""

from features.events.describing import Descriptions, describe_articles, join_descriptions
from features.events.finding import find_events, join_events
from features.events.summaries import summarise_events

__all__ = [
    "Descriptions",
    "describe_articles",
    "find_events",
    "join_descriptions",
    "join_events",
    "summarise_events",
]
