"""Articles of any number, made at run time from the sentences of real ones."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.text import split_sentences

# Made and drawn together: so a smaller corpus of the same seed is the beginning of a larger one.
PORTION = 1_000
# As exports come: several files, each small enough to be handed to one worker.
ARTICLES_PER_FILE = 10_000
SCHEMA = pa.schema(
    [
        ("outlet", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("published", pa.timestamp("us", "UTC")),
        ("text", pa.string()),
    ]
)


@dataclass(frozen=True)
class Pool:
    """What is drawn from.

    Attributes
    ----------
    sentences : ndarray of str
        Every sentence of the real articles, article after article.
    gaps : ndarray of str
        What stands after each of them in its article: a blank, a blank line, or at the end nothing.
    first : ndarray of int
        Place of each article's first sentence; one more at the end.
    outlets, titles, moments : list
        Of each article that has a sentence.
    """

    sentences: np.ndarray
    gaps: np.ndarray
    first: np.ndarray
    outlets: list
    titles: list
    moments: list


def make_pool(articles):
    """Split articles into what can be drawn from.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.

    Returns
    -------
    Pool

    Raises
    ------
    ValueError
        If the articles hold no sentence.
    """
    sentences = split_sentences(articles)
    if not len(sentences):
        raise ValueError("the articles hold no sentence to draw")
    identities = sentences["article_id"].to_numpy()
    paragraphs = sentences["paragraph_no"].to_numpy()
    ends = np.append(identities[1:] != identities[:-1], True)
    new_paragraph = np.append(paragraphs[1:] != paragraphs[:-1], True)
    gaps = np.where(ends, "", np.where(new_paragraph, "\n\n", " ")).astype(object)
    first = np.concatenate([[0], np.flatnonzero(ends) + 1])
    framing = articles.set_index("article_id").loc[identities[first[:-1]]]
    return Pool(
        sentences["text"].to_numpy(dtype=object),
        gaps,
        first,
        framing["outlet"].tolist(),
        framing["title"].fillna("Untitled").tolist(),
        [None if pd.isna(moment) else moment for moment in framing["published"]],
    )


def make_portions(pool, n, seed=0):
    """Make articles, a portion at a time.

    Parameters
    ----------
    pool : Pool
        As `make_pool` gives it.
    n : int
        How many.
    seed : int
        Of the draws.

    Yields
    ------
    pyarrow.RecordBatch
        At most `PORTION` articles with the columns of `SCHEMA`.

    Notes
    -----
    A made article takes outlet, date, title, number of sentences and breaks of paragraphs of one real article
    drawn at random, and draws each of its sentences at random from all. Its title and address are numbered, so
    that it is unique. Lengths and frequencies of words so stay as they are. What does not: new articles bring no
    new words, where real ones always bring a few; and neighbouring sentences are about different things, so
    that topics found in them mean nothing.
    """
    for number in range(math.ceil(n / PORTION)):
        begin = number * PORTION
        yield _make_portion(pool, begin, min(PORTION, n - begin), np.random.default_rng([seed, number]))


def _make_portion(pool, begin, n, chance):
    # All PORTION frames are drawn even when fewer are wanted, so that the sentences do not depend on it.
    frames = chance.integers(len(pool.outlets), size=PORTION)[:n]
    lengths = pool.first[frames + 1] - pool.first[frames]
    ends = np.cumsum(lengths)
    drawn = pool.sentences[chance.integers(len(pool.sentences), size=ends[-1])]
    places = np.concatenate([np.arange(pool.first[frame], pool.first[frame + 1]) for frame in frames])
    pieces = drawn + pool.gaps[places]
    columns = [
        [pool.outlets[frame] for frame in frames],
        [f"{pool.titles[frame]} ({begin + place + 1})" for place, frame in enumerate(frames)],
        [f"https://example.org/{begin + place + 1}" for place in range(n)],
        [pool.moments[frame] for frame in frames],
        ["".join(pieces[end - length : end]) for end, length in zip(ends, lengths, strict=True)],
    ]
    return pa.record_batch(
        [pa.array(column, kind.type) for column, kind in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )


def write_corpus(pool, n, folder, seed=0):
    """Write made articles to Parquet files, a row group a portion; memory does not grow with their number.

    Parameters
    ----------
    pool, n, seed
        As for `make_portions`.
    folder : str or Path
        Made when it is missing; should be empty.

    Returns
    -------
    list of Path
        The files in the order of the articles, each of at most `ARTICLES_PER_FILE`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths, writer, written = [], None, 0
    try:
        for portion in make_portions(pool, n, seed):
            if written % ARTICLES_PER_FILE == 0:
                if writer:
                    writer.close()
                paths.append(folder / f"articles-{len(paths):04d}.parquet")
                writer = pq.ParquetWriter(paths[-1], SCHEMA, compression="zstd")
            writer.write_batch(portion, row_group_size=PORTION)
            written += len(portion)
    finally:
        if writer:
            writer.close()
    return paths


def read_texts(paths):
    """The texts of files that `write_corpus` wrote, a list of at most `PORTION` at a time.

    Parameters
    ----------
    paths : list of Path
        As `write_corpus` gives them.

    Yields
    ------
    list of str
    """
    for path in paths:
        # Not the whole file at once: it would count as memory of whoever reads it.
        with pq.ParquetFile(path, pre_buffer=False) as stored:
            for number in range(stored.num_row_groups):
                yield stored.read_row_group(number, columns=["text"]).column("text").to_pylist()
