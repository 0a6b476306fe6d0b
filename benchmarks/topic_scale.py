"""Topics of a large corpus: what fit and shares take after the one pass, and whether order and threads change anything."""

import json
import os
import threading
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measuring import MEGABYTE, make_row, one_core
from benchmarks.ours import OURS, find_words_of, fit_topics
from benchmarks.processes import measure_memory, run_apart
from features.reading import read_articles

SCALE_TOPICS, SEED = 50, 0
SECONDS_BETWEEN_LOOKS = 0.05


def measure_scale(corpus, scratch, n_topics=SCALE_TOPICS):
    """Fit a corpus by all cores, and again shuffled and on one core, and compare.

    Parameters
    ----------
    corpus : Path
        File or folder of articles.
    scratch : Path
        Folder for what the processes find.
    n_topics : int

    Returns
    -------
    list of dict
        Rows.
    """
    folders = [Path(scratch) / name for name in ("in-order", "shuffled")]
    first, second = (
        run_apart(fit_corpus, corpus, n_topics, folder, shuffled)
        for folder, shuffled in zip(folders, (False, True), strict=True)
    )
    measured = f"fit and shares after the one pass, {first.n_done:,} articles, K = {n_topics}"
    rows = []
    for usage, folder, how in ((first, folders[0], ", all cores"), (second, folders[1], ", shuffled, one core")):
        memory = json.loads((folder / "memory.json").read_text(encoding="utf-8"))
        figures = {
            "s": usage.seconds,
            "CPU-s": usage.processor_seconds,
            "MB": memory["most"] / MEGABYTE,
            "MB before": memory["before"] / MEGABYTE,
        }
        rows += [
            make_row(OURS, measured + how, value, unit, usage.n_done, usage.seconds) for unit, value in figures.items()
        ]
    for unit, value in compare(*map(read_result, folders)).items():
        rows.append(make_row(OURS, f"{measured}: shuffled, one core", value, unit, first.n_done, second.seconds))
    return rows


def fit_corpus(watch, corpus, n_topics, folder, shuffled):
    """Read a corpus, find its words, and measure the fit; the tables and the memory held are written to `folder`."""
    articles, _ = read_articles([corpus])
    if shuffled:
        articles = articles.sample(frac=1, random_state=SEED).reset_index(drop=True)
    words = find_words_of(articles)
    # Compiled once on a machine; and imports are no part of a fit.
    fit_topics(articles.head(500), 2)
    with Memory() as memory:
        if shuffled:
            with one_core(), watch:
                fit = fit_topics(articles, n_topics, words=words)
        else:
            with watch:
                fit = fit_topics(articles, n_topics, words=words)
    folder.mkdir(parents=True)
    (folder / "memory.json").write_text(json.dumps({"before": memory.before, "most": memory.most}), encoding="utf-8")
    for name in ("topics", "terms", "shares"):
        getattr(fit, name).to_parquet(folder / f"{name}.parquet")
    watch.tell(len(articles))


class Memory:
    """Looks at the memory of this process and all below it while it is entered.

    Attributes
    ----------
    before, most : int
        Bytes when it was entered, and the most that was seen.

    Examples
    --------
    >>> with Memory() as memory:
    ...     held = b"x" * 1000
    >>> memory.most >= memory.before
    True
    """

    def __enter__(self):
        self.before = self.most = measure_memory(os.getpid()) or 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _look(self):
        while not self._ended.wait(SECONDS_BETWEEN_LOOKS):
            self.most = max(self.most, measure_memory(os.getpid()) or 0)


def read_result(folder):
    """The tables that `fit_corpus` wrote: topics, terms and shares, sorted by their keys."""
    keys = {"topics": ["topic_no"], "terms": ["topic_no", "rank"], "shares": ["article_id", "topic_no"]}
    return {
        name: pd.read_parquet(Path(folder) / f"{name}.parquet").sort_values(key).reset_index(drop=True)
        for name, key in keys.items()
    }


def compare(one, other):
    """What differs between two fits.

    Parameters
    ----------
    one, other : dict of str to DataFrame
        topics, terms and shares, as `read_result` gives them.

    Returns
    -------
    dict of str to float
        Unit → value: the share of rows of topics and of words that differ, number for number in the same place, the share of
        articles whose largest topic is another, and the largest difference of a share. All 0 where nothing does.
    """
    differs = {f"share of {name} that differ": _find_difference(one[name], other[name]) for name in ("topics", "terms")}
    shares = one["shares"].merge(other["shares"], on=["article_id", "topic_no"], how="outer", suffixes=("", "_other"))
    difference = (shares["share"].fillna(0) - shares["share_other"].fillna(0)).abs().max()
    largest = [
        shares.fillna({column: 0}).sort_values(column, kind="stable").drop_duplicates("article_id", keep="last")
        for column in ("share", "share_other")
    ]
    groups = [table.set_index("article_id")["topic_no"].sort_index() for table in largest]
    return {
        **differs,
        "share of articles that move": float((groups[0] != groups[1]).mean()) if len(shares) else 0.0,
        "largest difference of a share": float(np.nan_to_num(difference)),
    }


def _find_difference(one, other):
    """The share of rows with another cell, numbers compared to six digits."""
    if len(one) != len(other) or list(one) != list(other):
        return 1.0
    same = pd.Series(True, index=one.index)
    for column in one:
        left, right = one[column], other[column]
        if pd.api.types.is_float_dtype(left):
            same &= np.isclose(left, right, rtol=1e-6, atol=1e-9, equal_nan=True)
        else:
            same &= (left == right) | (left.isna() & right.isna())
    return float((~same).mean()) if len(same) else 0.0
