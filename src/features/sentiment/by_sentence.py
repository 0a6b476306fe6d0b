"""Tone of a sentence: the mean valence of the words that a lexicon knows, with negation, without names.

A first, honest scorer. It reads no irony, no context and no target, and says so by its coverage.
"""

import numpy as np
import pandas as pd

from features import tables
from features.sentiment.lexicon import read_lexicon
from features.text import find_words

NEGATIONS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom "
    "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shan't "
    "shouldn't wasn't weren't won't wouldn't".split()
)
# A negation reaches three words ahead and turns a valence to -0.74 of itself: VADER's window and its constant, estimated
# from ratings (Hutto and Gilbert 2014, section 3.3 and `N_SCALAR` of their program).
NEGATION_REACH = 3
NEGATION_FACTOR = -0.74


def find_scored_words(words, lexicon=None):
    """Find the words that carry feeling, and what each contributes to its sentence.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    lexicon : Lexicon, optional
        Default: the project’s own.

    Returns
    -------
    DataFrame, one row per scored word
        Table WORD_SENTIMENT. A contribution is the valence (times −0.74 after a negation) divided by the number of scored
        words of the sentence, so that a sentence’s contributions add up to its score. It lies in [−1, 1], up is good.

    Notes
    -----
    A negation reaches three words ahead: VADER’s window and its constant (Hutto and Gilbert 2014).

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_scored_words, find_words
    >>> from features.sentiment import Lexicon
    >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["A good day, not a bad one."]})
    >>> found = find_scored_words(find_words(one), Lexicon(pd.Series({"good": 0.5, "bad": -0.5})))
    >>> found[["word", "word_no", "negated", "contribution"]].values.tolist()   # 0.5 / 2, and −0.5 · −0.74 / 2
    [['good', 1, False, 0.25], ['bad', 5, True, 0.185]]
    """
    lexicon = lexicon or read_lexicon()
    # "the Justice Department's" is the Justice Department.
    valence = _valences(words.without_possessives(), lexicon)
    places = np.flatnonzero(~np.isnan(valence))
    if not len(places):
        return tables.empty(tables.WORD_SENTIMENT)
    negated = _is_negated(words, places)
    sentence = words.sentence[places]
    n_scored = np.bincount(sentence, minlength=len(words.sentences))
    owners = words.sentences.iloc[sentence]
    return tables.check(
        pd.DataFrame(
            {
                "article_id": owners["article_id"].to_numpy(),
                "sentence_no": owners["sentence_no"].to_numpy(),
                "word_no": (places - words.first[sentence]).astype(np.int32),
                "word": words.vocabulary[words.term[places]],
                "valence": valence[places],
                "negated": negated,
                "contribution": valence[places] * np.where(negated, NEGATION_FACTOR, 1.0) / n_scored[sentence],
            }
        ),
        tables.WORD_SENTIMENT,
    )


def score_sentences(sentences, *, words=None, scored_words=None, lexicon=None):
    """Score each sentence by the words of a lexicon that occur in it.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence
        Table SENTENCES.
    words : Words, optional
        The stream of `sentences`, when it was found before.
    scored_words : DataFrame, optional
        Table WORD_SENTIMENT of `sentences`, when it was found before.
    lexicon : Lexicon, optional
        Default: the project’s own. Without effect when `scored_words` is given.

    Returns
    -------
    DataFrame, one row per sentence
        Table SENTENCE_SENTIMENT, in the order of `sentences`. The score lies in [−1, 1], up is good, and is missing (not 0)
        where no word was scored.

    Notes
    -----
    Not for whole articles: score sentences and take `summarise_articles`. Not for languages other than English: coverage then
    is near 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import score_sentences
    >>> one = pd.DataFrame({"article_id": ["a"] * 2, "sentence_no": [0, 1], "paragraph_no": [0, 0], "start": [0, 21],
    ...                     "text": ["It brought no relief.", "Oil was sold."]})
    >>> score_sentences(one)[["score", "n_words", "n_scored_words", "coverage"]].round(3).to_dict("list")
    {'score': [-0.388, nan], 'n_words': [4, 3], 'n_scored_words': [1, 0], 'coverage': [0.25, 0.0]}
    """
    words = find_words(sentences) if words is None else words
    if scored_words is None:
        scored_words = find_scored_words(words, lexicon)
    n_words = words.per_sentence
    row = _rows(scored_words, sentences)
    n_scored = np.bincount(row, minlength=len(sentences))
    total = np.bincount(row, weights=scored_words["contribution"], minlength=len(sentences))
    return tables.check(
        pd.DataFrame(
            {
                "article_id": sentences["article_id"].to_numpy(),
                "sentence_no": sentences["sentence_no"].to_numpy(),
                "score": np.where(n_scored > 0, total, np.nan).clip(-1, 1),
                "n_words": n_words,
                "n_scored_words": n_scored,
                "coverage": np.divide(n_scored, n_words, out=np.full(len(n_words), np.nan), where=n_words > 0),
            }
        ),
        tables.SENTENCE_SENTIMENT,
    )


def _rows(scored_words, sentences):
    """The row of its sentence in `sentences` for each scored word."""
    if not len(scored_words):
        return np.empty(0, dtype=np.int64)
    keys = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_no"]])
    return keys.get_indexer(pd.MultiIndex.from_frame(scored_words[["article_id", "sentence_no"]]))


def _valences(words, lexicon):
    """Valence of each word of the stream; NaN where there is none, or where the mask covers it."""
    of_term = lexicon.valences.reindex(words.vocabulary).to_numpy(dtype=float, copy=True)
    of_term[words.find_terms(NEGATIONS)] = np.nan
    valence = of_term[words.term]
    for phrase in lexicon.mask:
        begins = words.find_phrase(phrase)
        for distance in range(len(phrase.split())):
            valence[begins + distance] = np.nan
    return valence


def _is_negated(words, places):
    """Whether one of the three words before, in the same sentence, is a negation."""
    is_negation = np.zeros(len(words.vocabulary), dtype=bool)
    is_negation[words.find_terms(NEGATIONS)] = True
    negated = np.zeros(len(places), dtype=bool)
    for distance in range(1, NEGATION_REACH + 1):
        before = places - distance
        same = before >= words.first[words.sentence[places]]
        negated[same] |= is_negation[words.term[before[same]]]
    return negated
