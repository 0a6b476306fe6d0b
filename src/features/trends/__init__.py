"""Features over time."""

from features.trends.series import FEWEST_ARTICLES, choose_period, find_core, summarise_groups, summarise_series

__all__ = ["FEWEST_ARTICLES", "choose_period", "find_core", "summarise_groups", "summarise_series"]
