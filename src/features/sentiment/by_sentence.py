"""Tone of sentences, whatever scores them: the default scorer, a plain lexicon, or the encoder."""

import numpy as np
import pyarrow as pa

from features import tables
from features.sentiment.choosing import choose_scorer
from features.sentiment.lexicon import Lexicon
from features.sentiment.plain import score_with_lexicon
from features.sentiment.scored import Scored, find_foreign
from features.sentiment.scoring import Scorer, score_stream
from features.text import find_words
from features.text.columns import encode, encode_ids

CHANCES = ("p_negative", "p_neutral", "p_positive")


def score_words(words, scorer="default"):
    """Score the sentences of a stream, and its words.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    scorer : {"default", "lexicon", "encoder"}, Scorer, Lexicon or Encoder
        The project’s own; the mean valence of VADER’s words; the encoder of the extra `encoder`; or one that was opened before.

    Returns
    -------
    Scored
        What `find_scored_words` and `score_sentences` make their tables of.

    Raises
    ------
    ValueError
        If there is no such scorer.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment import score_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Both sides agreed on a lasting peace."]})
    >>> bool(score_words(find_words(one)).score[0] > 0)
    True
    """
    scorer = choose_scorer(scorer)
    if isinstance(scorer, Scorer):
        return score_stream(words, scorer)
    if isinstance(scorer, Lexicon):
        return score_with_lexicon(words, scorer)
    return _read_by_encoder(words, scorer)


def _read_by_encoder(words, encoder):
    """The encoder reads whole sentences, and does not say which word made it think so."""
    n_words = words.per_sentence
    read = (n_words > 0) & ~find_foreign(words, "en")
    chances = np.full((len(n_words), 3), np.nan)
    table = words.sentences if words.given is None else words.given
    texts = table["text"].to_numpy(dtype=object)[read]
    if len(texts):
        chances[read] = encoder.read(texts.tolist()).valence
    none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
    n_scored = np.where(read, n_words, 0).astype(np.int32)
    return Scored(words, none, nothing, nothing, nothing, n_scored, chances[:, 2] - chances[:, 0], chances)


def find_scored_words(words, scorer="default"):
    """Find the words that say something about tone, and what each contributes to its sentence.

    Parameters
    ----------
    words : Words or Scored
        As `features.text.find_words` gives them, or as `score_words` does.
    scorer : {"default", "lexicon", "encoder"}, Scorer, Lexicon or Encoder
        As in `score_words`. Without effect on what was scored before.

    Returns
    -------
    DataFrame, one row per word that contributes
        Table WORD_SENTIMENT. A sentence’s contributions add up to its score. None from the encoder, which reads sentences as a whole.

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
    scored = words if isinstance(words, Scored) else score_words(words, scorer)
    return tables.check(tabulate_words(scored), tables.WORD_SENTIMENT)


def tabulate_words(scored):
    """Table WORD_SENTIMENT as `find_scored_words` gives it, not checked yet: for who writes it.

    Parameters
    ----------
    scored : Scored
        As `score_words` gives it.

    Returns
    -------
    pyarrow.Table
        One row per word that contributes.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment import Lexicon, score_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["A good day, not a bad one."]})
    >>> tabulate_words(score_words(find_words(one), Lexicon(pd.Series({"good": 0.5}))))["word"].to_pylist()
    ['good']
    """
    words = scored.words
    sentence = words.sentence[scored.position]
    columns = {
        "article_id": encode_ids(words, words.article_of_sentence[sentence]),
        "sentence_no": words.sentence_no[sentence],
        "word_no": (scored.position - words.first[sentence]).astype(np.int32),
        "word": encode(words.term[scored.position], lambda met: words.terms.take(pa.array(met)).cast(pa.string())),
        "valence": scored.valence,
        "factor": scored.factor,
        "negated": scored.factor < 0,
        "contribution": scored.contribution,
    }
    return pa.table(columns)


def score_sentences(table, *, words=None, scorer="default"):
    """Score each sentence: good or bad news, from the words in it.

    Parameters
    ----------
    table : DataFrame, one row per sentence or per article
        Table SENTENCES, or ARTICLES, whose sentences are then found in the same pass.
    words : Words or Scored, optional
        The stream of `table`, when it was found or scored before.
    scorer : {"default", "lexicon", "encoder"}, Scorer, Lexicon or Encoder
        As in `score_words`. Without effect on what was scored before.

    Returns
    -------
    DataFrame, one row per sentence
        Table SENTENCE_SENTIMENT, in the order of `table`. The score lies in [−1, 1], up is good, and is missing (not 0) where no
        word says anything about tone.

    Notes
    -----
    An article whose language is known and not that of the scorer has no scores: what an English scorer finds in it is chance.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import score_sentences
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Peace talks collapsed. In May."]})
    >>> scored = score_sentences(one)
    >>> bool(scored.score[0] < 0), scored.n_words.tolist(), scored.score.isna().tolist()
    (True, [3, 2], [False, True])
    """
    words = find_words(table) if words is None else words
    scored = words if isinstance(words, Scored) else score_words(words, scorer)
    return tables.check(tabulate_scores(scored), tables.SENTENCE_SENTIMENT)


def tabulate_scores(scored):
    """Table SENTENCE_SENTIMENT as `score_sentences` gives it, not checked yet: for who writes it.

    Parameters
    ----------
    scored : Scored
        As `score_words` gives it.

    Returns
    -------
    pyarrow.Table
        One row per sentence.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.sentiment import score_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["Peace talks collapsed. In May."]})
    >>> tabulate_scores(score_words(find_words(one)))["n_words"].to_pylist()
    [3, 2]
    """
    words = scored.words
    n_words = words.per_sentence
    chances = np.full((len(n_words), 3), np.nan) if scored.chances is None else scored.chances
    columns = {
        "article_id": encode_ids(words, words.article_of_sentence),
        "sentence_no": words.sentence_no,
        "score": scored.score,
        **{name: np.ascontiguousarray(chances[:, column]) for column, name in enumerate(CHANCES)},
        "n_words": n_words.astype(np.int32),
        "n_scored_words": scored.n_scored,
        "coverage": np.divide(scored.n_scored, n_words, out=np.full(len(n_words), np.nan), where=n_words > 0),
    }
    return pa.table(columns)
