"""From articles to sentences and to one stream of words that everything else reads, in one pass over their bytes."""

from features.text.finding import find_words, fold
from features.text.sentences import split_sentences
from features.text.words import Words

__all__ = ["Words", "find_words", "fold", "split_sentences"]
