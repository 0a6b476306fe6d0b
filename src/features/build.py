"""The whole way, from files of articles to tables, on one screen."""

import hashlib
import json
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from features import tables
from features.reading import read_articles
from features.sentiment import find_scored_words, read_lexicon, score_sentences, summarise_articles
from features.text import find_words, split_sentences
from features.topics import fit_topics
from features.wide import join_features


def build(paths, out, *, n_topics=None, seed=0, lexicon=None, mask=None, not_after=None, note="", progress=False):
    """Read articles and write every table.

    Parameters
    ----------
    paths : str, Path or list of them
        Files or folders of articles.
    out : str or Path
        Folder for the tables, made when it is missing.
    n_topics : int, optional
        As in `features.topics.fit_topics`.
    seed : int
        As in `features.topics.fit_topics`.
    lexicon, mask : str or Path, optional
        As in `features.sentiment.read_lexicon`.
    not_after : datetime, optional
        As in `features.reading.read_articles`.
    note : str
        What every reader of the report must know of this corpus.
    progress : bool
        Show progress bars.

    Returns
    -------
    dict
        What is written to `build.json`: the version (`tidings`), `parameters`, digest and extent of the `corpus`, rows per table
        (`counts`, by the table’s name in lower case), `notes`. It is written last, and an earlier one is removed first, so that it
        never describes other tables than those beside it.

    Raises
    ------
    FileNotFoundError, ValueError
        If an argument is wrong; `out` may not lie inside `paths`, or its tables would be read as articles next time.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from features.build import build
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "wire.jsonl").write_text('{"text": "It was a good day.", "outlet": "Wire"}')
    ...     record = build(Path(folder, "wire.jsonl"), Path(folder, "tables"))
    >>> record["counts"]["articles"], record["counts"]["word_sentiment"]
    (1, 1)
    """
    paths = [paths] if isinstance(paths, str | Path) else list(paths)
    _refuse_output_among_input(paths, Path(out))
    words_of_feeling = read_lexicon(lexicon, mask)
    articles, rejected = read_articles(paths, not_after=not_after, progress=progress)
    with _steps(["sentences", "words", "sentiment", "topics", "features", "writing"], progress) as step:
        step("sentences")
        sentences = split_sentences(articles)
        step("words")
        words = find_words(sentences)
        step("sentiment")
        scored_words = find_scored_words(words, words_of_feeling)
        sentence_sentiment = score_sentences(sentences, words=words, scored_words=scored_words)
        article_sentiment = summarise_articles(sentence_sentiment)
        step("topics")
        topics = fit_topics(articles, n_topics, words=words, seed=seed)
        step("features")
        features = join_features(article_sentiment, sentence_sentiment, topics.shares, articles["article_id"])
        step("writing")
        (Path(out) / "build.json").unlink(missing_ok=True)
        written = {
            "ARTICLES": articles,
            "REJECTED": rejected,
            "SENTENCES": sentences,
            "WORD_SENTIMENT": scored_words,
            "SENTENCE_SENTIMENT": sentence_sentiment,
            "ARTICLE_SENTIMENT": article_sentiment,
            "TOPICS": topics.topics,
            "TOPIC_TERMS": topics.terms,
            "ARTICLE_TOPICS": topics.shares,
            "FEATURES": features,
        }
        for name, table in written.items():
            schema = tables.TABLES.get(name) or tables.features_table(len(topics.topics))
            tables.write(table, schema, Path(out) / f"{name.lower()}.parquet")
    record = {
        "tidings": version("tidings"),
        "parameters": {"n_topics": n_topics, "seed": seed, "lexicon": words_of_feeling.digest}
        | ({"not_after": not_after.isoformat()} if not_after else {}),
        "corpus": _describe(articles),
        "counts": {name.lower(): len(table) for name, table in written.items()},
        "notes": ([note] if note else []) + _notes(articles, topics),
    }
    (Path(out) / "build.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return record


def _refuse_output_among_input(paths, out):
    for path in map(Path, paths):
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise ValueError(
                f"{str(out)!r} lies inside {str(path)!r}, and its tables would be read as articles next time; "
                "choose a folder outside"
            )


def _describe(articles):
    dated = articles["published"].dropna()
    return {
        "digest": hashlib.sha256("\n".join(sorted(articles["article_id"])).encode()).hexdigest()[:16],
        "articles": len(articles),
        "outlets": int(articles["outlet"].nunique()),
        "first": _day(dated.min()),
        "last": _day(dated.max()),
    }


def _day(moment):
    return None if pd.isna(moment) else moment.strftime("%Y-%m-%d")


def _notes(articles, topics):
    n_undated = int(articles["published"].isna().sum())
    notes = [f"articles without a date, left out of everything over time: {n_undated:,}"] if n_undated else []
    return notes + ([topics.note] if topics.note else [])


@contextmanager
def _steps(names, progress):
    with tqdm(total=len(names), unit="step", delay=2, disable=not progress) as bar:

        def step(name):
            bar.update(names.index(name) - bar.n)
            bar.set_description(name, refresh=False)

        yield step
        bar.update(len(names) - bar.n)
