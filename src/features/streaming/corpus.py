"""A corpus as shards in a store: what is missing is made, what is there is left alone."""

import json
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from features.fingerprint import digest_of_code
from features.reading import Partition
from features.streaming import shards
from features.streaming.identities import Identities
from features.streaming.store import digest_of
from features.workers import Ready, in_order

# A shard whose articles were partly met before is kept without them; under this name stays what tells so without reading it again.
_STUB = "-met"


class Shard(NamedTuple):
    """One shard in the store.

    Attributes
    ----------
    address : str
        Under which it is kept.
    identities : ndarray of uint64
        Its articles.
    facts : dict
        As `features.streaming.shards.make_shard` wrote them.
    stub : str or None
        Where stands what its partition holds, when some of that was met before.
    """

    address: str
    identities: np.ndarray
    facts: dict
    stub: str | None = None


def read_corpus(partitions, store, workers, scorer, not_after, latest, columns=None):
    """Make the shards of a corpus, in the order of its partitions; an article is kept where it is met first.

    Parameters
    ----------
    partitions : features.reading.Partitions
        The input.
    store : features.streaming.Store
        Where shards are kept.
    workers : Executor
        As `features.workers.open_workers` gives it.
    scorer : Scorer, Lexicon or Encoder
        What words feel like.
    not_after : datetime or None
        As the user gave it.
    latest : datetime
        What is used for it.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.

    Yields
    ------
    Shard
        At least one, which is empty when there is no input.
    """
    reading = _Reading(partitions, store, scorer, not_after, latest, columns, store if workers.shares_disk else None)
    finished = in_order(workers, _drop, reading.decide(in_order(workers, _make, reading.tasks())))
    for number, (address, files) in enumerate(finished):
        if files:
            store.write(address, files)
        yield load_shard(store, address)._replace(stub=reading.forget(number))


def _make(base, partition, scorer, latest, columns, store):
    """Make a shard; where the worker has the same disk, it is kept there and does not travel."""
    files = shards.make_shard(partition, scorer, latest, columns)
    if store is None:
        return base, files
    store.write(base, files)
    return base, None


def _drop(address, files, first_met):
    return address, shards.drop_articles(files, first_met)


def _named(columns):
    return json.dumps(columns, sort_keys=True) if columns else None


class _Reading:
    """What is known while a corpus is read: which articles were met, and where."""

    def __init__(self, partitions, store, scorer, not_after, latest, columns, shared):
        self._partitions, self._store, self._shared = partitions, store, shared
        self._scorer, self._latest, self._columns = scorer, latest, columns
        self._depends_on_today = not_after is None
        self._parameters = digest_of_code(), scorer.digest, not_after and not_after.isoformat(), _named(columns)
        self._met = Identities()
        self._addresses: list[str] = []
        self._stubs: dict[int, str] = {}
        # Articles of shards that are under way, until they are in the store.
        self._under_way: dict[int, bytes] = {}
        self._waiting: dict[str, Partition] = {}
        self._made_now: set[str] = set()
        self._places = lru_cache(maxsize=16)(self._read_places)

    def tasks(self):
        """One task per partition that was not read before; for all others the address of what was made of it."""
        is_empty = True
        for partition in self._partitions:
            yield self._task(partition)
            is_empty = False
        if is_empty:
            yield self._task(Partition(()))

    def _task(self, partition):
        base = digest_of(*self._parameters, partition.digest)
        self._waiting[base] = partition
        known = next((address for address in (base, base + _STUB) if self._is_fresh(address)), None)
        if known:
            return Ready([known, None])
        self._made_now.add(base)
        return base, self._partitions.read(partition), self._scorer, self._latest, self._columns, self._shared

    def _is_fresh(self, address):
        if address not in self._store:
            return False
        if self._depends_on_today and load_shard(self._store, address).facts["depends_on_today"]:
            self._store.remove(address)
            return False
        return True

    def decide(self, made):
        """Leave out what was met before: a task where there is something to leave out."""
        for known, just_made in made:
            base = known.removesuffix(_STUB)
            partition = self._waiting.pop(base)
            content = just_made[shards.IDENTITIES] if just_made else self._store.read(known, shards.IDENTITIES)
            identities = np.frombuffer(content, dtype="<u8")
            earlier = self._met.find(identities)
            number = len(self._addresses)
            self._met.add(identities[earlier < 0], number)
            again = np.flatnonzero(earlier >= 0)
            first_met = {
                f"{identities[row]:016x}": self._places(int(earlier[row]))[f"{identities[row]:016x}"] for row in again
            }
            address = digest_of(base, sorted(first_met.items())) if first_met else base
            self._addresses.append(address)
            if first_met:
                self._stubs[number] = base + _STUB
                if base in self._made_now:
                    # Whatever stands there was made of an older reading of the same bytes.
                    self._store.remove(address)
            if just_made is None and address in self._store:
                yield Ready([address, None])
                continue
            files = just_made or self._files_of(base, partition)
            self._under_way[number] = files[shards.file_of("ARTICLES")]
            if first_met:
                self._store.write(base + _STUB, {name: files[name] for name in (shards.IDENTITIES, shards.FACTS)})
                yield address, files, first_met
            else:
                yield Ready([address, files])

    def forget(self, number):
        """A shard is in the store from now on; returns the address of its stub, if there is one."""
        self._under_way.pop(number, None)
        return self._stubs.pop(number, None)

    def _files_of(self, base, partition):
        if base in self._store:
            return {path.name: path.read_bytes() for path in self._store.path(base, "").iterdir()}
        return shards.make_shard(self._partitions.read(partition), self._scorer, self._latest)

    def _read_places(self, number):
        """Where each article of a shard was found."""
        content = self._under_way.get(number) or self._store.read(self._addresses[number], shards.file_of("ARTICLES"))
        table = pq.read_table(pa.BufferReader(content), columns=["article_id", "file", "place"]).to_pydict()
        return {one: f"{file}, {place}" for one, file, place in zip(*table.values(), strict=True)}


def load_shard(store, address):
    """A shard that is in the store.

    Parameters
    ----------
    store : features.streaming.Store
        Where it is.
    address : str
        Its address.

    Returns
    -------
    Shard
        Without its tables.
    """
    identities = np.frombuffer(store.read(address, shards.IDENTITIES), dtype="<u8")
    return Shard(address, identities, json.loads(store.read(address, shards.FACTS)))
