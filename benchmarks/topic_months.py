"""Topics over time: what a table of topics by month costs when topics are there, ours beside BERTopic's topics_over_time."""

import numpy as np
import pandas as pd

from benchmarks.measuring import make_row, one_core
from benchmarks.ours import OURS, fit_topics, summarise_topics
from benchmarks.processes import run_apart
from benchmarks.topic_reading import find_words
from benchmarks.topic_runs import find_embeddings, prepare_texts
from benchmarks.topic_systems import BERTOPIC, make_bertopic, make_k_means

MONTHS, FIRST, SEED = 99, "2016-01", 0
# Ours is a matter of milliseconds: so many calls are measured together.
CALLS = 5


def measure_months(collection, n_topics, systems, kept):
    """Seconds of the processor for topics by month; the fit is left out.

    Parameters
    ----------
    collection : benchmarks.topic_reading.Collection
        Its articles get made-up months.
    n_topics : int
    systems : list of benchmarks.topic_systems.System
        Of these, ours and BERTopic with k-means are measured.
    kept : Path
        Folder of embeddings.

    Returns
    -------
    list of dict
        Rows.
    """
    names = {system.name for system in systems}
    articles = add_months(collection.articles)
    measured = f"topics by month, {len(articles):,} articles, {MONTHS} months, K = {n_topics}"
    rows = []
    if OURS in names:
        usage = run_apart(summarise_ours, articles, n_topics)
        if usage.n_done:
            seconds = usage.processor_seconds / CALLS, usage.seconds / CALLS
            rows.append(make_row(OURS, measured, seconds[0], "CPU-s", usage.n_done, seconds[1]))
        else:
            print("left out   topics by month, ours: features.topics has no summarise_topics")
    if BERTOPIC in names:
        texts = prepare_texts(collection, find_words(collection.articles["text"].tolist()))
        embeddings, _ = find_embeddings(collection.name, texts.texts, kept)
        given = texts.with_embeddings(embeddings), articles["published"], n_topics
        try:
            usage = run_apart(summarise_bertopic, *given)
        except RuntimeError:
            return [
                *rows,
                make_row(BERTOPIC, f"{measured}: failed, its error stands above", 1, "failed", len(articles), 0),
            ]
        rows.append(make_row(BERTOPIC, measured, usage.processor_seconds, "CPU-s", usage.n_done, usage.seconds))
    if len(rows) == 2:
        times = rows[1]["value"] / max(rows[0]["value"], 1e-9)
        rows.append(
            make_row(OURS, f"CPU-s of {BERTOPIC} to one, {measured}", times, "times", len(articles), rows[0]["seconds"])
        )
    return rows


def add_months(articles):
    """Articles with a made-up outlet and a month each, drawn at random; every month has some where there are enough.

    Parameters
    ----------
    articles : DataFrame

    Returns
    -------
    DataFrame
        With outlet and published.
    """
    month = np.random.default_rng(SEED).permutation(np.arange(len(articles)) % MONTHS)
    days = pd.date_range(f"{FIRST}-15", periods=MONTHS, freq=pd.DateOffset(months=1), tz="UTC")
    return articles.assign(outlet="made up", published=days[month])


def summarise_ours(watch, articles, n_topics):
    """Ours, on one core; called once before, so that nothing is compiled or imported in it."""
    shares = fit_topics(articles, n_topics).shares
    with one_core():
        if summarise_topics(shares, articles) is None:
            watch.tell(0)
            return
        with watch:
            for _ in range(CALLS):
                summarise_topics(shares, articles)
    watch.tell(len(articles))


def summarise_bertopic(watch, texts, published, n_topics):
    """BERTopic's topics_over_time, on one core, with its own counter of all words."""
    with one_core():
        model = make_bertopic(make_k_means, None, n_topics)
        model.fit(list(texts.texts), texts.embeddings)
        # As moments: as text, its release 0.17.4 asks pandas for what pandas 3 no longer has.
        with watch:
            model.topics_over_time(list(texts.texts), list(published.dt.tz_localize(None)))
    watch.tell(len(texts.ids))
