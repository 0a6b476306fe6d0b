"""Articles with a label each, read from JSON Lines, and the stream of words that topics are scored by."""

import gzip
import hashlib
import json
import os
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from benchmarks.corpus import PROJECT

COLLECTIONS = PROJECT.parent / "shared" / "benchmarks" / "topics"
# An article that begins as another does is taken for a repeat.
BEGINNING = 400
SAMPLE = 6_000
# What is left of many posts without their quotes is a line of thanks: it is about nothing.
FEWEST_WORDS = 10
# Words in too few articles are no one's topic, and those in very many are everyone's; in short posts the limits are tighter.
MANY_ARTICLES = 5_000
FEWEST_TOPICS = 10
# Words of reporting, beside scikit-learn's stop words.
TRADE_WORDS = ("said", "say", "says", "saying", "told", "tell", "mr", "mrs", "ms")
# Of texts in lower case.
WORD = re.compile(r"\b[a-z]{3,}\b")
_HEADER = re.compile(r"[A-Za-z][\w-]*: ")
# As scikit-learn knows the lines of a post that quote another: sklearn.datasets.fetch_20newsgroups, remove="quotes".
_QUOTE = re.compile(r"(writes in|writes:|wrote:|says:|said:|^In article|^Quoted from|^\||^>)")
# Nine of ten texts begin with a header: the file is one of posts.
POSTS = 0.9


@dataclass(frozen=True)
class Collection:
    """Labelled articles of one file.

    Attributes
    ----------
    name : str
        The file's, without its endings.
    articles : DataFrame
        article_id (a digest of the text), text (the title, where there is one, a blank line, and the text), label.
    said : str
        What was read, and what was done to it.
    """

    name: str
    articles: pd.DataFrame
    said: str

    @property
    def n_topics(self):
        """How many topics are asked for unless one says: as many as labels, at least ten."""
        return max(FEWEST_TOPICS, self.articles["label"].nunique())


@dataclass(frozen=True)
class Stream:
    """The words of the scoring vocabulary in articles, in their order.

    Attributes
    ----------
    vocabulary : ndarray of str
        Sorted.
    words : ndarray of int
        The place of each word of the stream in the vocabulary.
    begins : ndarray of int, one entry more than articles
        Where in `words` each article begins; the last is the end.
    """

    vocabulary: np.ndarray
    words: np.ndarray
    begins: np.ndarray

    def __len__(self):
        return len(self.begins) - 1

    def take(self, articles):
        """The stream of some of the articles, in the order of `articles`, their places."""
        lengths = np.diff(self.begins)[articles]
        begins = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(begins[-1]) + np.repeat(self.begins[:-1][articles] - begins[:-1], lengths)
        return Stream(self.vocabulary, self.words[places], begins)

    def count(self):
        """How often each word stands in each article: a sparse array, articles × vocabulary."""
        ones = np.ones(len(self.words), dtype=np.int32)
        counts = csr_array((ones, self.words.astype(np.int32), self.begins), shape=(len(self), len(self.vocabulary)))
        counts.sum_duplicates()
        return counts


def choose_files(paths=None):
    """The files to read.

    Parameters
    ----------
    paths : list of Path, optional
        Default: the labelled articles beside the repository.

    Returns
    -------
    list of Path

    Raises
    ------
    FileNotFoundError
        If none are given and there are none beside the repository.
    """
    found = list(paths or sorted(COLLECTIONS.glob("*.jsonl*"), key=lambda path: path.stat().st_size))
    if not found:
        raise FileNotFoundError(
            f"no labelled articles (*.jsonl, *.jsonl.gz) in {os.path.relpath(COLLECTIONS, PROJECT)} beside the repository; "
            "name files with --data FILE..."
        )
    return found


