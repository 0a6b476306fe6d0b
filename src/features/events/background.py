"""How usual each word of English is in news, so that the first article of a corpus already knows what is rare."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Shares of articles in which a word occurs, to three digits: the 12,647 words that occur in 30 or more of 10,004 articles of 244
# outlets, 2010 to 2020 (AllSides’ list as collected by Baly and others, 2020, “We Can Detect Your Bias”). Counts, no text.
_FILE = Path(__file__).with_name("background.csv")
# Added to every share: what a word that the file does not know is taken to have.
LEAST_SHARE = 2e-4
# A word’s rarity, −log(share), is kept in one byte, in steps of 1/30: 8.5 is the most, that of an unknown word.
STEPS = 30


@cache
def read_background():
    """The words of the background and how usual they are.

    Returns
    -------
    words : LargeStringArray
        Case folded, without “'s”, each once.
    shares : ndarray of float64
        Of each word the share of articles in which it occurs.

    Examples
    --------
    >>> from features.events.background import read_background
    >>> words, shares = read_background()
    >>> len(words), float(shares[words.index("government").as_py()]) > 0.4
    (12647, True)
    """
    with open(_FILE, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    words = pa.array([row["word"] for row in rows], type=pa.large_string())
    return words, np.array([float(row["share"]) for row in rows])


def rate_words(words):
    """How rare words are, as far as the background knows.

    Parameters
    ----------
    words : LargeStringArray
        Case folded, without “'s”.

    Returns
    -------
    ndarray of uint8, one entry per word
        −log(share) in steps of 1/30; 255 when the background does not know the word, 0 when it has a single letter, which says
        nothing.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from features.events.background import rate_words
    >>> rate_words(pa.array(["the", "tanker", "vellmouth", "x"], type=pa.large_string())).tolist()
    [0, 163, 255, 0]
    """
    known, shares = read_background()
    place = pc.index_in(words, value_set=known).fill_null(len(known)).to_numpy()
    share = np.append(shares, 0.0)[place] + LEAST_SHARE
    rarity = np.clip(np.rint(-STEPS * np.log(np.minimum(share, 1))), 0, 255).astype(np.uint8)
    rarity[pc.less(pc.utf8_length(words), 2).to_numpy(zero_copy_only=False)] = 0
    return rarity
