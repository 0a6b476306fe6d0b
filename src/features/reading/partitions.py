"""Input cut into partitions that are worked on one by one, so that memory is set by a partition and never by the corpus.

A portion is a stretch of one file, as bytes; a partition is one or more portions, and some two thousand articles. Where a
partition ends depends on nothing but the files around, so that what was there before is cut as before when files are added or a file
grows at its end.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from features.reading import delimited, json_documents, json_lines, parquet
from features.reading.cutting import cut_source, read_documents
from features.reading.portions import BYTES_AT_ONCE, PIECES_AT_ONCE, Portion
from features.reading.seen import KnownPortion, Opened

# Between small files a partition ends, from a quarter of its size on, at a name whose checksum says so: one of so many names. Behind
# a file that was added in between, the same names end partitions again (content-defined chunking; Muthitacharoen et al. 2001).
_FEWEST_PIECES = PIECES_AT_ONCE // 4
_ONE_NAME_OF = PIECES_AT_ONCE // 4
_IN_PORTIONS = {"lines": json_lines, "rows": parquet, "csv": delimited, "items": json_documents}
# A page takes as long as some three hundred records; so a partition has few of them, about a second’s work, and every process gets
# some.
_RECORDS_A_PAGE = 64


@dataclass(frozen=True)
class Partition:
    """Portions of files that are read together.

    Attributes
    ----------
    portions : tuple of Portion or KnownPortion
        In the order of the files.
    """

    portions: tuple[Portion | KnownPortion, ...]

    @property
    def digest(self) -> str:
        """First 32 hexadecimal digits of the SHA-256 of everything in it.

        Examples
        --------
        >>> one = Partition((Portion("lines", "a.jsonl", None, 1, b"{}", 1),))
        >>> one.digest == Partition((Portion("lines", "b.jsonl", None, 1, b"{}", 1),)).digest, len(one.digest)
        (False, 32)
        """
        digests = " ".join(portion.digest for portion in self.portions)
        return hashlib.sha256(digests.encode()).hexdigest()[:32]


class Partitions:
    """Files cut into partitions, of which never more than one is held.

    Parameters
    ----------
    sources : list of files.Source
        In order.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.
    seen : SeenFiles, optional
        What is known of files that have not changed: these are not read before their content is wanted. Without, nothing is
        remembered of any file either.
    """

    def __init__(self, sources, *, columns=None, seen=None):
        self.sources = sources
        self.seen = seen
        self._columns = columns
        self._opened = Opened(self._cut)

    def __iter__(self) -> Iterator[Partition]:
        held: list[Portion | KnownPortion] = []
        n_pieces = n_bytes = 0
        for source in self.sources:
            weight = 1
            for portion in self._portions(source):
                weight = _weight(portion)
                n_more = weight * portion.n_pieces
                if held and (n_pieces + n_more > PIECES_AT_ONCE or n_bytes + portion.n_bytes > BYTES_AT_ONCE):
                    yield Partition(tuple(held))
                    held, n_pieces, n_bytes = [], 0, 0
                held.append(portion)
                n_pieces, n_bytes = n_pieces + n_more, n_bytes + portion.n_bytes
            one_name_of = max(_ONE_NAME_OF // weight, 1)
            if n_pieces >= _FEWEST_PIECES and zlib.crc32(source.name.encode()) % one_name_of == 0:
                yield Partition(tuple(held))
                held, n_pieces, n_bytes = [], 0, 0
        if held:
            yield Partition(tuple(held))

    def read(self, partition):
        """The same partition with the content of all its portions.

        Parameters
        ----------
        partition : Partition
            One of these.

        Returns
        -------
        Partition
            That can be read, here or elsewhere.
        """
        return Partition(tuple(map(self._opened.read, partition.portions)))

    def _portions(self, source):
        if self.seen is None:
            yield from self._cut(source)
            return
        known = self.seen.find(source)
        if known is not None:
            yield from known
            return
        heads = []
        for portion in self._cut(source):
            heads.append(portion)
            yield portion
            # The digest is kept by the portion's place; the content is not.
            heads[-1] = _Head(portion.kind, portion.n_pieces, portion.n_bytes, portion.digest)
        self.seen.add(source, heads)

    def _cut(self, source):
        return cut_source(source, columns=self._columns)


class _Head(NamedTuple):
    kind: str
    n_pieces: int
    n_bytes: int
    digest: str


def _weight(portion):
    return _RECORDS_A_PAGE if portion.kind == "isolated" else 1


def read_partition(partition, *, not_after, columns=None):
    """Read the pieces of a partition.

    Parameters
    ----------
    partition : Partition
        As `Partitions` gives it, with its content.
    not_after : datetime
        As in `features.reading.read_articles`.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.

    Yields
    ------
    name, place : str
        The file, and where in it.
    found : Article or ValueError
        The article, or why it is refused.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> one = Partition((Portion("lines", "a.jsonl", "Wire", 1, b'{"text": "It rained."}', 1),))
    >>> [(name, place, article)] = read_partition(one, not_after=datetime.now(UTC))
    >>> name, place, article.text
    ('a.jsonl', 'line 1', 'It rained.')
    """
    for portion in partition.portions:
        for place, found in _pieces(portion, not_after, columns):
            yield portion.name, place, found


def read_source(source, *, not_after, columns=None):
    """Read the pieces of one file, whatever its format.

    Parameters
    ----------
    source : files.Source
        The file, or the folder that could not be searched.
    not_after : datetime
        As in `features.reading.read_articles`.
    columns : dict of str to str, optional
        As in `features.reading.read_articles`.

    Yields
    ------
    name, place : str
        The file, or the member of an archive, and where in it.
    found : Article or ValueError
        The article, or why it is refused.
    """
    for portion in cut_source(source, columns=columns):
        for place, found in _pieces(portion, not_after, columns):
            yield portion.name, place, found


def _pieces(portion, not_after, columns):
    if portion.kind == "pieces":
        return ((place, ValueError(reason)) for place, reason in json.loads(portion.content))
    if portion.kind in ("documents", "isolated"):
        return read_documents(portion, not_after=not_after)
    return _IN_PORTIONS[portion.kind].read_portion(portion, not_after=not_after, columns=columns)
