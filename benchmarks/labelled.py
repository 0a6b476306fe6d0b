"""News that people labelled, read from JSON Lines, and the phrases of the project with their signs."""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.corpus import PROJECT

LABELLED = PROJECT.parent / "shared" / "benchmarks" / "sentiment"
PHRASES = PROJECT / "tests" / "accuracy" / "news_phrases.csv"
SIGNS = (-1, 0, 1)
# What one learns from or chooses settings by: measured on only where a file holds nothing else, or when asked for.
LEARNED_FROM = ("train", "dev")


@dataclass(frozen=True)
class Part:
    """One split of one file.

    Attributes
    ----------
    name : str
        The file's, without its ending, and the split's.
    file, split : str
        Both alone.
    rows : DataFrame
        text; start, end (places of the target in the text, missing without one); is_passage (several sentences, scored as
        an article); label (-1, 0, 1); score (what readers said on a scale, missing without one).
    """

    name: str
    file: str
    split: str
    rows: pd.DataFrame


def choose_files(paths=None):
    """The files to read.

    Parameters
    ----------
    paths : list of Path, optional
        Default: the labelled news beside the repository.

    Returns
    -------
    list of Path

    Raises
    ------
    FileNotFoundError
        If none are given and there are none beside the repository.
    """
    found = list(paths or sorted(LABELLED.glob("*.jsonl")))
    if not found:
        raise FileNotFoundError(
            f"no labelled news (*.jsonl) in {os.path.relpath(LABELLED, PROJECT)} beside the repository; "
            "name files with --data FILE..."
        )
    return found


def read_parts(paths, split=None):
    """Read files of labelled texts.

    Parameters
    ----------
    paths : list of Path
        JSON Lines: text, label (-1, 0, 1), and where there are any: target with from and to, score, split, unit.
    split : str, optional
        Only rows of this split. Default: of each file all but "train" and "dev", unless it holds nothing else.

    Returns
    -------
    list of Part
        Each split of each file.

    Raises
    ------
    FileNotFoundError
        If a file is missing.
    ValueError
        If a line is not of this form, or no row is left.
    """
    parts, held = [], {}
    for path in map(Path, paths):
        table = pd.DataFrame([_read_line(line, number, path) for number, line in _number_lines(path)])
        held[path.name] = sorted(set(table["split"])) if len(table) else []
        wanted = [split] if split is not None else [name for name in held[path.name] if name not in LEARNED_FROM]
        for name in wanted or held[path.name]:
            rows = table[table["split"] == name].drop(columns="split") if len(table) else table
            if len(rows):
                parts.append(Part(f"{path.stem} {name}".strip(), path.stem, name, rows.reset_index(drop=True)))
            else:
                print(f"skipped    {path.name}: no row of the split {name!r}, only of {held[path.name]}")
    if not parts:
        raise ValueError(f"no labelled row to measure on; the splits are {held}, asked for was {split!r}")
    return parts


def _number_lines(path):
    if not path.is_file():
        raise FileNotFoundError(f"no file of labelled texts at {path}; name files with --data FILE...")
    with open(path, encoding="utf-8") as lines:
        yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read_line(line, number, path):
    where = f"{path.name}, line {number}"
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"{where}: expected an object of JSON, {problem}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError(f"{where}: expected an object with a text, got {line.strip()[:60]!r}")
    if row.get("label") not in SIGNS:
        raise ValueError(f"{where}: expected a label -1, 0 or 1, got {row.get('label')!r}")
    start, end = locate_target(row["text"], row.get("target"), row.get("from"), row.get("to"))
    return {
        "text": row["text"],
        "start": start,
        "end": end,
        "is_passage": str(row.get("unit") or "").startswith("passage"),
        "label": int(row["label"]),
        "score": float("nan") if row.get("score") is None else float(row["score"]),
        "split": str(row.get("split") or ""),
    }


def locate_target(text, target, start=None, end=None):
    """Where a target stands in its text: as noted, or at its occurrence nearest to there where the note is off.

    Parameters
    ----------
    text : str
    target : str or None
    start, end : int, optional
        As noted.

    Returns
    -------
    start, end : float
        Missing where there is no target, or it cannot be found.

    Examples
    --------
    >>> locate_target("Shell rose. Shell fell.", "Shell", 11, 16)     # noted one off
    (12.0, 17.0)
    >>> locate_target("Oil rose.", "Shell", 0, 5)
    (nan, nan)
    """
    if not isinstance(target, str) or not target:
        return float("nan"), float("nan")
    if start is not None and end is not None and text[start:end].lower() == target.lower():
        return float(start), float(end)
    places, place = [], text.lower().find(target.lower())
    while place >= 0:
        places.append(place)
        place = text.lower().find(target.lower(), place + 1)
    if not places:
        return float("nan"), float("nan")
    nearest = min(places, key=lambda place: abs(place - (start or 0)))
    return float(nearest), float(nearest + len(target))


def read_phrases(path=PHRASES):
    """The phrases, one row each.

    Parameters
    ----------
    path : Path
        CSV with the columns part, mechanism, phrase, sign.

    Returns
    -------
    DataFrame
        These columns, in the order of the file; `sign` is a number.

    Raises
    ------
    FileNotFoundError
        If the file is missing.
    ValueError
        If a row has another sign than -1, 0 or 1.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no file of phrases at {path}; name it with --phrases FILE")
    with open(path, encoding="utf-8", newline="") as lines:
        table = pd.DataFrame(list(csv.DictReader(lines)), columns=["part", "mechanism", "phrase", "sign"])
    wrong = table[~table["sign"].isin([str(sign) for sign in SIGNS])]
    if len(wrong):
        raise ValueError(f"{path.name}, row {wrong.index[0] + 2}: expected a sign -1, 0 or 1, got {wrong.iloc[0, 3]!r}")
    return table.astype({"sign": int})
