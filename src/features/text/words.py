"""Sentences to one stream of words: every text is tokenised here, once, and nowhere else."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np
import pandas as pd

# Accents and vowel signs that are characters of their own belong to the letter before them; `\w` leaves them out.
_MARKS = "".join(sign for sign in map(chr, range(0x10000)) if unicodedata.category(sign) in ("Mn", "Mc"))
# Acronyms with full stops; words of letters of any script, with apostrophes and hyphens inside; numbers.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    rf"|[^\W\d_]+(?:['’‐-][^\W\d_]+|[{_MARKS}]+[^\W\d_]*)*"
    r"|\d+(?:[.,]\d+)*"
)
_SENTENCES_AT_ONCE = 2_000


def fold(text):
    """Text as words are compared: case folded, with a plain apostrophe and a plain hyphen.

    Parameters
    ----------
    text : str
        A word, a phrase or a whole text.

    Returns
    -------
    str
        Folded as Unicode defines it (`str.casefold`), which may change the length: “ß” becomes “ss”.

    Examples
    --------
    >>> from features.text import fold
    >>> fold("L’Été")
    "l'été"
    """
    return text.casefold().replace("’", "'").replace("‐", "-")


@dataclass(frozen=True)
class Words:
    """The words of a table of sentences, in the order of the text, as numbers.

    Attributes
    ----------
    vocabulary : ndarray of str
        The distinct words, case folded, sorted: `vocabulary[term[i]]` is the i-th word.
    term, sentence, article : ndarray of int32, one entry per word
        Which word; the row of its sentence in `sentences`; the row of its article in `article_ids`.
    first : ndarray of int64, one entry per sentence and one more
        `first[s]:first[s + 1]` are the words of sentence s.
    article_ids : ndarray of str
        The articles, in the order of the sentences.
    sentences : DataFrame
        `article_id` and `sentence_no` of each sentence.
    """

    vocabulary: np.ndarray
    term: np.ndarray
    sentence: np.ndarray
    article: np.ndarray
    first: np.ndarray
    article_ids: np.ndarray
    sentences: pd.DataFrame

    def __len__(self) -> int:
        return len(self.term)

    @property
    def per_sentence(self) -> np.ndarray:
        """Number of words in each sentence: one integer per sentence, in the order of `sentences`; 0 where it has none.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> two = pd.DataFrame({"article_id": ["a", "a"], "sentence_no": [0, 1], "text": ["Oil fell.", "Gold!"]})
        >>> find_words(two).per_sentence.tolist()
        [2, 1]
        """
        return np.diff(self.first)

    def without_possessives(self) -> "Words":
        """The same stream with “caracas's” read as “caracas”.

        Returns
        -------
        Words
            As many words in the same places; the vocabulary is shorter where a noun stood in it both ways.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["Caracas’s oil, Caracas"]})
        >>> words = find_words(one).without_possessives()
        >>> words.vocabulary[words.term].tolist()
        ['caracas', 'oil', 'caracas']
        """
        if not len(self.vocabulary):
            return self
        # As objects: an array of text would give every word the room of the longest.
        nouns = np.array([word.removesuffix("'s") for word in self.vocabulary], dtype=object)
        vocabulary, merged = np.unique(nouns, return_inverse=True)
        return replace(self, vocabulary=vocabulary, term=merged.astype(np.int32)[self.term])

    def find_terms(self, words) -> np.ndarray:
        """Numbers in the vocabulary of those of `words` that occur.

        Parameters
        ----------
        words : iterable of str
            Case folded, as `fold` does it.

        Returns
        -------
        ndarray of int64
            Ascending, each once; a word that does not occur has none.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["Oil and gold."]})
        >>> find_words(one).find_terms(["oil", "rain", "and"]).tolist()   # and, gold, oil
        [0, 2]
        """
        if not len(self.vocabulary):
            return np.empty(0, dtype=np.int64)
        wanted = np.array(sorted(set(words)), dtype=object)
        places = np.searchsorted(self.vocabulary, wanted).clip(max=len(self.vocabulary) - 1)
        return places[self.vocabulary[places] == wanted]

    def find_phrase(self, phrase) -> np.ndarray:
        """Positions in the stream where a phrase begins within a sentence.

        Parameters
        ----------
        phrase : str
            Words separated by blanks, case folded.

        Returns
        -------
        ndarray of int64
            Ascending, from 0; empty when the phrase does not occur.

        Examples
        --------
        >>> import pandas as pd
        >>> from features import find_words
        >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["Crude oil is oil, crude oil."]})
        >>> find_words(one).find_phrase("crude oil").tolist()
        [0, 4]
        """
        parts = phrase.split()
        numbers = [self.find_terms([part]) for part in parts]
        if not parts or any(not len(number) for number in numbers):
            return np.empty(0, dtype=np.int64)
        places = np.flatnonzero(self.term[: max(len(self.term) - len(parts) + 1, 0)] == numbers[0][0])
        for distance, number in enumerate(numbers[1:], start=1):
            places = places[self.term[places + distance] == number[0]]
        return places[self.sentence[places] == self.sentence[places + len(parts) - 1]]


def find_words(sentences):
    """Find the words of every sentence.

    Words are case folded; a typographic apostrophe counts as a plain one. No Python loop runs per word: the regular
    expression’s own loop finds them and a dictionary’s own look-up numbers them.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence
        Columns `article_id`, `sentence_no`, `text`, as in table SENTENCES; an article’s sentences stand together.

    Returns
    -------
    Words
        Acronyms with full stops, words of letters with apostrophes and hyphens inside, and numbers, in the order of the text.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["The U.S. won’t sell 1,000 barrels."]})
    >>> words = find_words(one)
    >>> words.vocabulary[words.term].tolist()
    ['the', 'u.s.', "won't", 'sell', '1,000', 'barrels']
    """
    # A word that is met for the first time gets the next number, inside the look-up itself.
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms, counts = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int64)]
    texts = sentences["text"].to_numpy(dtype=object)
    for begin in range(0, len(texts), _SENTENCES_AT_ONCE):
        found = [_WORD.findall(fold(text)) for text in texts[begin : begin + _SENTENCES_AT_ONCE]]
        counts.append(np.fromiter(map(len, found), dtype=np.int64, count=len(found)))
        words = map(numbers.__getitem__, chain.from_iterable(found))
        terms.append(np.fromiter(words, dtype=np.int32, count=int(counts[-1].sum())))
    return _stream(sentences, numbers, np.concatenate(terms), np.concatenate(counts))


def _stream(sentences, numbers, term, counts):
    vocabulary = np.array(list(numbers), dtype=object)
    order = np.argsort(vocabulary, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    articles, article_ids = pd.factorize(sentences["article_id"].to_numpy(dtype=object))
    sentence = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return Words(
        vocabulary[order],
        rank[term] if len(term) else term,
        sentence,
        articles.astype(np.int32)[sentence],
        np.concatenate([[0], np.cumsum(counts)]),
        article_ids,
        sentences[["article_id", "sentence_no"]].reset_index(drop=True),
    )
