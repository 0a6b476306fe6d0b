"""Files that were cut into portions before: what is known of them without reading them again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from features.reading.files import Source
from features.reading.portions import Portion

_BYTES_AT_ONCE = 2**20


@dataclass(frozen=True)
class KnownPortion:
    """A portion of a file that has not changed: all but its content.

    Parameters
    ----------
    source : Source
        The file.
    number : int
        Which of its portions, from 0.
    kind : str
        As of the portion.
    n_pieces, n_bytes : int
        As of the portion.
    digest : str
        As of the portion.

    Examples
    --------
    >>> from pathlib import Path
    >>> KnownPortion(Source(Path("a.jsonl"), "a.jsonl", None), 0, "lines", 1, 2, "1f2e").n_bytes
    2
    """

    source: Source
    number: int
    kind: str
    n_pieces: int
    n_bytes: int
    digest: str


class SeenFiles:
    """What each file was cut into, by the digest of its bytes.

    Parameters
    ----------
    entries : dict, optional
        As `entries` gave them at an earlier time.

    Attributes
    ----------
    entries : dict of str to list
        Of the files that were asked for or added since: only they are kept.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.jsonl")
    ...     _ = path.write_bytes(b"{}")
    ...     source, seen = Source(path, "a.jsonl", None), SeenFiles()
    ...     before = seen.find(source)
    ...     seen.add(source, [Portion("lines", "a.jsonl", None, 1, b"{}", 1)])
    ...     [known] = SeenFiles(seen.entries).find(source)
    >>> before is None, known.n_pieces, known.n_bytes
    (True, 1, 2)
    """

    def __init__(self, entries=None):
        self._before = entries or {}
        self.entries: dict[str, list] = {}
        self._keys: dict[Source, str | None] = {}

    def find(self, source):
        """The portions of a file that was cut before and has not changed.

        Parameters
        ----------
        source : Source
            The file.

        Returns
        -------
        list of KnownPortion or None
            None for a file that is new, has changed, or cannot be read.
        """
        # Before the file is cut: what is added to it meanwhile then counts as a change.
        if source not in self._keys:
            self._keys[source] = self._key(source)
        key = self._keys[source]
        if key is None or key not in self._before:
            return None
        self.entries[key] = self._before[key]
        return [KnownPortion(source, number, *head) for number, head in enumerate(self._before[key])]

    def add(self, source, portions):
        """Remember what a file was cut into.

        Parameters
        ----------
        source : Source
            The file, which was looked for before.
        portions : iterable of Portion
            All of them, in order. Only their digests are kept.
        """
        key = self._keys.get(source)
        if key is not None:
            self.entries[key] = [
                [portion.kind, portion.n_pieces, portion.n_bytes, portion.digest] for portion in portions
            ]

    @staticmethod
    def _key(source):
        """Digest of a file’s name, folder and bytes; None where these cannot be read."""
        found = hashlib.sha256(json.dumps([source.name, source.folder]).encode() + b"\n")
        try:
            # A pipe or a device is never opened; that it is one is said where it is read.
            if source.trouble is not None or not source.path.is_file():
                return None
            with open(source.path, "rb") as file:
                while content := file.read(_BYTES_AT_ONCE):
                    found.update(content)
        except OSError:
            return None
        return found.hexdigest()[:32]


class Opened:
    """Portions of files by their number, read on from the last one where that is possible.

    Parameters
    ----------
    cut : function
        Gives the portions of a source, in order.
    """

    def __init__(self, cut):
        self._cut = cut
        self._source: Source | None = None
        self._portions: Iterator[Portion] = iter(())
        self._next = 0

    def read(self, known):
        """The portion itself.

        Parameters
        ----------
        known : KnownPortion or Portion
            Which; a portion is given back as it is.

        Returns
        -------
        Portion
            With its content.

        Raises
        ------
        RuntimeError
            If the file is no longer what it was.
        """
        if isinstance(known, Portion):
            return known
        if self._source != known.source or self._next > known.number:
            self._source, self._portions, self._next = known.source, self._cut(known.source), 0
        portion = None
        while self._next <= known.number:
            portion = next(self._portions, None)
            self._next += 1
        if portion is None or portion.digest != known.digest:
            raise RuntimeError(
                f"the file {known.source.name!r} was changed while it was read; run the same command again"
            )
        return portion
