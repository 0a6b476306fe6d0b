"""What every scorer gives: scores of sentences, and the words that made them."""

from dataclasses import dataclass

import numpy as np

from features.compiled import compiled
from features.text.language import find_languages


@dataclass(frozen=True)
class Scored:
    """The sentences of a stream with their scores.

    Attributes
    ----------
    words : Words
        The stream.
    position : ndarray of int64, one entry per word that contributes
        Its place in the stream; ascending.
    valence : ndarray of float, one entry per word that contributes
        What the lists say of it; NaN where they say nothing.
    factor : ndarray of float, one entry per word that contributes
        What other words make of it: below 0 where they turn it.
    contribution : ndarray of float, one entry per word that contributes
        Its part of the score of its sentence.
    n_scored : ndarray of int32, one entry per sentence
        How many of its words say something about tone.
    score : ndarray of float, one entry per sentence
        In [−1, 1], up is good; NaN where no word says anything.
    chances : ndarray of float, sentences × 3, or None
        Of being bad, neutral and good news; NaN where there is no score. None: the scorer has none.
    """

    words: object
    position: np.ndarray
    valence: np.ndarray
    factor: np.ndarray
    contribution: np.ndarray
    n_scored: np.ndarray
    score: np.ndarray
    chances: np.ndarray | None = None


# Of English articles 0.76 ± 0.04 of the words are rated, learned or function words, at least 0.57 of 999 in 1,000 (3,000 of
# allsides); of three German, Spanish and French sentences at most one in five.
_FAMILIAR_SHARE = 0.3
# Of fewer words no language is told for sure, and nothing in them is likely to be felt by chance.
_FEWEST_WORDS = 5


def find_foreign(words, language, n_familiar=None):
    """Find the sentences of articles that are known to be in another language.

    Parameters
    ----------
    words : Words
        The stream.
    language : str or None
        ISO 639-1 of the scorer’s; None: it reads all.
    n_familiar : ndarray of int, one entry per sentence, optional
        How many of its words are of that language. An article of which they are three tenths is in it without another look.

    Returns
    -------
    ndarray of bool, one entry per sentence

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt."]})
    >>> find_foreign(find_words(one), "en").tolist()
    [True]
    """
    if language is None:
        return np.zeros(len(words.row), dtype=bool)
    if n_familiar is None:
        return _is_other(words.languages, language)[words.article_of_sentence]
    article = words.article_of_sentence
    n_of_article = np.zeros((2, len(words.article_ids)), dtype=np.int64)
    _add_up(article, n_familiar, words.first, *n_of_article)
    strange = (n_of_article[0] < _FAMILIAR_SHARE * n_of_article[1]) & (n_of_article[1] >= _FEWEST_WORDS)
    if not strange.any():
        return np.zeros(len(words.row), dtype=bool)
    languages = words.languages if "languages" in vars(words) else find_languages(words, strange)
    strange[strange] = _is_other(languages[strange], language)
    return strange[article]


def _is_other(languages, language):
    return np.array([found is not None and found != language for found in languages], dtype=bool)


@compiled
def _add_up(article, n_familiar, first, n_familiar_of_article, n_words):
    for sentence in range(len(article)):
        n_familiar_of_article[article[sentence]] += n_familiar[sentence]
        n_words[article[sentence]] += first[sentence + 1] - first[sentence]
