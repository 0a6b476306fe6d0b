"""Labelled sentences to learn from, as the data folder has them."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

# The sets that may be trained on, whose licences let weights learned from them be shipped, and their splits. VADER’s sets and
# FinEntity have no official split: their rows say "test".
TARGETED = {"newsmtsc": "train", "sentfin": "train", "finentity": "test"}
RATED = {"vader_tweets": "test", "vader_amazon": "test", "vader_movie": "test"}
# NewsMTSC names a row after its article: "allsides_1000_401_25_Name_0_6", "polusa_v1_79088309_-1_13_Name_0_9".
_ARTICLE = re.compile(r"[a-z]+_[^_]+_[^_]+")


class Labelled(NamedTuple):
    """Sentences with labels: −1 negative, 0 neutral, 1 positive."""

    texts: list
    text_no: np.ndarray  # per mention
    start: np.ndarray
    end: np.ndarray
    target: np.ndarray  # label per mention
    valence: np.ndarray  # label per text; 9 where there is none


def read_rows(path, split=None):
    """Read labelled rows.

    Parameters
    ----------
    path : str or Path
        A JSONL file: `text`, `target`, `from`, `to`, `label`, `split`.
    split : str, optional
        Only rows of this split.

    Returns
    -------
    list of dict
        In the order of the file.

    Raises
    ------
    ValueError
        Where the split has no row.
    """
    with Path(path).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = [row for row in rows if split in (None, row["split"])]
    if not chosen:
        has = ", ".join(sorted({row["split"] for row in rows})) or "none"
        raise ValueError(f"{path} has no row of the split {split!r}; it has: {has}.")
    return chosen


def gather(rows):
    """Gather rows by sentence, so that each is read once for all its mentions.

    Parameters
    ----------
    rows : list of dict
        As from `read_rows`. Rows whose place does not hold their target are left out.

    Returns
    -------
    Labelled
        Sentences in order of first appearance. A sentence’s own label is that on which all its rows agree, or none.

    Examples
    --------
    >>> from features.encoder.labelled import gather
    >>> found = gather([{"text": "Ann beat Bo.", "target": "Ann", "from": 0, "to": 3, "label": 1},
    ...                 {"text": "Ann beat Bo.", "target": "Bo", "from": 9, "to": 11, "label": -1}])
    >>> found.texts, found.text_no.tolist(), found.target.tolist(), found.valence.tolist()
    (['Ann beat Bo.'], [0, 0], [1, -1], [9])
    """
    texts: dict[str, int] = {}
    said: dict[int, set] = {}
    mentions = []
    for row in rows:
        if row["target"] is not None and (row["from"] is None or row["text"][row["from"] : row["to"]] != row["target"]):
            continue
        no = texts.setdefault(row["text"], len(texts))
        said.setdefault(no, set()).add(row["label"])
        if row["target"] is not None:
            mentions.append((no, row["from"], row["to"], row["label"]))
    text_no, start, end, target = np.array(mentions, np.int64).reshape(-1, 4).T
    valence = np.array([min(said[no]) if len(said[no]) == 1 else 9 for no in range(len(texts))], np.int64)
    return Labelled(list(texts), text_no, start, end, target, valence)


def articles_of(rows):
    """Say which article each NewsMTSC row comes from, so that folds never share one.

    Parameters
    ----------
    rows : list of dict
        Rows with an `id`.

    Returns
    -------
    list of str
        The first three parts of the row’s name.

    Examples
    --------
    >>> from features.encoder.labelled import articles_of
    >>> articles_of([{"id": "allsides_1000_401_25_Winner_0_6"}])
    ['allsides_1000_401']
    """
    return [found[0] if (found := _ARTICLE.match(row["id"])) else row["id"] for row in rows]
