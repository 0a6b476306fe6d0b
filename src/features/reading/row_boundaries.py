"""Where the rows of a CSV file end, found without keeping what is in them."""

import codecs
import csv
from itertools import accumulate

import numpy as np

from features.reading import files, portions
from features.reading.encodings import name_wide

_BLOCK = 4 * 2**20


class Rows:
    """The bytes of a file, cut where rows end.

    Parameters
    ----------
    source : files.Source
        The file. UTF-16 and UTF-32 are turned into UTF-8.

    Attributes
    ----------
    number : int
        Of the line that comes next, from 1.
    trouble : files.Unreadable or None
        Why nothing is read from there on.
    """

    def __init__(self, source):
        self.number, self.trouble = 1, None
        self._content, self._ended = b"", False
        self._blocks = _read_blocks(source)

    def take_line(self):
        """The next line.

        Returns
        -------
        bytes
            With its newline; empty at the end.
        """
        while b"\n" not in self._content and not self._ended:
            self._fill()
        line, newline, self._content = self._content.partition(b"\n")
        self.number += 1
        return line + newline

    def cut(self, delimiter, *, whole=False):
        """Cut what is left into stretches of whole rows.

        Parameters
        ----------
        delimiter : str
            Between two values.
        whole : bool
            As many rows at once as bytes allow.

        Yields
        ------
        first : int
            Number of the first line.
        n_rows : int
            How many rows.
        content : bytes
            They themselves.
        """
        csv.field_size_limit(files.MAX_PIECE_BYTES)
        most = float("inf") if whole else portions.PIECES_AT_ONCE
        first, held, n_bytes, n_rows = self.number, [], 0, 0
        while True:
            begin = done = 0
            for done, number in self._row_ends(delimiter):
                n_rows += 1
                if n_rows >= most or n_bytes + done - begin > portions.BYTES_AT_ONCE:
                    yield first, n_rows, b"".join((*held, self._content[begin:done]))
                    first, held, n_bytes, n_rows, begin = number, [], 0, 0, done
                self.number = number
            held.append(self._content[begin:done])
            n_bytes += done - begin
            self._content = self._content[done:]
            if self._ended:
                break
            self._fill()
        if n_rows:
            yield first, n_rows, b"".join(held)

    def _row_ends(self, delimiter):
        """Where each whole row ends, and the number of the line behind it; the last row may go on in what is not yet read."""
        content, number = self._content, self.number
        goes_on = not self._ended or self.trouble is not None
        if goes_on:
            content = content[: content.rfind(b"\n") + 1]
        found = find_row_ends(content, delimiter)
        if found is not None:
            yield from ((end, number + n_lines) for end, n_lines in found)
            return
        # Quotation marks, delimiters and newlines are the same bytes in every encoding that is met here.
        lines = content.decode("latin-1").split("\n")
        if not lines[-1]:
            lines.pop()
        sizes = list(accumulate(map(len, lines)))
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            before = rows.line_num
            try:
                next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                if goes_on and rows.line_num == len(lines):
                    return
                if "field larger" in str(error) and rows.line_num == before + 1:
                    self._stop(number + before)
                    return
            # With the newline behind each line; the last one may have none.
            yield min(sizes[rows.line_num - 1] + rows.line_num, len(content)), number + rows.line_num

    def _fill(self):
        """Read on by a block."""
        blocks, n_bytes = [self._content], 0
        try:
            while n_bytes < _BLOCK and not self._ended:
                block = next(self._blocks, None)
                self._ended = block is None
                blocks.append(block or b"")
                n_bytes += len(blocks[-1])
        except files.Unreadable as reason:
            self.trouble, self._ended = reason, True
        self._content = b"".join(blocks)
        if len(self._content) > max(files.MAX_PIECE_BYTES, _BLOCK) and b"\n" not in self._content:
            self._stop(self.number)

    def _stop(self, number):
        self._ended = True
        self.trouble = files.Unreadable(
            f"from line {number} on it is not read: a line of over {files.MAX_PIECE_BYTES >> 20} MiB; split the file"
        )


def find_row_ends(content, delimiter):
    """Where rows end, where every quotation mark stands as it should: twenty times as fast as reading the rows.

    Parameters
    ----------
    content : bytes
        Rows, from the beginning of one.
    delimiter : str
        Between two values.

    Returns
    -------
    list of tuple of int, or None
        Of each row the byte behind it and how many lines end before that; None where a quotation mark stands within a value that
        is not in quotation marks, or the last one is not closed, or a line is too long: what rows there are then, only a reader
        of CSV can say.

    Examples
    --------
    >>> find_row_ends(b'1,"a\\nb"\\n2,"c ""d"""', ","), find_row_ends(b'1,5" high\\n', ",")
    ([(8, 2), (19, 3)], None)
    """
    signs = np.frombuffer(content, np.uint8)
    quotes, newlines = np.flatnonzero(signs == ord('"')), np.flatnonzero(signs == ord("\n"))
    if len(quotes) % 2 or np.diff(newlines, prepend=-1, append=len(content)).max() > files.MAX_PIECE_BYTES:
        return None
    # One before each mark that opens a value and one behind each that closes it, or else two marks for one within a value.
    padded = np.concatenate(([10], signs, [10]))
    before, behind = padded[quotes[::2]], padded[quotes[1::2] + 2]
    opens = np.isin(before, [ord(delimiter), 10, ord('"')])
    opens[1:] &= (before[1:] != ord('"')) | (quotes[2::2] - quotes[1:-1:2] == 1)
    if not opens.all() or not np.isin(behind, [ord(delimiter), 10, 13, ord('"')]).all() or before[:1] == ord('"'):
        return None
    ends = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)
    found = list(zip((newlines[ends] + 1).tolist(), (ends + 1).tolist(), strict=True))
    if content and not content.endswith(b"\n"):
        found.append((len(content), len(newlines) + 1))
    return found


def _read_blocks(source):
    """The bytes of a file without NUL, as they come."""
    with source.open() as stream:
        block = stream.read1(_BLOCK)
        name = name_wide(block)
        decoder = codecs.getincrementaldecoder(name)("replace") if name else None
        while block:
            yield decoder.decode(block).encode("utf-8", "replace") if decoder else block.replace(b"\x00", b"")
            block = stream.read1(_BLOCK)
        if decoder:
            yield decoder.decode(b"", final=True).encode("utf-8", "replace")
