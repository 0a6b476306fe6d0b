"""Where the rows of a CSV file end, found without keeping what is in them."""

import csv
from itertools import accumulate

import numpy as np

from features.reading import files, portions
from features.reading.byte_blocks import BLOCK, read_blocks

_QUOTE, _NEWLINE, _RETURN = b'"\n\r'


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
        self._content, self._ended, self._is_plain = b"", False, True
        self._blocks = read_blocks(source)

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
        is_plain : bool
            Whether every quotation mark in them stands as it should.
        """
        csv.field_size_limit(files.MAX_PIECE_BYTES)
        most = float("inf") if whole else portions.PIECES_AT_ONCE
        held: list[bytes] = []
        first, n_bytes, n_rows, is_plain = self.number, 0, 0, True
        while True:
            begin = done = 0
            for done, number in self._row_ends(delimiter):
                n_rows += 1
                is_plain = is_plain and self._is_plain
                if n_rows >= most or n_bytes + done - begin > portions.BYTES_AT_ONCE:
                    yield first, n_rows, b"".join((*held, self._content[begin:done])), is_plain
                    first, held, n_bytes, n_rows, is_plain, begin = number, [], 0, 0, True, done
                self.number = number
            held.append(self._content[begin:done])
            n_bytes += done - begin
            self._content = self._content[done:]
            if self._ended:
                break
            self._fill()
        if n_rows:
            yield first, n_rows, b"".join(held), is_plain

    def _row_ends(self, delimiter):
        """Where each whole row ends, and the number of the line behind it; the last row may go on in what is not yet read."""
        content, number = self._content, self.number
        goes_on = not self._ended or self.trouble is not None
        if goes_on:
            content = content[: content.rfind(b"\n") + 1]
        found = find_row_ends(content, delimiter, goes_on)
        self._is_plain = found is not None
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
            while n_bytes < BLOCK and not self._ended:
                block = next(self._blocks, None)
                self._ended = block is None
                blocks.append(block or b"")
                n_bytes += len(blocks[-1])
        except files.Unreadable as reason:
            self.trouble, self._ended = reason, True
        self._content = b"".join(blocks)
        if len(self._content) > max(files.MAX_PIECE_BYTES, BLOCK) and b"\n" not in self._content:
            self._stop(self.number)

    def _stop(self, number):
        self._ended = True
        self.trouble = files.Unreadable(
            f"from line {number} on it is not read: a line of over {files.MAX_PIECE_BYTES >> 20} MiB; split the file"
        )


def find_row_ends(content, delimiter, goes_on):
    """Where rows end, where every quotation mark stands as it should: ten times as fast as reading the rows.

    Parameters
    ----------
    content : bytes
        Rows, from the beginning of one.
    delimiter : str
        Between two values.
    goes_on : bool
        Whether the last row may go on in what is not there.

    Returns
    -------
    list of tuple of int, or None
        Of each row the byte behind it and how many lines end before that; None where a quotation mark stands within a value that
        is not in quotation marks, or one is never closed, or a line is too long: what rows there are then, only a reader of
        CSV can say.

    Examples
    --------
    >>> find_row_ends(b'1,"a\\nb"\\n2,c', ",", False), find_row_ends(b'1,5" high\\n', ",", False)
    ([(8, 2), (11, 3)], None)
    """
    signs = np.frombuffer(content, np.uint8)
    quotes, newlines = np.flatnonzero(signs == _QUOTE), np.flatnonzero(signs == _NEWLINE)
    if np.diff(newlines, prepend=-1, append=len(content)).max() > files.MAX_PIECE_BYTES:
        return None
    # Every other mark opens a value, or is the second of two that stand for one within a value; the others close one, or
    # are the first of two.
    newline = np.full(1, _NEWLINE, np.uint8)
    padded = np.concatenate((newline, signs, newline))
    opening, closing = quotes[::2], quotes[1::2]
    second = np.concatenate(([False], opening[1:] - closing[: len(opening) - 1] == 1))[: len(opening)]
    first = np.append(second[1:], False)[: len(closing)]
    opens = second | np.isin(padded[opening], (ord(delimiter), _NEWLINE))
    closes = first | np.isin(padded[closing + 2], (ord(delimiter), _NEWLINE, _RETURN))
    ends = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)
    found = list(zip((newlines[ends] + 1).tolist(), (ends + 1).tolist(), strict=True))
    n_open = len(content) - (found[-1][0] if found else 0)
    if not opens.all() or not closes.all() or (len(quotes) % 2 and (not goes_on or n_open > files.MAX_PIECE_BYTES)):
        return None
    if n_open and not goes_on:
        found.append((len(content), len(newlines) + 1))
    return found
