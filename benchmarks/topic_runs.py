"""Systems that find topics, each run in a process of its own: once on all articles, and on halves of them."""

import hashlib
import json
import pickle
import statistics
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.measuring import one_core
from benchmarks.processes import run_apart
from benchmarks.topic_systems import Texts, choose_systems, embed

# A fit that takes less than so many seconds of the processor is repeated, and the median counts.
SHORT, ROUNDS = 5, 3


def prepare_texts(collection, stream):
    """What the systems get of a collection, without embeddings.

    Parameters
    ----------
    collection : benchmarks.topic_reading.Collection
    stream : benchmarks.topic_reading.Stream

    Returns
    -------
    Texts
    """
    ids, texts = (collection.articles[name].to_numpy(dtype=object) for name in ("article_id", "text"))
    return Texts(ids, texts, stream.vocabulary.tolist())


def find_embeddings(name, texts, folder):
    """MiniLM's embeddings of texts, found in the folder or made in a process of their own.

    Parameters
    ----------
    name : str
        Of the collection.
    texts : ndarray of str
    folder : Path
        Where they are written, with what they cost.

    Returns
    -------
    embeddings : ndarray of float
    cost : dict
        processor_seconds, seconds and peak_bytes of the making, whenever that was.
    """
    digest = hashlib.blake2b(digest_size=8)
    for text in texts:
        digest.update(hashlib.blake2b(text.encode()).digest())
    path = Path(folder) / f"{name}-{digest.hexdigest()}.npy"
    told = path.with_suffix(".json")
    if not (path.exists() and told.exists()):
        path.parent.mkdir(parents=True, exist_ok=True)
        usage = run_apart(embed, texts, path)
        cost = {key: getattr(usage, key) for key in ("processor_seconds", "seconds", "peak_bytes")}
        told.write_text(json.dumps(cost) + "\n", encoding="utf-8")
    return np.load(path), json.loads(told.read_text(encoding="utf-8"))


def run_whole(system, texts, n_topics, scratch):
    """Fit all articles.

    Parameters
    ----------
    system : System
    texts : Texts
    n_topics : int
    scratch : Path
        A folder for what goes to and from the process.

    Returns
    -------
    found : dict
        topics (the words of each) and groups (the largest topic of each article).
    usage : benchmarks.processes.Usage
        Of the fit, on one core; of one that is short, the median of three.
    """
    found, usage = _run(_fit_whole, system, texts, n_topics, scratch)
    seconds, processor_seconds = map(statistics.median, zip(*found.pop("taken"), strict=True))
    return found, replace(usage, seconds=seconds, processor_seconds=processor_seconds)


def run_halves(system, texts, n_topics, n_splits, scratch):
    """Fit each half of the articles, cut at random, and assign all articles by either fit.

    Parameters
    ----------
    system, texts, n_topics, scratch
        As for `run_whole`.
    n_splits : int
        How many times; the seed of the cut is its number.

    Returns
    -------
    list of list of dict
        For each split its two fits: topics, groups of all articles.
    """
    return _run(_fit_halves, system, texts, n_topics, scratch, n_splits)[0]


def split_articles(n, split):
    """The places of one half and of the other, both sorted.

    Examples
    --------
    >>> one, other = split_articles(5, 0)
    >>> sorted([*one.tolist(), *other.tolist()])
    [0, 1, 2, 3, 4]
    """
    order = np.random.default_rng(split).permutation(n)
    return np.sort(order[: n // 2]), np.sort(order[n // 2 :])


def _run(function, system, texts, n_topics, scratch, *arguments):
    given, found = Path(scratch) / "texts.pickle", Path(scratch) / "found.json"
    given.write_bytes(pickle.dumps(texts))
    usage = run_apart(function, system.name, given, n_topics, found, *arguments)
    return json.loads(found.read_text(encoding="utf-8")), usage


def _fit_whole(watch, name, given, n_topics, found):
    system, texts = _open(name, given)
    taken: list[tuple[float, float]] = []
    with one_core():
        system.warm()
        while not taken or (taken[0][1] < SHORT and len(taken) < ROUNDS):
            before = watch.seconds, watch.processor_seconds
            with watch:
                fit = system.fit(texts, n_topics)
            taken.append((watch.seconds - before[0], watch.processor_seconds - before[1]))
    _write(found, {"topics": fit.topics, "groups": fit.groups.tolist(), "taken": taken})
    watch.tell(len(texts.ids))


def _fit_halves(watch, name, given, n_topics, found, n_splits):
    system, texts = _open(name, given)
    splits = []
    with one_core(), watch:
        for split in range(n_splits):
            halves = []
            for half in split_articles(len(texts.ids), split):
                fit = system.fit(texts.take(half), n_topics)
                halves.append({"topics": fit.topics, "groups": fit.assign(texts).tolist()})
            splits.append(halves)
    _write(found, splits)
    watch.tell(len(texts.ids))


def _open(name, given):
    [system] = [system for system in choose_systems() if system.name == name]
    return system, pickle.loads(given.read_bytes())


def _write(path, found):
    path.write_text(json.dumps(found), encoding="utf-8")
