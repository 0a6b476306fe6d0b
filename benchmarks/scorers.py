"""What is asked for the tone of texts: ours, vaderSentiment, AFINN and TextBlob, each as a function from rows to labels."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.calibration import CLASSES
from benchmarks.ours import OURS, score_tone, score_tone_of_articles, score_tone_of_targets

ENCODER = f"{OURS}, encoder"
VADER = "vaderSentiment"
PROBABILITIES = ["p_negative", "p_neutral", "p_positive"]
# As its authors advise: https://github.com/cjhutto/vaderSentiment, "About the Scoring".
VADER_NEUTRAL = 0.05


@dataclass(frozen=True)
class Scorer:
    """A system: `make()` gives a function from rows (as in `benchmarks.labelled.Part`) to `Tones`.

    Attributes
    ----------
    name : str
    make : function
    modules : tuple of str
        What must be installed.
    sees_targets : bool
        Whether it is told whom the tone is about.
    most_timed : int
        At most so many texts are timed.
    """

    name: str
    make: Callable[[], Callable[[pd.DataFrame], "Tones"]]
    modules: tuple[str, ...] = ()
    sees_targets: bool = False
    most_timed: int = 20_000


@dataclass(frozen=True)
class Tones:
    """What a system says.

    Attributes
    ----------
    labels : ndarray of int
        -1, 0 or 1 of each row; 0 without a score.
    scores : ndarray of float
        Missing where it says nothing.
    probabilities : ndarray, shape (n, 3), or None
        Of -1, 0 and 1; None for a system without.
    """

    labels: np.ndarray
    scores: np.ndarray
    probabilities: np.ndarray | None = None


def score_with_ours(rows, **how):
    """Ours: toward the target where there is one, else of the sentence, or of all sentences of a passage.

    Parameters
    ----------
    rows : DataFrame
        As in `benchmarks.labelled.Part`.
    **how
        For the scorer, as `scorer="encoder"`.

    Returns
    -------
    Tones
        The label is the likeliest.
    """
    has_target = rows["start"].notna().to_numpy()
    is_passage = rows["is_passage"].to_numpy(dtype=bool) & ~has_target
    found = pd.DataFrame(np.nan, index=range(len(rows)), columns=["score", *PROBABILITIES])
    for ask, asked in (
        (_ask_for_targets, has_target),
        (_ask_for_passages, is_passage),
        (_ask_for_sentences, ~has_target & ~is_passage),
    ):
        if asked.any():
            found.loc[asked] = ask(rows[asked], how)[found.columns].to_numpy(dtype=float)
    probabilities = found[PROBABILITIES].to_numpy()
    said = ~np.isnan(probabilities).any(axis=1)
    labels = np.where(said, CLASSES[np.where(said[:, None], probabilities, 0).argmax(axis=1)], 0)
    return Tones(labels, found["score"].to_numpy(), probabilities)


def _ask_for_targets(rows, how):
    number, sentences = _as_sentences(rows["text"])
    keys = sentences[["article_id", "sentence_no"]].iloc[number].reset_index(drop=True)
    places = rows[["start", "end"]].astype(int).reset_index(drop=True)
    return score_tone_of_targets(sentences, pd.concat([keys, places], axis=1), **how)


def _ask_for_sentences(rows, how):
    number, sentences = _as_sentences(rows["text"])
    return score_tone(sentences, **how).iloc[number]


def _ask_for_passages(rows, how):
    number, sentences = _as_sentences(rows["text"])
    return score_tone_of_articles(sentences[["article_id", "text"]], **how).iloc[number]


def _as_sentences(texts):
    """Which of the distinct texts each is, and these as table SENTENCES, each an article of one sentence."""
    number, distinct = pd.factorize(texts)
    names = [f"{place:07d}" for place in range(len(distinct))]
    return number, pd.DataFrame({"article_id": names, "sentence_no": 0, "text": pd.array(distinct, dtype="str")})


def _score_each(score, neutral, rows):
    """Each distinct text once; within `neutral` of 0 it is neutral."""
    number, distinct = pd.factorize(rows["text"])
    scores = np.array([score(text) for text in distinct], dtype=float)[number]
    return Tones(np.where(np.abs(scores) < neutral, 0, np.sign(scores)).astype(int), scores)


def _make_vader():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    score = SentimentIntensityAnalyzer().polarity_scores
    return partial(_score_each, lambda text: score(text)["compound"], VADER_NEUTRAL)


def _make_afinn():
    from afinn import Afinn

    return partial(_score_each, Afinn().score, 0)


def _make_textblob():
    from textblob import TextBlob

    return partial(_score_each, lambda text: TextBlob(text).sentiment.polarity, 0)


SCORERS = (
    Scorer(OURS, lambda: score_with_ours, sees_targets=True),
    Scorer(ENCODER, lambda: partial(score_with_ours, scorer="encoder"), sees_targets=True, most_timed=2_000),
    Scorer(VADER, _make_vader, ("vaderSentiment",)),
    Scorer("AFINN", _make_afinn, ("afinn",)),
    Scorer("TextBlob", _make_textblob, ("textblob",)),
)
