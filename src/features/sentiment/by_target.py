"""Tone toward a mention: what a sentence says of somebody, not whether it is good news."""

import numpy as np
import pandas as pd

from features import tables
from features.sentiment.by_sentence import CHANCES
from features.sentiment.choosing import choose_scorer
from features.sentiment.lexicon import Lexicon
from features.sentiment.locating import locate_targets
from features.sentiment.scored import find_foreign
from features.sentiment.scoring import Scorer, score_places
from features.text import find_words

KEY = ["article_id", "sentence_no", "start", "end"]


def score_targets(sentences, targets, *, scorer="default", words=None):
    """Score the tone of sentences toward what they mention.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence
        Table SENTENCES, or its columns article_id, sentence_no and text.
    targets : DataFrame, one row per mention
        article_id, sentence_no, and start and end: where the mention stands in the text of its sentence, in characters.
    scorer : {"default", "encoder"}, Scorer or Encoder
        As in `score_words`; a plain lexicon knows no targets.
    words : Words, optional
        The stream of `sentences` with places, when it was found before.

    Returns
    -------
    DataFrame, one row per mention
        Table TARGET_SENTIMENT, in the order of `targets`. The score lies in [−1, 1], up is a good tone toward the mention; it is
        missing where no word of the sentence says anything, or the article is known to be in another language.

    Raises
    ------
    ValueError
        If a mention names a sentence that is not there, or lies outside of it, or the scorer knows no targets.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import score_targets
    >>> one = pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["Duarte praised Ruiz for his honesty."]})
    >>> two = pd.DataFrame({"article_id": ["a"] * 2, "sentence_no": [0] * 2, "start": [0, 15], "end": [6, 19]})
    >>> scores = score_targets(one, two).score
    >>> bool(scores[1] > scores[0])
    True
    """
    scorer = choose_scorer(scorer)
    if isinstance(scorer, Lexicon):
        raise ValueError("a plain lexicon knows no targets; use the scorer 'default' or 'encoder'")
    row = _find_rows(sentences, targets)
    texts = sentences["text"].to_numpy(dtype=object)
    start, end = (targets[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    _refuse_outside(targets, texts, row, start, end)
    words = find_words(sentences[["article_id", "sentence_no", "text"]]) if words is None else words
    if isinstance(scorer, Scorer):
        score, chances, n_scored, _ = score_places(words, locate_targets(words, row, start, end), scorer)
    else:
        score, chances, n_scored = _read_by_encoder(words, texts, row, start, end, scorer)
    n_words = words.per_sentence[row].astype(np.int32)
    table = targets[KEY].reset_index(drop=True)
    return tables.check(
        table.assign(
            score=score,
            **{name: chances[:, column] for column, name in enumerate(CHANCES)},
            n_words=n_words,
            n_scored_words=n_scored,
        ),
        tables.TARGET_SENTIMENT,
    )


def _find_rows(sentences, targets):
    """The row of each target’s sentence."""
    index = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_no"]])
    row = index.get_indexer(pd.MultiIndex.from_frame(targets[["article_id", "sentence_no"]])).astype(np.int64)
    if (row < 0).any():
        article_id, sentence_no = targets[["article_id", "sentence_no"]].iloc[int(np.argmax(row < 0))]
        raise ValueError(
            f"there is no sentence {sentence_no} of article {article_id!r}; give the sentences of all targets"
        )
    return row


def _refuse_outside(targets, texts, row, start, end):
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    wrong = np.flatnonzero((start < 0) | (end <= start) | (end > lengths[row]))
    if len(wrong):
        at = wrong[0]
        raise ValueError(
            f"row {at}: expected 0 <= start < end <= {lengths[row[at]]}, the length of the sentence, got start {start[at]} and end "
            f"{end[at]}; places are in characters of the sentence's text"
        )


def _read_by_encoder(words, texts, row, start, end, encoder):
    used, place = np.unique(row, return_inverse=True)
    chances = np.full((len(row), 3), np.nan)
    if len(row):
        mentions = pd.DataFrame({"text_no": place, "start": start, "end": end})
        chances = np.array(encoder.read(texts[used].tolist(), mentions).targets, dtype=np.float64)
        chances[find_foreign(words, "en")[row]] = np.nan
    score = chances[:, 2] - chances[:, 0]
    return score, chances, np.where(np.isnan(score), 0, words.per_sentence[row]).astype(np.int32)
