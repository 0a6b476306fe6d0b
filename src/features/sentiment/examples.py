"""Labelled news to learn from: files beside the project, and what was written for it."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd

# File, which splits, and how much a row of it counts for each head (0: not at all): tried on folds of the training data, that of what
# was written for the project on FinEntity left out and EmoBank's dev split. What the licences are is in the model card.
FILES = (
    ("newsmtsc", ("train",), 1.0, 1.0),
    ("sentfin", ("train",), 1.0, 0.3),
    ("finentity", ("train", "test"), 1.0, 0.3),
    ("vader_tweets", ("test",), 0.3, 0.0),
    ("vader_amazon", ("test",), 0.3, 0.0),
    ("vader_movie", ("test",), 0.3, 0.0),
)
OWN_PHRASES, OWN_SENTENCES = 0.6, 1.0
_MARK = re.compile(r"\{(-1|0|1) ([^{}]+)\}")


def read_examples(data, own):
    """Read what the default scorer learns from.

    Parameters
    ----------
    data : str or Path
        Folder of labelled news, one JSON object a line: text, target, from, to, label, split.
    own : str or Path
        Folder of what was written for the project: `phrases.tsv` and `sentences.tsv`.

    Returns
    -------
    sentences : DataFrame, one row per sentence
        text, label, weight, source.
    targets : DataFrame, one row per target
        text, start, end, label, weight, source, group (what must not stand on both sides of a split).

    Raises
    ------
    FileNotFoundError
        If a file is missing.
    """
    sentences, targets = [], []
    for name, splits, of_sentence, of_target in FILES:
        path = Path(data) / f"{name}.jsonl"
        if not path.exists():
            raise FileNotFoundError(
                f"{path} is missing; training needs {', '.join(f'{each[0]}.jsonl' for each in FILES)} in --data"
            )
        with open(path, encoding="utf-8") as lines:
            rows = pd.DataFrame([json.loads(line) for line in lines])
        rows = rows[rows["split"].isin(splits)]
        sentences.append(_of_sentences(rows).assign(weight=of_sentence, source=name))
        if of_target:
            placed = rows.dropna(subset=["from", "to"])
            placed = placed.rename(columns={"from": "start", "to": "end"}).astype({"start": int, "end": int})
            group = placed["id"].str.extract(r"^(\w+?_\d+_\d+)_")[0].fillna(placed["text"])
            targets.append(placed.assign(weight=of_target, source=name, group=group))
    sentences += [_read_phrases(Path(own) / "phrases.tsv"), _read_sentences(Path(own) / "sentences.tsv")]
    columns = ["text", "start", "end", "label", "weight", "source", "group"]
    return (
        pd.concat(sentences, ignore_index=True)[["text", "label", "weight", "source"]],
        pd.concat(targets, ignore_index=True)[columns],
    )


def _of_sentences(rows):
    """The sign that the targets of a sentence agree upon; sentences that are good for one and bad for another are left out."""
    by_text = rows.groupby("text", sort=False)["label"].agg(["mean", "min", "max"]).reset_index()
    by_text = by_text[~((by_text["min"] < 0) & (by_text["max"] > 0))]
    return pd.DataFrame({"text": by_text["text"], "label": np.sign(by_text["mean"]).astype(int)})


def _read_phrases(path):
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    table = pd.DataFrame(rows, columns=["label", "text"]).astype({"label": int})
    return table.assign(weight=OWN_PHRASES, source="phrases")


def _read_sentences(path):
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [_MARK.sub(r"\2", text) for _, text in rows]
    labels = [int(label) for label, _ in rows]
    return pd.DataFrame({"text": texts, "label": labels, "weight": OWN_SENTENCES, "source": "sentences"})
