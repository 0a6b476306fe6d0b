"""Features over time."""

from features.trends.series import (
    FEWEST_ARTICLES,
    choose_period,
    find_core,
    find_periods,
    summarise_groups,
    summarise_series,
)

__all__ = ["FEWEST_ARTICLES", "choose_period", "find_core", "find_periods", "summarise_groups", "summarise_series"]
