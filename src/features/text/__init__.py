"""From articles to sentences, and from sentences to one stream of words that everything else reads."""

from features.text.sentences import split_sentences
from features.text.words import Words, find_words, fold

__all__ = ["Words", "find_words", "fold", "split_sentences"]
