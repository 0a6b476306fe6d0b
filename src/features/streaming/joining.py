"""What only the whole corpus can tell: which articles are copies of one report, and which reports are of one event."""

from functools import partial

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from features import tables
from features.copies import Sketches, join_stories, measure_overlap, pair_sketches
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
    address = f"joined-{digest_of(digest_of_code(), *addresses)}"
    if address in store:
        return address
    heads = pd.concat([_read_heads(store, one) for one in addresses], ignore_index=True)
    sketches = _read_sketches(store, addresses)
    sizes = [len(store.read(one, shards.IDENTITIES)) // 8 for one in addresses]
    measure = partial(_measure, store, addresses, np.append(0, np.cumsum(sizes)), sketches.n_words)
    stories = join_stories(heads, sketches, *pair_sketches(sketches), measure)
    del sketches
    descriptions = join_descriptions(
        [Descriptions.from_bytes(store.read(one, shards.DESCRIPTIONS)) for one in addresses]
    )
    events = join_events(descriptions, heads["article_id"], heads["published"], stories=stories)
    occurrences = summarise_events(heads, events, stories=stories)
    made = {"STORIES": stories, "EVENTS": events, "OCCURRENCES": occurrences}
    store.write(
        address, {shards.file_of(name): tables.to_bytes(table, tables.TABLES[name]) for name, table in made.items()}
    )
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


def _measure(store, addresses, first, n_words, one, other):
    """What the texts of pairs have in common, pairs by their places in the corpus; so many at once as memory allows."""
    size = np.cumsum(n_words[one].astype(np.int64) + n_words[other])
    parts = []
    for part in np.split(np.arange(len(one)), np.flatnonzero(np.diff(size // _MOST_WORDS)) + 1):
        wanted = np.unique(np.concatenate([one[part], other[part]]))
        words = find_words(_read_texts(store, addresses, first, wanted), places=False)
        parts.append(measure_overlap(words, np.searchsorted(wanted, one[part]), np.searchsorted(wanted, other[part])))
    return type(parts[0])(*(np.concatenate(columns) for columns in zip(*map(_columns, parts), strict=True)))


def _columns(overlap):
    return [getattr(overlap, name) for name in overlap.__dataclass_fields__]


def _read_texts(store, addresses, first, wanted):
    """The texts of some articles, by their places in the corpus, ascending."""
    found = []
    shard = np.searchsorted(first, wanted, side="right") - 1
    for number in np.unique(shard):
        table = pq.read_table(store.path(addresses[number], shards.file_of("ARTICLES")), columns=["article_id", "text"])
        found.append(table.take(wanted[shard == number] - first[number]).to_pandas())
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame({"article_id": [], "text": []}, dtype="str")
