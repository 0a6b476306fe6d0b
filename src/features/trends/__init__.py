"""Features over time."""

from features.trends.series import (
    FEWEST_ARTICLES,
    choose_period,
    middle_span,
    periods_of,
    summarise_groups,
    summarise_series,
)

__all__ = ["FEWEST_ARTICLES", "choose_period", "middle_span", "periods_of", "summarise_groups", "summarise_series"]