def read_collection(path, sample=SAMPLE, fewest_words=FEWEST_WORDS, seed=0):
    """Read labelled articles; repeats and very short ones are left out.

    Parameters
    ----------
    path : Path
        JSON Lines, may be compressed (.gz): text, label, and where there is one title. Where texts begin with a header, as
        posts do, header, quotes and footer are left out of each.
    sample : int, optional
        At most so many articles, drawn at random. None for all.
    fewest_words : int
        Texts of fewer words are left out.
    seed : int
        Of the draw.

    Returns
    -------
    Collection
        In the order of the file.

    Raises
    ------
    FileNotFoundError
        If the file is missing.
    ValueError
        If a line is not of this form, or no article is left.
    """
    path = Path(path)
    table = pd.DataFrame(
        [_read_line(line, number, path) for number, line in _number_lines(path)], columns=["title", "text", "label"]
    )
    n_read = len(table)
    if n_read and table["text"].map(_HEADER.match).notna().mean() >= POSTS:
        table["text"] = table["text"].map(strip_post)
    table = table[table["text"].str.split().str.len() >= fewest_words]
    n_long = len(table)
    table = table[~table["text"].str[:BEGINNING].duplicated()]
    n_distinct = len(table)
    if not n_distinct:
        raise ValueError(
            f"{path.name}: expected articles of {fewest_words} words or more, none of {n_read:,} lines is one"
        )
    if sample is not None and n_distinct > sample:
        table = table.iloc[np.sort(np.random.default_rng(seed).choice(n_distinct, sample, replace=False))]
    has_title = table["title"] != ""
    text = table["text"].where(~has_title, table["title"] + "\n\n" + table["text"])
    ids = text.map(lambda one: hashlib.blake2b(one.encode(), digest_size=8).hexdigest())
    articles = pd.DataFrame({"article_id": ids, "text": text, "label": table["label"]}).reset_index(drop=True)
    said = (
        f"{path.name}: {len(articles):,} of {n_distinct:,} articles, {articles['label'].nunique()} labels; left out were "
        f"{n_read - n_long:,} of fewer than {fewest_words} words and {n_long - n_distinct:,} repeats"
    )
    return Collection(path.name.removesuffix(".gz").removesuffix(".jsonl"), articles, said)


def _number_lines(path):
    if not path.is_file():
        raise FileNotFoundError(f"no file of labelled articles at {path}; name files with --data FILE...")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read_line(line, number, path):
    where = f"{path.name}, line {number}"
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"{where}: expected an object of JSON, {problem}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError(f"{where}: expected an object with a text, got {line.strip()[:60]!r}")
    label = row.get("label")
    if isinstance(label, bool) or not isinstance(label, str | int) or label == "":
        raise ValueError(f"{where}: expected a label, a word or a whole number, got {label!r}")
    if not isinstance(row.get("title") or "", str):
        raise ValueError(f"{where}: expected a title or none, got {row['title']!r}")
    return (row.get("title") or "").strip(), row["text"], str(label)


def strip_post(text):
    """A post of a newsgroup without header, quotes and footer, as scikit-learn's `fetch_20newsgroups` strips it.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> strip_post("From: A\\nSubject: B\\n\\nC wrote:\\n> It snows.\\nIt rains.\\n\\nRegards, A")
    'It rains.'
    """
    body = text.partition("\n\n")[2]
    body = "\n".join(line for line in body.split("\n") if not _QUOTE.search(line))
    lines = body.strip().split("\n")
    # A footer begins after the last line that is blank or of hyphens alone.
    last = next((place for place in range(len(lines) - 1, -1, -1) if not lines[place].strip().strip("-")), 0)
    return "\n".join(lines[:last]) if last else body


def find_words(texts, fewest=None, most=None):
    """The scoring vocabulary of texts and their stream of words.

    Parameters
    ----------
    texts : sequence of str
    fewest : int, optional
        Counted are words in at least so many texts. Default: 5, or 10 from 5,000 texts on.
    most : float, optional
        And in at most this share of the texts. Default: 0.5, or 0.3 from 5,000 texts on.

    Returns
    -------
    Stream
        Of lower-case words of three letters or more that are no stop words.

    Examples
    --------
    >>> stream = find_words(["Oil rose.", "The oil fell; oil rose.", "Rain fell."], fewest=2, most=1)
    >>> stream.vocabulary.tolist(), stream.words.tolist(), stream.begins.tolist()
    (['fell', 'oil', 'rose'], [1, 2, 1, 0, 1, 2, 0], [0, 2, 6, 7])
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    many = len(texts) >= MANY_ARTICLES
    fewest, most = fewest or (10 if many else 5), most or (0.3 if many else 0.5)
    found = [WORD.findall(text.lower()) for text in texts]
    codes, words = pd.factorize(np.array(list(chain.from_iterable(found)), dtype=object), sort=True)
    article = np.repeat(np.arange(len(found)), [len(one) for one in found])
    frequency = np.bincount(np.unique(article * max(len(words), 1) + codes) % max(len(words), 1), minlength=len(words))
    stops = np.isin(words.astype(str), [*ENGLISH_STOP_WORDS, *TRADE_WORDS])
    counted = (frequency >= fewest) & (frequency <= most * len(texts)) & ~stops
    kept = counted[codes]
    place = np.cumsum(counted) - 1
    begins = np.concatenate([[0], np.cumsum(np.bincount(article[kept], minlength=len(found)))])
    return Stream(words[counted], place[codes[kept]], begins)
