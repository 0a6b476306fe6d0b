"""The language of each article, from its words: the clear cases by their function words, the doubtful ones by a trained model."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.compiled import compiled

# The most frequent words of each language that are no frequent words of the others here, case folded: articles, prepositions,
# pronouns, forms of to be and to have.
_FUNCTION_WORDS = {
    "en": "the of and to that with from this have has which their they were been would his by for are who it's not but said",
    "es": "el los las del y por una con para que se su al lo como más pero sus este está han fue según ya muy",
    "fr": "le les des du et une dans pour qui sur au par est pas avec ce il plus sont cette aux ont été mais ses leur",
    "de": "der die das und den von zu mit sich auf für ist im dem nicht ein eine als auch es werden aus hat nach bei wird",
    "pt": "o os as do da dos das em um uma não com para que na no ao pelo pela mais foi são também seu sua ele disse",
    "it": "il di che è della per gli dei del nel una sono con non alla le delle anche si più ha dal nella degli questo",
    "nl": "de het een van en dat te op zijn met voor niet aan er om ook als bij naar maar wordt hij uit worden heeft",
}
# Of the words of an English article some 0.23 are among these (of ten thousand of AllSides 0.17 to 0.27 from the first hundredth to
# the last twentieth), of a text in another of these languages under 0.05.
_ENGLISH_SHARE = 0.15
_CLEAR_SHARE = 0.12
_OTHERS_SHARE = 0.5
_FEWEST_WORDS = 20
# py3langid 0.4 is right for 0.97 of Spanish, French and Italian texts of 100 characters, and calls an empty one Afrikaans.
_FEWEST_LETTERS = 40
_MOST_CHARACTERS, _MOST_ROWS = 2_000, 40
_SURE = 0.9


def find_languages(words, which=None):
    """Tell the language of each article.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    which : ndarray of bool, one entry per article, optional
        Which articles to tell it of; default: of all.

    Returns
    -------
    ndarray of object, one entry per article
        ISO 639-1, as "en"; None where there are too few words to tell, or no language is likely enough, or it was not asked for.

    Notes
    -----
    An article of at least 20 words, of which 12 % are function words of one language and not half as many of any other, is in that
    language; of all others py3langid (Lui and Baldwin 2012) judges the first 2,000 characters, and is believed from a probability of
    0.9 on.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.text.language import find_languages
    >>> texts = ["It rained on the hills, and the rivers that rise there were said to be full by the end of the long day.", ""]
    >>> find_languages(find_words(pd.DataFrame({"article_id": ["a", "b"], "text": texts}))).tolist()
    ['en', None]
    """
    found = np.full(len(words.article_ids), None, dtype=object)
    asked = np.arange(len(found)) if which is None else np.flatnonzero(which)
    terms, term, first = _stream(words, asked)
    # English first, and only where it is not clear the other languages: most corpora are of one.
    known, n_words = _known(terms), np.diff(first)
    is_english = (_shares(term, first, known[:, :1])[:, 0] >= _ENGLISH_SHARE) & (n_words >= _FEWEST_WORDS)
    found[asked[is_english]] = "en"
    unclear = np.flatnonzero(~is_english)
    if not len(unclear):
        return found
    names = list(_FUNCTION_WORDS)
    term, first = _pick(term, first, unclear)
    shares = _shares(term, first, known)
    order = np.argsort(-shares, axis=1, kind="stable")
    best, second = (np.take_along_axis(shares, order[:, place : place + 1], axis=1)[:, 0] for place in (0, 1))
    clear = (best >= _CLEAR_SHARE) & (second < _OTHERS_SHARE * best) & (n_words[unclear] >= _FEWEST_WORDS)
    found[asked[unclear[clear]]] = [names[place] for place in order[clear, 0]]
    doubtful = asked[unclear[~clear]]
    found[doubtful] = [_judge(text) for text in _texts(words, doubtful)]
    return found


def _stream(words, articles):
    """The vocabulary, the words and the beginnings of some articles; of few articles only their own vocabulary."""
    term, first = words.term, words.first_of_article
    if len(articles) == len(first) - 1:
        return words.terms, term, first
    term, first = _pick(term, first, articles)
    if 2 * len(term) > words.n_terms:
        return words.terms, term, first
    used, term = np.unique(term, return_inverse=True)
    return words.terms.take(pa.array(used)), term, first


def _pick(term, first, articles):
    """The words of some articles, and where each begins among them."""
    if len(articles) == len(first) - 1:
        return term, first
    sizes = np.diff(first)[articles]
    picked = np.append(0, np.cumsum(sizes))
    return term[np.arange(picked[-1]) + np.repeat(first[articles] - picked[:-1], sizes)], picked


def _known(terms):
    """Whether each term is a function word of each language, a column a language."""
    every = sorted({word for listed in _FUNCTION_WORDS.values() for word in listed.split()})
    of_language = [np.isin(every, listed.split()) for listed in _FUNCTION_WORDS.values()]
    # One row more, for all other terms.
    known = np.vstack([np.stack(of_language, axis=1), np.zeros(len(_FUNCTION_WORDS), dtype=bool)])
    place = pc.index_in(terms, value_set=pa.array(every, type=pa.large_string()))
    return known[pc.fill_null(place, len(every)).to_numpy()]


def _shares(term, first, known):
    """Share of the words of articles that are function words of each language."""
    n_known = np.zeros((len(first) - 1, known.shape[1]), dtype=np.int64)
    _count(term, first, np.ascontiguousarray(known), n_known)
    return n_known / np.maximum(np.diff(first), 1)[:, np.newaxis]


@compiled
def _count(term, first, known, n_known):
    for language in range(known.shape[1]):
        for article in range(len(first) - 1):
            for position in range(first[article], first[article + 1]):
                n_known[article, language] += known[term[position], language]


def _texts(words, articles):
    """The first characters of articles, joined where an article has several rows."""
    order = np.argsort(words.article_of_row, kind="stable")
    begin, end = np.searchsorted(words.article_of_row[order], [articles, articles + 1])
    n_rows = np.minimum(end - begin, _MOST_ROWS)
    rows = order[np.arange(n_rows.sum()) + np.repeat(begin - (np.cumsum(n_rows) - n_rows), n_rows)]
    texts = pc.utf8_slice_codeunits(words.texts.take(pa.array(rows)), 0, _MOST_CHARACTERS).to_pylist()
    last = 0
    for n in n_rows.tolist():
        yield " ".join(text for text in texts[last : last + n] if text)[:_MOST_CHARACTERS]
        last += n


def _judge(text):
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return None
    language, probability = _model().classify(text)
    return language if probability >= _SURE else None


@cache
def _model():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
