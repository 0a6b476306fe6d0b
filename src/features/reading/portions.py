"""Stretches of files: what is read at once, here or on another machine."""

import hashlib
import json
from dataclasses import dataclass

from features.reading.files import MAX_PIECE_BYTES

# So many articles, or bytes of them, are read and worked on at once: 2,048 articles of news are some 12 MiB. Fewer would cost more
# for the files that are written, more would leave less to skip when the work is taken up again.
PIECES_AT_ONCE = 2_048
BYTES_AT_ONCE = 2 * MAX_PIECE_BYTES


@dataclass(frozen=True)
class Portion:
    """A stretch of one file, not yet read.

    Parameters
    ----------
    kind : {"lines", "rows", "csv", "items", "documents", "isolated", "pieces"}
        What `content` is: lines as they stand; rows of Parquet as an Arrow stream; rows of a CSV file behind its first line;
        elements of a JSON file; documents one behind the other, with their names before them, those apart that are read in
        isolation; refusals, as JSON.
    name : str
        The file, as in `Source`.
    folder : str or None
        As in `Source`.
    first : int
        Number of its first line or row.
    content : bytes
        All that reading needs.
    n_pieces : int
        How many lines, rows, elements, documents or refusals it holds.

    Examples
    --------
    >>> Portion("lines", "a.jsonl", None, 1, b"{}", 1).n_pieces
    1
    """

    kind: str
    name: str
    folder: str | None
    first: int
    content: bytes
    n_pieces: int

    @property
    def digest(self) -> str:
        """First 32 hexadecimal digits of the SHA-256 of everything in it.

        Examples
        --------
        >>> one = Portion("lines", "a.jsonl", None, 1, b"{}", 1)
        >>> one.digest == Portion("lines", "b.jsonl", None, 1, b"{}", 1).digest, len(one.digest)
        (False, 32)
        """
        head = json.dumps([self.kind, self.name, self.folder, self.first, self.n_pieces])
        return hashlib.sha256(head.encode() + b"\n" + self.content).hexdigest()[:32]

    @property
    def n_bytes(self) -> int:
        """Number of bytes in `content`."""
        return len(self.content)
