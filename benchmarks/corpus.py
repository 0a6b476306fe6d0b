"""The articles that are measured on."""

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from features.reading import read_articles

PROJECT = Path(__file__).resolve().parents[1]
# Texts of real articles belong to their publishers and are not committed; where there are any, they lie
# beside the repository.
REAL = PROJECT.parent / "shared" / "corpora" / "allsides"
# Not the folder as a whole: it also holds the same articles in other formats.
REAL_FILES = "articles-0*.jsonl.gz"
SAMPLE = PROJECT / "data" / "sample" / "articles"


def choose_paths(paths=None):
    """The files to read, and a line that says which they are.

    Parameters
    ----------
    paths : list of Path, optional
        Default: the real articles beside the repository, else the sample that comes with the project.

    Returns
    -------
    paths : list of Path
    said : str
    """
    if paths:
        return list(paths), f"{len(paths)} given: {', '.join(map(str, paths))}"
    real = sorted(REAL.glob(REAL_FILES))
    if real:
        return real, f"{len(real)} files of real articles in {os.path.relpath(REAL, PROJECT)}"
    return [SAMPLE], f"the sample in {os.path.relpath(SAMPLE, PROJECT)}, written for this project"


@contextmanager
def read_corpus(paths, limit=None):
    """Read articles, and give them with the files that hold just them.

    Parameters
    ----------
    paths : list of Path
        Files or folders of articles.
    limit : int, optional
        At most so many, the earliest. They are then written to one file of JSON Lines, gone afterwards.

    Yields
    ------
    articles : DataFrame
        Table ARTICLES.
    paths : list of Path
        Where they can be read again.

    Raises
    ------
    ValueError
        If there is no article.
    """
    articles, rejected = read_articles(paths)
    if not len(articles):
        raise ValueError(
            f"no article could be read from {', '.join(map(str, paths))} ({len(rejected)} pieces were rejected)"
        )
    if limit is None or len(articles) <= limit:
        yield articles, list(paths)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(map(_as_line, articles.head(limit).itertuples())), encoding="utf-8")
        yield read_articles([path])[0], [path]


def _as_line(article):
    names = ("outlet", "title", "authors", "url", "published", "text")
    known = {name: value for name in names if not pd.isna(value := getattr(article, name))}
    return json.dumps(known, default=pd.Timestamp.isoformat, ensure_ascii=False) + "\n"


def take_evenly(items, most):
    """At most `most` of the items, evenly spaced from the first on: a sub-sample without chance.

    Examples
    --------
    >>> take_evenly(list("abcdefghij"), 4)
    ['a', 'c', 'f', 'h']
    """
    if len(items) <= most:
        return list(items)
    return [items[number * len(items) // most] for number in range(most)]


def count_bytes(texts):
    """Bytes of UTF-8 in all the texts.

    Examples
    --------
    >>> count_bytes(["café", "tea"])
    8
    """
    return sum(len(text.encode()) for text in texts)
