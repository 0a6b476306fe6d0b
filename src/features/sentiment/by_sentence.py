"""Tone of a sentence: the mean valence of the words that a lexicon knows, with negation and degree, without names.

A first, honest scorer. It reads no irony, no context and no target, and says so by its coverage.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from features import tables
from features.compiled import compiled
from features.sentiment.lexicon import read_lexicon
from features.text import Words, find_words

NEGATIONS = frozenset(
    "no not never none nobody nothing neither nor nowhere cannot without hardly scarcely barely rarely seldom "
    "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shan't "
    "shouldn't wasn't weren't won't wouldn't".split()
)
# A negation and a word of degree reach three words ahead; a negation turns a valence to -0.74 of itself, a word of degree counts by
# 0.95 from two words and by 0.9 from three words away: VADER's window and its constants (Hutto and Gilbert 2014, section 3.3, and
# `N_SCALAR` and `polarity_scores` of their program).
REACH = 3
NEGATION_FACTOR = -0.74
DEGREE_FACTORS = (1.0, 0.95, 0.9)


@dataclass(frozen=True)
class ScoredWords:
    """The words of a stream that carry feeling.

    Attributes
    ----------
    words : Words
        The stream.
    position : ndarray of int64, one entry per scored word
        Its place in the stream; ascending.
    valence, degree : ndarray of float, one entry per scored word
        What the lexicon says of it; what words of degree before it add to the size of that.
    negated : ndarray of bool, one entry per scored word
        Whether a negation turned it.
    contribution : ndarray of float, one entry per scored word
        Its part of the score of its sentence.
    n_scored : ndarray of int32, one entry per sentence
        How many of its words are scored.
    score : ndarray of float, one entry per sentence
        In [−1, 1], up is good; NaN where no word is scored.
    """

    words: Words
    position: np.ndarray
    valence: np.ndarray
    degree: np.ndarray
    negated: np.ndarray
    contribution: np.ndarray
    n_scored: np.ndarray
    score: np.ndarray


def score_words(words, lexicon=None):
    """Score the words of a stream and its sentences, in one pass over its numbers.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    lexicon : Lexicon, optional
        Default: the project’s own.

    Returns
    -------
    ScoredWords
        What `find_scored_words` and `score_sentences` make their tables of.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment import Lexicon, score_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["A good day. Not a bad one."]})
    >>> score_words(find_words(one), Lexicon(pd.Series({"good": 0.5, "bad": -0.5}))).score.tolist()   # −0.5 · −0.74
    [0.5, 0.37]
    """
    lexicon = lexicon or read_lexicon()
    negations = words.find_terms(NEGATIONS)
    feeling, degrees = lexicon.known
    valence = _of_terms(words, feeling, lexicon.valences, np.nan)
    degree = _of_terms(words, degrees, lexicon.degrees, 0.0)
    # A negation is no word of feeling, nor one of degree.
    valence[negations], degree[negations] = np.nan, 0.0
    is_negation = np.zeros(words.n_terms, dtype=bool)
    is_negation[negations] = True
    # "the Justice Department's" is the Justice Department.
    phrase, position = words.find_phrases(lexicon.mask, possessives=True)
    n_masked = np.array([len(written.split()) for written in lexicon.mask], dtype=np.int64)[phrase]
    n_most = int(_count_known(words.term, ~np.isnan(valence)))
    found = np.empty(n_most, dtype=np.int64)
    numbers, negated = np.empty((3, n_most)), np.empty(n_most, dtype=bool)
    n_scored, score = np.zeros(len(words.row), dtype=np.int32), np.full(len(words.row), np.nan)
    n = _score(
        words.term,
        words.first,
        valence,
        degree,
        is_negation,
        position,
        n_masked,
        found,
        numbers,
        negated,
        n_scored,
        score,
    )
    foreign = _in_another_language(words, lexicon.language)
    n_scored[foreign], score[foreign] = 0, np.nan
    kept = np.flatnonzero(~foreign[words.sentence[found[:n]]]) if foreign.any() else slice(n)
    valence, degree, contribution = numbers[:, kept]
    return ScoredWords(words, found[kept], valence, degree, negated[kept], contribution, n_scored, score)


def find_scored_words(words, lexicon=None):
    """Find the words that carry feeling, and what each contributes to its sentence.

    Parameters
    ----------
    words : Words or ScoredWords
        As `features.text.find_words` gives them, or as `score_words` does.
    lexicon : Lexicon, optional
        Default: the project’s own. Without effect on what was scored before.

    Returns
    -------
    DataFrame, one row per scored word
        Table WORD_SENTIMENT. A contribution is the valence, grown or shrunk by words of degree (times −0.74 after a negation),
        divided by the number of scored words of the sentence, so that a sentence’s contributions add up to its score. It lies in
        [−1, 1], up is good.

    Notes
    -----
    A negation and a word of degree reach three words ahead: VADER’s window and its constants (Hutto and Gilbert 2014).

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_scored_words, find_words
    >>> from features.sentiment import Lexicon
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["A good day, not a bad one."]})
    >>> found = find_scored_words(find_words(one), Lexicon(pd.Series({"good": 0.5, "bad": -0.5})))
    >>> found[["word", "word_no", "negated", "contribution"]].values.tolist()   # 0.5 / 2, and −0.5 · −0.74 / 2
    [['good', 1, False, 0.25], ['bad', 5, True, 0.185]]
    """
    scored = words if isinstance(words, ScoredWords) else score_words(words, lexicon)
    words = scored.words
    if not len(scored.position):
        return tables.empty(tables.WORD_SENTIMENT)
    sentence = np.searchsorted(words.first, scored.position, side="right") - 1
    return tables.check(
        pd.DataFrame(
            {
                "article_id": words.ids_of(words.article_of_sentence[sentence]),
                "sentence_no": words.sentence_no[sentence],
                "word_no": (scored.position - words.first[sentence]).astype(np.int32),
                "word": pd.array(words.terms.take(pa.array(words.term[scored.position])), dtype="str"),
                "valence": scored.valence,
                "degree": scored.degree,
                "negated": scored.negated,
                "contribution": scored.contribution,
            }
        ),
        tables.WORD_SENTIMENT,
    )


def score_sentences(table, *, words=None, lexicon=None):
    """Score each sentence by the words of a lexicon that occur in it.

    Parameters
    ----------
    table : DataFrame, one row per sentence or per article
        Table SENTENCES, or ARTICLES, whose sentences are then found in the same pass.
    words : Words or ScoredWords, optional
        The stream of `table`, when it was found or scored before.
    lexicon : Lexicon, optional
        Default: the project’s own. Without effect on what was scored before.

    Returns
    -------
    DataFrame, one row per sentence
        Table SENTENCE_SENTIMENT, in the order of `table`. The score lies in [−1, 1], up is good, and is missing (not 0)
        where no word was scored.

    Notes
    -----
    An article whose language is known and not that of the lexicon has no scores: what an English lexicon finds in it is chance.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import score_sentences
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["It brought no relief. Oil was sold."]})
    >>> score_sentences(one)[["score", "n_words", "n_scored_words", "coverage"]].round(3).to_dict("list")
    {'score': [-0.388, nan], 'n_words': [4, 3], 'n_scored_words': [1, 0], 'coverage': [0.25, 0.0]}
    """
    words = find_words(table) if words is None else words
    scored = words if isinstance(words, ScoredWords) else score_words(words, lexicon)
    words = scored.words
    n_words = words.per_sentence
    return tables.check(
        pd.DataFrame(
            {
                "article_id": words.ids_of(words.article_of_sentence),
                "sentence_no": words.sentence_no,
                "score": scored.score,
                "n_words": n_words.astype(np.int32),
                "n_scored_words": scored.n_scored,
                "coverage": np.divide(scored.n_scored, n_words, out=np.full(len(n_words), np.nan), where=n_words > 0),
            }
        ),
        tables.SENTENCE_SENTIMENT,
    )


def _in_another_language(words, language):
    """Which sentences stand in articles whose language is known and not that of the lexicon."""
    if language is None:
        return np.zeros(len(words.row), dtype=bool)
    foreign = np.array([found is not None and found != language for found in words.languages], dtype=bool)
    return foreign[words.article_of_sentence]


def _of_terms(words, known, of_word, otherwise):
    """A number for each term of the stream; a possessive has that of its noun when it has none of its own."""
    place = pc.index_in(words.terms, value_set=known)
    place = pc.coalesce(place, pc.index_in(words.nouns, value_set=known))
    numbers = np.append(of_word.to_numpy(dtype=float), otherwise)
    return numbers[pc.fill_null(place, -1).to_numpy()]


@compiled
def _count_known(term, known):
    n = 0
    for number in term:
        n += known[number]
    return n


@compiled
def _score(term, first, valence, degree, is_negation, masked, n_masked, found, numbers, negated, n_scored, score):
    """Fill the arrays of scored words and of sentences, and return how many words were scored."""
    n, next_mask, masked_to = 0, 0, 0
    for sentence in range(len(first) - 1):
        n_before, total = n, 0.0
        for position in range(first[sentence], first[sentence + 1]):
            while next_mask < len(masked) and masked[next_mask] <= position:
                masked_to = max(masked_to, masked[next_mask] + n_masked[next_mask])
                next_mask += 1
            value = valence[term[position]]
            if np.isnan(value) or position < masked_to:
                continue
            grown, turned = 0.0, False
            for distance in range(1, min(REACH, position - first[sentence]) + 1):
                before = term[position - distance]
                grown += DEGREE_FACTORS[distance - 1] * degree[before]
                turned = turned or is_negation[before]
            grown = min(max(grown, -1.0), 1.0)
            # The size of a valence never grows beyond 1 nor shrinks below 0, and what has none gains none.
            tone = min(max(abs(value) + grown, 0.0), 1.0) * ((value > 0.0) - (value < 0.0))
            tone *= NEGATION_FACTOR if turned else 1.0
            found[n], negated[n] = position, turned
            numbers[0, n], numbers[1, n], numbers[2, n] = value, grown, tone
            total += tone
            n += 1
        n_scored[sentence] = n - n_before
        for word in range(n_before, n):
            numbers[2, word] /= n - n_before
        if n > n_before:
            score[sentence] = min(max(total / (n - n_before), -1.0), 1.0)
    return n
