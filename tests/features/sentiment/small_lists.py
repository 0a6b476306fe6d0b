"""A dozen words of tone, and of words that change it: the rules are tried on them, whatever the project’s own lists say today."""

import numpy as np
import pandas as pd

from features.sentiment import kinds
from features.sentiment.evidence import find_evidence
from features.sentiment.tone_words import ToneWords
from features.text import find_words

# valence, evaluation, object, stake
RATINGS = {
    "good": (0.5, 0.25, 0, 0),
    "bad": (-0.5, 0, -0.25, 0),
    "sanctions": (-0.5, 0, 0, -1),
    "disaster": (-0.75, 0, 0, -1),
    "deaths": (-0.75, 0, 0, -1),
    "crime": (-0.75, 0, 0, -1),
    "profits": (0.5, 0, 0, 1),
    "rebels": (-0.25, 0, 0, 0),
    "praised": (0.5, 0.25, 0.75, 0),
    "collapsed": (-0.75, 0, 0, 0),
    "eased": (0.25, 0, 0, 0),
    "sharply": (-0.25, 0, 0, 0),
    "talks": (0, 0, 0, 1),
    "prices": (0, 0, 0, -1),
    "under fire": (-0.5, 0, 0, 0),
}
ON_SUBJECT = kinds.ON_SUBJECT
KINDS = {
    "not": kinds.NEGATION,
    "rose": kinds.INCREASE | ON_SUBJECT,
    "fell": kinds.DECREASE | ON_SUBJECT,
    "fall": kinds.DECREASE | ON_SUBJECT,
    "eased": kinds.DECREASE,
    "cut": kinds.DECREASE,
    "collapsed": kinds.END | ON_SUBJECT,
    "prevent": kinds.PREVENT,
    "failed": kinds.FAIL,
    "brought": kinds.CAUSE,
    "put an end to": kinds.END,
    "up": kinds.UP,
    "down": kinds.DOWN,
    "but": kinds.BUT,
    "despite": kinds.DESPITE,
    "if": kinds.HYPOTHETICAL,
    "said": kinds.SPEECH,
    "after": kinds.ADJUNCT,
    "were": kinds.BEING,
    "she": kinds.PRONOUN,
    "sharply": kinds.ADVERB,
    "in": kinds.JOINT,
    "on": kinds.JOINT,
    "with": kinds.WITH,
    "statistics": kinds.SUBJECT,
}
DEGREES = {"very": 0.125, "slightly": -0.125, "hugely": 1.0, "barely": -1.0}
# Everything that a sentence of the laws is made of.
VOCABULARY = sorted({word for term in [*RATINGS, *KINDS, *DEGREES] for word in term.split()} | {"they", "war"})
SIGNS = [",", " —", " “", "”", ' "', ";"]


def lists(*, mask=(), own=(), ratings=(), kind=()):
    """The lists, with more beside them."""
    table = pd.DataFrame.from_dict(RATINGS | dict(ratings), orient="index", dtype=float)
    table.columns = ["valence", "evaluation", "object", "stake"]
    own = pd.Series(dict(own), dtype=float, index=pd.Index(list(dict(own)), dtype="str"))
    return ToneWords(table, pd.Series(KINDS | dict(kind)), pd.Series(DEGREES), tuple(mask), own)


def stream(*texts):
    """The words of texts, each one sentence."""
    ids = [f"a{row}" for row in range(len(texts))]
    return find_words(pd.DataFrame({"article_id": ids, "sentence_no": 0, "text": pd.Series(texts, dtype="str")}))


def evidence_of(*texts, **more):
    return find_evidence(stream(*texts), lists(**more))


def by_word(evidence, values):
    """What holds of each word of a sentence, where no word stands twice."""
    words = evidence.words
    return dict(zip(words.vocabulary[words.term].tolist(), np.asarray(values).tolist(), strict=True))
