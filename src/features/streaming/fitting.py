"""Topics of a corpus that lies in a store: fitted to a sample of it, scored shard by shard."""

import hashlib
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array, vstack

from features import tables
from features.fingerprint import digest_of_code
from features.streaming import shards
from features.streaming.packing import (
    COUNTS,
    FIT,
    PHRASE_COUNTS,
    PHRASES,
    STABILITY,
    TERMS,
    TOPIC_PHRASES,
    WORDS,
    pack_topics,
    select_counts,
    unpack_topics,
)
from features.streaming.store import digest_of
from features.topics import MOST_ARTICLES, find_stability, fit_counts
from features.workers import Ready, in_order

# Topics stay as they were fitted while no larger part of the fitted articles has changed: so old topics are not renamed by a few
# new articles, and these cost no more than their own part.
MOST_GROWTH = 1 / 20
_CHOSEN = "chosen.bin"


def fit_corpus(store, corpus, workers, *, n_topics=None, seed=0, refit=False):
    """Fit topics to a corpus, or find those that were fitted to it when it was hardly smaller or larger.

    Parameters
    ----------
    store : features.streaming.Store
        Where shards and fits are kept.
    corpus : list of Shard
        All of it.
    workers : Executor
        As `features.workers.open_workers` gives it.
    n_topics, seed
        As in `features.topics.fit_topics`.
    refit : bool
        Fit anew even if the corpus has hardly changed.

    Returns
    -------
    address : str
        Of the fit in the store.
    topics : Topics
        Without tables.
    n_articles : int
        How many articles the corpus had when it was fitted.

    Raises
    ------
    ValueError
        As `fit_topics` does.

    Notes
    -----
    A corpus of at most 6,000 articles is fitted anew whenever it changes. Of a larger one the 6,000 articles are fitted whose
    identities come first, as in `fit_topics`; and that fit is kept while at most a twentieth of these have changed, and the number of
    all articles by no more, so that new articles neither rename old topics nor cost more than their part.
    """
    chosen, n_articles = _choose(corpus)
    address = address_of_fit(corpus, n_topics=n_topics, seed=seed)
    if n_articles > MOST_ARTICLES and not refit and address not in store:
        for kept in store.addresses(address.rpartition("-")[0]):
            n_then = json.loads(store.read(kept, shards.FACTS))["n_articles"]
            then = np.frombuffer(store.read(kept, _CHOSEN), dtype="<u8")
            if abs(n_articles - n_then) <= MOST_GROWTH * n_then and np.isin(chosen, then).mean() >= 1 - MOST_GROWTH:
                return kept, _read_fit(store, kept), n_then
    if address not in store:
        counts, words = _gather_counts(store, corpus, chosen, workers)
        phrases = _gather_counts(store, corpus, chosen, workers, (PHRASE_COUNTS, PHRASES))
        phrases = phrases[0], pa.array(phrases[1], type=pa.large_string())
        topics = fit_counts(counts, words, n_topics, n_articles=n_articles, seed=seed, phrases=phrases)
        facts = json.dumps({"n_articles": n_articles}).encode()
        stability = tables.to_bytes(find_stability(counts, words, topics, seed=seed)[0], tables.TOPIC_STABILITY)
        files = {shards.FACTS: facts, _CHOSEN: chosen.astype("<u8").tobytes(), STABILITY: stability}
        store.write(address, pack_topics(topics) | files)
    # Read back, so that a fit that was kept and one that was just made are one and the same.
    return address, _read_fit(store, address), n_articles


def _read_fit(store, address):
    return unpack_topics(*(store.read(address, name) for name in (FIT, TERMS, TOPIC_PHRASES)))


def address_of_fit(corpus, *, n_topics=None, seed=0):
    """Where a fit to just this corpus lies in the store, if it was made.

    Parameters
    ----------
    corpus, n_topics, seed
        As in `fit_corpus`.

    Returns
    -------
    str
        Fits with the same parameters and code have the same beginning, up to the last hyphen.
    """
    chosen, n_articles = _choose(corpus)
    made_by = digest_of(digest_of_code(), n_topics, seed)[:8]
    return f"fit-{made_by}-{digest_of(hashlib.sha256(chosen.tobytes()).hexdigest(), n_articles)[:24]}"


def _choose(corpus):
    """The identities of the articles to fit, and the number of all."""
    identities = np.concatenate([shard.identities for shard in corpus])
    return np.sort(identities)[:MOST_ARTICLES], len(identities)


def _gather_counts(store, corpus, chosen, workers, names=(COUNTS, WORDS)):
    """The counted words (or what else the files hold) of the chosen articles, in the order of their identities."""
    found, matrices, vocabularies = [], [], []
    shared = store if workers.shares_disk else None
    some = [shard for shard in corpus if np.isin(shard.identities, chosen).any()]
    tasks = (
        (shard.address if shared else _read(store, shard.address, names), shard.identities, chosen, shared, names)
        for shard in some
    )
    for identities, counts, words in in_order(workers, _select, tasks):
        found.append(identities)
        matrices.append(counts)
        vocabularies.append(words)
    if not found:
        return csr_array((0, 0), dtype=np.int32), np.empty(0, dtype=object)
    every = pa.chunked_array(vocabularies).unique().sort()
    wide = [
        _widen(counts, pc.index_in(words, value_set=every), len(every))
        for counts, words in zip(matrices, vocabularies, strict=True)
    ]
    order = np.argsort(np.concatenate(found), kind="stable")
    return csr_array(vstack(wide, format="csr")[order]), every.to_numpy(zero_copy_only=False)


def _widen(counts, columns, n_columns):
    """The same counts in columns of a larger vocabulary, which keeps the order of the words."""
    parts = counts.data, columns.to_numpy().astype(np.int32)[counts.indices], counts.indptr
    return csr_array(parts, shape=(counts.shape[0], n_columns))


def score_corpus(store, corpus, workers, fit, topics):
    """Make what depends on the topics for each shard, in order.

    Parameters
    ----------
    store, corpus
        As in `fit_corpus`.
    workers : Executor
        As `features.workers.open_workers` gives it.
    fit : str
        Address of the fit.
    topics : Topics
        The fit.

    Yields
    ------
    address : str
        Of the files of ARTICLE_TOPICS and FEATURES in the store.
    facts : dict
        As `features.streaming.shards.score_shard` wrote them.
    """

    def tasks():
        for shard in corpus:
            address = digest_of(shard.address, fit)
            if address in store:
                yield Ready([address, None])
            elif workers.shares_disk:
                yield address, shard.address, topics, store
            else:
                yield address, _read(store, shard.address), topics, None

    # Stories and events are found in this process meanwhile, which takes longer.
    for address, files in in_order(workers, _score, tasks(), takes_part=False):
        if files:
            store.write(address, files)
        yield address, json.loads(store.read(address, shards.FACTS))


def _select(needed, identities, chosen, store, names):
    counts, words = needed if store is None else _read(store, needed, names)
    return select_counts(counts, words, identities, chosen)


def _read(store, address, names=(COUNTS, WORDS, shards.PLAIN_FEATURES)):
    return [store.read(address, name) for name in names]


def _score(address, needed, topics, store):
    """Score a shard; where the worker has the same disk, nothing but addresses travels."""
    if store is None:
        counts, words, plain = needed
        return address, shards.score_shard(counts, words, plain, topics)
    counts, words, plain = _read(store, needed)
    store.write(address, shards.score_shard(counts, words, plain, topics))
    return address, None
