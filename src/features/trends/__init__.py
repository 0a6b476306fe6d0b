"""Features over time."""

from features.trends.series import choose_period, summarise_series

__all__ = ["choose_period", "summarise_series"]
