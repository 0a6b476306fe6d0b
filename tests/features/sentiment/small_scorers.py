"""Scorers small enough to be worked out by hand, and tables of sentences for them."""

import numpy as np
import pandas as pd

from features.sentiment import Scorer
from features.sentiment.model import Head, name_features
from features.sentiment.tone_words import ToneWords

# Sums do not level off below it.
NO_CEILING = 1e9


def head_of(weights, *, start=(-0.5, -0.5), ceiling=NO_CEILING, of_target=False):
    """A head with weights for bad and for good by the kind of a feature and its word: {("word", "storm"): (1.0, -1.0)}."""
    vocabulary = tuple(sorted({word for _, word in weights if word}))
    number = {name: place for place, name in enumerate(name_features(vocabulary, (), of_target=of_target))}
    numbers = np.zeros((len(number), 2))
    for name, bad_and_good in weights.items():
        numbers[number[name]] = bad_and_good
    return Head(vocabulary, (), numbers, np.array(start), ceiling, of_target)


def tone_words_of(valences=None, *, kind=None, mask=(), own=None, language="en"):
    """Lists of words that hold nothing but these."""
    valences = pd.Series(valences or {}, dtype=float)
    ratings = pd.DataFrame({"valence": valences, "evaluation": 0.0, "object": 0.0, "stake": 0.0})
    kind = pd.Series(kind or {}, dtype=int)
    for series in (ratings, kind):
        series.index = series.index.astype("str")
    own = pd.Series(own or {}, dtype=float)
    own.index = own.index.astype("str")
    nothing = pd.Series(dtype=float, index=pd.Index([], dtype="str"))
    return ToneWords(ratings, kind, nothing, tuple(mask), own, language)


def scorer_of(weights, lists=None, *, of_target=None, **how):
    """A scorer of these weights alone."""
    return Scorer(lists or tone_words_of(), head_of(weights, **how), head_of(of_target or {}, of_target=True))


def sentences_of(*texts):
    """Table of sentences, one an article."""
    ids = [f"a{row}" for row in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "sentence_no": 0, "text": pd.Series(texts, dtype="str")})


def mentions_in(sentences, *places):
    """Mentions, each a row of `sentences` and what is written there."""
    rows = []
    for row, written in places:
        start = sentences["text"][row].index(written)
        rows.append((*sentences.loc[row, ["article_id", "sentence_no"]], start, start + len(written)))
    return pd.DataFrame(rows, columns=["article_id", "sentence_no", "start", "end"])


def score_by_hand(bad, good):
    """P(good) − P(bad) of sums for bad and for good rather than neutral, and the three chances."""
    parts = np.exp([bad, 0.0, good])
    chances = parts / parts.sum()
    return chances[2] - chances[0], chances.tolist()


class EncoderOfWords:
    """Stands in for the encoder: a sentence is as good as the share of its characters that are “+”; notes what it was asked."""

    language = "en"

    def __init__(self):
        self.asked = []

    def read(self, texts, mentions=None):
        self.asked.append((texts, mentions))
        valence = np.array([[0.25, 0.25, 0.5] if "+" in text else [0.5, 0.5, 0.0] for text in texts])
        self.valence = valence
        self.targets = None if mentions is None else valence[mentions["text_no"].to_numpy()]
        return self
