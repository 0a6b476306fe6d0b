"""JSON read value by value, never holding much more than one of them."""

import json
import re

from features.reading import files
from features.reading.byte_blocks import read_blocks

_BLANKS = re.compile(r"[ \t\r\n]*")
_BYTE_ORDER_MARK = "\xef\xbb\xbf"


class Damaged(ValueError):
    """The rest of a JSON file that cannot be read; the message says why."""


class Scanner:
    """A JSON file, read as if it were Latin-1: its marks are the same bytes in every encoding that is met here.

    Parameters
    ----------
    source : files.Source
        The file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.json").write_text('[{"text": "It rained."}, 7]')
    ...     scanner = Scanner(files.Source(Path(folder, "a.json"), "a.json", None))
    ...     scanner.take("[")
    ...     [raw for value, raw in scanner.elements()]
    True
    [b'{"text": "It rained."}', b'7']
    """

    def __init__(self, source):
        self._blocks = read_blocks(source)
        self._text, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder()
        self._fill()
        self._text = self._text.removeprefix(_BYTE_ORDER_MARK)

    def peek(self):
        """The next sign that is not blank.

        Returns
        -------
        str
            One character; empty at the end.

        Raises
        ------
        Damaged
            If the file cannot be read on.
        """
        while True:
            self._at += len(_BLANKS.match(self._text, self._at)[0])  # type: ignore[index]  # it always matches
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._fill()

    def take(self, sign):
        """Pass over a sign, if it is the next one.

        Parameters
        ----------
        sign : str
            One character.

        Returns
        -------
        bool
            Whether it was there.
        """
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def value(self):
        """Read one value.

        Returns
        -------
        value : object
            As `json` gives it, its strings as if they were Latin-1.
        raw : bytes
            As it stands.

        Raises
        ------
        Damaged
            If it is no JSON, is cut short, has over `files.MAX_PIECE_BYTES` bytes, or is nested too deep.
        """
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                # A number at the end of a block may go on in the next one.
                if end < len(self._text) or self._ended:
                    raw = self._text[self._at : end].encode("latin-1")
                    self._at = end
                    return value, raw
            except json.JSONDecodeError as error:
                if self._ended:
                    is_cut = error.pos >= len(self._text.rstrip()) - 1 or error.msg.startswith("Unterminated string")
                    where = "the file is cut short" if is_cut else "the file is damaged"
                    raise Damaged(
                        f"{where}: expected JSON, found {error.msg.lower().removesuffix(' starting at')}"
                    ) from None
            except RecursionError:
                raise Damaged("expected articles, found arrays or objects nested too deep to be one") from None
            if len(self._text) - self._at > files.MAX_PIECE_BYTES:
                raise Damaged(
                    f"expected JSON, found none in {files.MAX_PIECE_BYTES >> 20} MiB, or a value that is longer"
                )
            self._fill()

    def elements(self):
        """Read the values of an array whose opening bracket was taken.

        Yields
        ------
        value : object
            As `value` gives it.
        raw : bytes
            As `value` gives it.

        Raises
        ------
        Damaged
            As `value` does, or if there is something else between two values.
        """
        if self.take("]"):
            return
        while True:
            yield self.value()
            if self.take("]"):
                return
            self._expect(",")

    def members(self):
        """Read the names of an object whose opening brace was taken; the value of each is to be taken before the next one.

        Yields
        ------
        name : str
            As if it were Latin-1.
        raw : bytes
            As it stands.

        Raises
        ------
        Damaged
            As `elements` does.
        """
        if self.take("}"):
            return
        while True:
            if self.peek() != '"':
                self._expect('"')
            yield self.value()
            if self.take("}"):
                return
            self._expect(",")

    def expect_colon(self):
        """Pass over the colon between a name and its value."""
        self._expect(":")

    def _expect(self, sign):
        if not self.take(sign):
            found = self.peek()
            raise Damaged(
                f"the file is damaged: expected {sign!r}, found {found!r}" if found else "the file is cut short"
            )

    def _fill(self):
        try:
            block = next(self._blocks, None)
        except files.Unreadable as reason:
            raise Damaged(str(reason)) from reason
        self._ended = block is None
        if block:
            self._text, self._at = self._text[self._at :] + block.decode("latin-1"), 0
