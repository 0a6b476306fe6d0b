"""Reports in words that nobody uses, and what editors do to them."""

import numpy as np
import pandas as pd

from features import find_words

SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo xu za".split()
# Two thousand words; as in any language the first ones are used most.
WORDS = ["".join(SYLLABLES[number // 16**place % 16] for place in range(3)) for number in range(2000)]


def write_words(n, seed):
    """So many words, which are others for another seed."""
    chance = np.random.default_rng([7, seed])
    return [WORDS[place] for place in np.minimum(chance.zipf(1.2, n), 2000) - 1]


def edit(words, share, seed):
    """Replace, delete or insert at a share of the places."""
    chance, others = np.random.default_rng([8, seed]), iter(write_words(len(words), seed + 10_000))
    edited = list(words)
    for place in sorted(chance.choice(len(words), int(share * len(words)), replace=False), reverse=True):
        kind = chance.integers(3)
        if kind == 0:
            edited[place] = next(others)
        elif kind == 1:
            del edited[place]
        else:
            edited.insert(place, next(others))
    return edited


def tabulate(texts, **columns):
    """Table ARTICLES, as far as stories need it; a text is a string or a list of words."""
    texts = [text if isinstance(text, str) else " ".join(text) for text in texts]
    table = pd.DataFrame(
        {"article_id": [f"a{number:04d}" for number in range(len(texts))], "text": pd.array(texts, dtype="str")}
    )
    given = {"published": pd.Timestamp("2026-03-06T12:00", tz="UTC"), "precision": "moment", "title": "Bridge closed"}
    return table.assign(**{**given, **columns})


def words_of(texts):
    """The stream of words of texts."""
    return find_words(tabulate(texts), places=False)
