"""Near-copies of one report: which articles are reprints of which, verified word by word."""

from features.copies.overlap import Overlap, measure_overlap
from features.copies.pairs import pair_sketches
from features.copies.sketches import Sketches, sketch_articles
from features.copies.stories import find_stories, join_stories

__all__ = [
    "Overlap",
    "Sketches",
    "find_stories",
    "join_stories",
    "measure_overlap",
    "pair_sketches",
    "sketch_articles",
]
