"""Input cut into partitions that are worked on one by one, so that memory is set by a partition and never by the corpus.

A portion is a stretch of one file, as bytes; a partition is one or more portions, and some two thousand articles. Where a
partition ends depends on nothing but the files around, so that what was there before is cut as before when files are added or a file
grows at its end.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from features.article import Article
from features.reading import json_lines, parquet
from features.reading.portions import BYTES_AT_ONCE, PIECES_AT_ONCE, Portion
from features.reading.seen import KnownPortion, Opened, SeenFiles

# Between small files a partition ends, from a quarter of its size on, at a name whose checksum says so: one of so many names. Behind
# a file that was added in between, the same names end partitions again (content-defined chunking; Muthitacharoen et al. 2001).
_FEWEST_PIECES = PIECES_AT_ONCE // 4
_ONE_NAME_OF = PIECES_AT_ONCE // 4
_IN_PORTIONS = {"lines": json_lines, "rows": parquet}


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
    readers : mapping of str to module
        The module for each ending of a name. One that has a function `split` gives its portions unread; what another one reads
        is cut as it comes.
    not_after : datetime
        As in `features.reading.read_articles`.
    seen : SeenFiles, optional
        What is known of files that have not changed: these are not read before their content is wanted.
    """

    def __init__(self, sources, readers, *, not_after, seen=None):
        self.sources = sources
        self.seen = seen or SeenFiles()
        self._readers, self._not_after = readers, not_after
        self._opened = Opened(self._cut)

    def __iter__(self) -> Iterator[Partition]:
        held: list[Portion | KnownPortion] = []
        n_pieces = n_bytes = 0
        for source in self.sources:
            for portion in self._portions(source):
                if held and (n_pieces + portion.n_pieces > PIECES_AT_ONCE or n_bytes + portion.n_bytes > BYTES_AT_ONCE):
                    yield Partition(tuple(held))
                    held, n_pieces, n_bytes = [], 0, 0
                held.append(portion)
                n_pieces, n_bytes = n_pieces + portion.n_pieces, n_bytes + portion.n_bytes
            if n_pieces >= _FEWEST_PIECES and zlib.crc32(source.name.encode()) % _ONE_NAME_OF == 0:
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
        known = self.seen.find(source)
        if known is not None:
            yield from known
            return
        heads = []
        for portion in self._cut(source):
            heads.append(portion)
            yield portion
            # The digest is kept by the portion's place; the content is not.
            heads[-1] = _Head(portion.n_pieces, portion.n_bytes, portion.digest)
        self.seen.add(source, heads)

    def _cut(self, source):
        reader = self._readers.get(source.suffix)
        if source.trouble is None and hasattr(reader, "split"):
            yield from reader.split(source)
            return
        packed: list[str] = []
        n_bytes = 0
        for place, found in read_source(source, self._readers, not_after=self._not_after):
            packed.append(json.dumps(_pack(place, found)))
            n_bytes += len(packed[-1])
            if len(packed) == PIECES_AT_ONCE or n_bytes > BYTES_AT_ONCE:
                yield _of_pieces(source, packed)
                packed, n_bytes = [], 0
        if packed:
            yield _of_pieces(source, packed)


class _Head(NamedTuple):
    n_pieces: int
    n_bytes: int
    digest: str


def read_partition(partition, *, not_after):
    """Read the pieces of a partition.

    Parameters
    ----------
    partition : Partition
        As `Partitions` gives it, with its content.
    not_after : datetime
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
        reader = _IN_PORTIONS.get(portion.kind)
        pieces = (
            reader.read_portion(portion, not_after=not_after) if reader else map(_unpack, json.loads(portion.content))
        )
        for place, found in pieces:
            yield portion.name, place, found


def read_source(source, readers, *, not_after):
    """Read the pieces of one file, whatever its format.

    Parameters
    ----------
    source : files.Source
        The file, or the folder that could not be searched.
    readers : mapping of str to module
        The module for each ending of a name.
    not_after : datetime
        As in `features.reading.read_articles`.

    Yields
    ------
    place : str
        Where in the file.
    found : Article or ValueError
        The article, or why it is refused.
    """
    if source.trouble is not None:
        yield "whole folder", source.trouble
        return
    reader = readers.get(source.suffix)
    if reader is None:
        yield (
            "whole file",
            ValueError(
                f"no reader for {source.suffix or 'a name without ending'!r}; "
                f"Tidings reads {', '.join(readers)}, plain or .gz"
            ),
        )
        return
    yield from reader.read(source, not_after=not_after)


def _of_pieces(source, packed):
    return Portion("pieces", source.name, source.folder, 0, f"[{','.join(packed)}]".encode(), len(packed))


def _pack(place, found):
    if isinstance(found, Exception):
        return [place, str(found)]
    fields = asdict(found)
    return [place, fields | {"published": found.published and found.published.isoformat()}]


def _unpack(packed):
    place, found = packed
    if isinstance(found, str):
        return place, ValueError(found)
    published = found["published"] and datetime.fromisoformat(found["published"])
    return place, Article(**found | {"published": published})
