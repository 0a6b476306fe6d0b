"""What only the whole corpus can tell: which articles are copies of one report, and which reports are of one event."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features import tables
from features.copies import Overlap, Sketches, join_stories, measure_overlap, pair_sketches
from features.copies.pairs import MOST_HASHES
from features.events import join_descriptions, join_events, summarise_events
from features.events.describing import Descriptions
from features.fingerprint import digest_of_code
from features.streaming import shards
from features.streaming.store import digest_of
from features.text import find_words

# Single files: a story and an event may reach over all partitions.
OF_CORPUS = ("STORIES", "EVENTS", "OCCURRENCES")
_HEADS = ["article_id", "outlet", "published", "precision", "title"]
# Of an article without a headline so much is looked at for one.
_MOST_CHARACTERS = 320
# What was found of pairs of texts.
_MEASURED, _PAIR = "measured.arrow", ["one", "other"]
_COUNTS = [f"{field.name} {side}" for field in fields(Overlap) for side in ("one", "other")]
# Of texts that are compared word by word so many words are held at once.
_MOST_WORDS = 20_000_000


def join_corpus(store, addresses):
    """Find the stories and events of a corpus, unless they were found before.

    Parameters
    ----------
    store : features.streaming.Store
        Where shards are kept.
    addresses : sequence of str
        All shards of the corpus.

    Returns
    -------
    str
        Where tables STORIES, EVENTS and OCCURRENCES, of the articles in the order of the shards, lie in the store.

    Notes
    -----
    Sketches, and 48 weighed words per article, are held of the whole corpus; of texts only those that are compared.
    """
    made_by = f"joined-{digest_of(digest_of_code())[:8]}-"
    address = made_by + digest_of(*addresses)[:24]
    if address in store:
        return address
    heads = pd.concat([_read_heads(store, one) for one in addresses], ignore_index=True)
    sketches = _read_sketches(store, addresses)
    measure = _Measure(store, addresses, sketches.n_words, store.addresses(made_by))
    stories = join_stories(heads, sketches, *pair_sketches(sketches), measure)
    del sketches
    descriptions = join_descriptions(
        [Descriptions.from_bytes(store.read(one, shards.DESCRIPTIONS)) for one in addresses]
    )
    events = join_events(descriptions, heads["article_id"], heads["published"], stories=stories)
    occurrences = summarise_events(heads, events, stories=stories)
    made = {"STORIES": stories, "EVENTS": events, "OCCURRENCES": occurrences}
    files = {shards.file_of(name): tables.to_bytes(table, tables.TABLES[name]) for name, table in made.items()}
    store.write(address, files | {_MEASURED: measure.to_bytes()})
    return address


def _read_sketches(store, addresses):
    """The sketches of all articles, as fine as memory allows."""
    n_hashes = sum(store.path(one, shards.SKETCHES).stat().st_size for one in addresses) / 8
    halvings = int(np.ceil(np.log2(max(n_hashes, 1) / MOST_HASHES)).clip(0))
    return Sketches.concatenate(
        Sketches.from_bytes(store.read(one, shards.SKETCHES)).coarsen(halvings) for one in addresses
    )


def _read_heads(store, address):
    """Everything of the articles of a shard but their texts; of those without a headline the beginning of these."""
    path = store.path(address, shards.file_of("ARTICLES"))
    heads = pq.read_table(path, columns=_HEADS).to_pandas()
    heads["text"] = ""
    untitled = heads["title"].isna()
    if untitled.any():
        texts = pq.read_table(path, columns=["text"])["text"].to_pandas()
        heads.loc[untitled, "text"] = texts[untitled].str.slice(0, _MOST_CHARACTERS)
    return heads


class _Measure:
    """What the texts of pairs have in common, pairs by their places in the corpus: each is read once in the life of a store.

    That two texts are what they were is known by the identities of their articles, which are digests of them.
    """

    def __init__(self, store, addresses, n_words, earlier):
        self._store, self._addresses, self._n_words = store, addresses, n_words
        parts = [np.frombuffer(store.read(one, shards.IDENTITIES), dtype="<u8") for one in addresses]
        self._identities = np.concatenate(parts)
        self._first = np.append(0, np.cumsum([len(part) for part in parts]))
        known = [pa.ipc.open_stream(store.read(one, _MEASURED)).read_pandas() for one in earlier]
        self._known = pd.concat(known).drop_duplicates(_PAIR) if known else pd.DataFrame(columns=[*_PAIR, *_COUNTS])
        self._known = self._known.astype("uint64").set_index(_PAIR)
        self._used: set[int] = set()

    def __call__(self, one, other):
        keys = pd.MultiIndex.from_arrays([self._identities[one], self._identities[other]], names=_PAIR)
        new = np.flatnonzero(self._known.index.get_indexer(keys) < 0)
        if len(new):
            measured = pd.DataFrame(self._read(one[new], other[new]), index=keys[new], columns=_COUNTS)
            self._known = pd.concat([self._known, measured.astype("uint64")])
        place = self._known.index.get_indexer(keys)
        self._used.update(place.tolist())
        return Overlap(*np.split(self._known.to_numpy().astype(np.int64)[place], len(_COUNTS) // 2, axis=1))

    def to_bytes(self):
        """The pairs that were asked for, for the next time."""
        table = pa.Table.from_pandas(self._known.iloc[sorted(self._used)].sort_index().reset_index())
        written = pa.BufferOutputStream()
        with pa.ipc.new_stream(written, table.schema) as stream:
            stream.write_table(table)
        return written.getvalue().to_pybytes()

    def _read(self, one, other):
        """Measure pairs, so many at once as memory allows."""
        size = np.cumsum(self._n_words[one].astype(np.int64) + self._n_words[other])
        parts = []
        for part in np.split(np.arange(len(one)), np.flatnonzero(np.diff(size // _MOST_WORDS)) + 1):
            wanted = np.unique(np.concatenate([one[part], other[part]]))
            words = find_words(self._read_texts(wanted), places=False)
            found = measure_overlap(words, np.searchsorted(wanted, one[part]), np.searchsorted(wanted, other[part]))
            parts.append(np.hstack([getattr(found, field.name) for field in fields(Overlap)]))
        return np.concatenate(parts)

    def _read_texts(self, wanted):
        """The texts of some articles, by their places, ascending."""
        found = []
        shard = np.searchsorted(self._first, wanted, side="right") - 1
        for number in np.unique(shard):
            path = self._store.path(self._addresses[number], shards.file_of("ARTICLES"))
            rows = wanted[shard == number] - self._first[number]
            found.append(pq.read_table(path, columns=["article_id", "text"]).take(rows).to_pandas())
        return pd.concat(found, ignore_index=True)
