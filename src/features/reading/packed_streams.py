"""A packed file as one stream of its unpacked bytes, within limits, and noticing when it ends too early."""

import zlib
from typing import Any

from features.reading import files

_GZIP, _LZ4 = b"\x1f\x8b", b"\x04\x22\x4d\x18"
_BLOCK = 2**16
# A smaller file may hold much of one letter, and harm nobody.
_SMALL = 2**17


class UnpackedStream:
    """The unpacked bytes of a plain, gzip or LZ4 stream; of gzip any number of members one after the other.

    Parameters
    ----------
    stream : file object of bytes
        The packed file; it is not closed here.
    n_bytes_packed : int or None
        How large it is, which limits how much may come out of it; None where that is not known: then what was taken of it
        so far.

    Attributes
    ----------
    trouble : str or None
        After the end was met: why it is not the true end, as a part of a sentence.

    Examples
    --------
    >>> import gzip, io
    >>> stream = UnpackedStream(io.BytesIO(gzip.compress(b"It rained. ") + gzip.compress(b"It snowed.")[:-4]), 60)
    >>> stream.read(100), stream.read(100), stream.read(100), stream.trouble
    (b'It rained. ', b'It snowed.', b'', 'the compressed file is cut short')
    """

    def __init__(self, stream, n_bytes_packed):
        self.trouble = None
        self._source = stream
        self._n_packed = n_bytes_packed
        self._n_taken = self._n_given = 0
        self._waiting = self._take(_BLOCK)
        self._kept = b""
        self._again = b""
        self._member: Any = None
        self._lz4: Any = None
        self._kind = next((magic for magic in (_GZIP, _LZ4) if self._waiting.startswith(magic)), b"")
        if self._kind == _LZ4:
            from fastwarc.stream_io import Lz4Reader

            whole: Any = Prepended(self._waiting, self._take)
            self._lz4 = Lz4Reader(whole, fsspec_args=False)

    def read(self, n_bytes=-1):
        """Read some bytes.

        Parameters
        ----------
        n_bytes : int
            At most so many; at least one unless the end is met. A negative number gives as many as are at hand.

        Returns
        -------
        bytes
            Empty at the end, be it the true one or not; `trouble` says so.

        Raises
        ------
        files.Unreadable
            When more comes out than an honest file holds.
        """
        n_bytes = _BLOCK if n_bytes < 0 else min(n_bytes, _BLOCK)
        if self._again:
            given, self._again = self._again[:n_bytes], self._again[n_bytes:]
            return given
        try:
            given = self._unpack(n_bytes)
        except (EOFError, OSError, zlib.error) as error:
            self.trouble = f"the compressed file is cut short or damaged ({error})"
            given = b""
        self._n_given += len(given)
        n_packed = self._n_taken if self._n_packed is None else self._n_packed
        if self._n_given > files.MAX_EXPANSION * max(n_packed, _SMALL):
            raise files.Unreadable(
                f"more than {files.MAX_EXPANSION} times its size comes out of the file when it is unpacked; no honest "
                "archive does that"
            )
        self._kept = (self._kept + given)[-2 * _BLOCK :]
        return given

    def peek(self):
        """Look at the next bytes without taking them.

        Returns
        -------
        bytes
            Some of them; empty at the end.
        """
        if len(self._again) < _BLOCK:
            ahead, self._again = self._again, b""
            self._again = ahead + self.read(_BLOCK)
        return self._again

    def tell(self):
        """How many bytes were given so far, for readers that ask.

        Returns
        -------
        int
            Of unpacked bytes.
        """
        return self._n_given - len(self._again)

    def close(self):
        """Do nothing: the packed stream belongs to the caller."""

    def resume(self, mark, after):
        """Go on from the next place where a mark stands, after something was met that cannot be read.

        Parameters
        ----------
        mark : bytes
            What to look for at the beginning of a line.
        after : int
            Not before so many unpacked bytes, as far back as they are still known.

        Returns
        -------
        bool
            Whether there is one; the next `read` begins with it.
        """
        start = self._n_given - len(self._kept)
        window, self._again = self._kept[max(0, after - start) :], b""
        mark = b"\n" + mark
        while (found := window.find(mark)) < 0:
            more = self.read(_BLOCK)
            if not more:
                return False
            window = window[-len(mark) :] + more
        self._again = window[found + 1 :]
        return True

    def _unpack(self, n_bytes):
        if self._lz4 is not None:
            return self._lz4.read(n_bytes)
        if self._kind != _GZIP:
            given, self._waiting = self._waiting[:n_bytes], self._waiting[n_bytes:]
            return given or self._take(n_bytes)
        while True:
            if not self._waiting:
                self._waiting = self._take(_BLOCK)
            if not self._waiting:
                if self._member is not None:
                    self.trouble = "the compressed file is cut short"
                return b""
            if self._member is None and not self._begin_member():
                continue
            given = self._member.decompress(self._waiting, n_bytes)
            self._waiting = self._member.unconsumed_tail or self._member.unused_data
            if self._member.eof:
                self._member = None
            if given:
                return given

    def _take(self, n_bytes):
        taken = self._source.read(n_bytes)
        self._n_taken += len(taken)
        return taken

    def _begin_member(self):
        """Of gzip; zeros between members, with which tapes were filled, are passed over."""
        self._waiting = self._waiting.lstrip(b"\x00")
        if self._waiting:
            self._member = zlib.decompressobj(wbits=31)
        return bool(self._waiting)


class Prepended:
    """A stream whose first bytes were read already.

    Parameters
    ----------
    first : bytes
        What was read.
    take : function
        Gives up to so many of the bytes that follow.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO(b"It rained.")
    >>> rest = Prepended(stream.read(3), stream.read)
    >>> rest.read(2), rest.read(100), rest.read(100), rest.tell()
    (b'It', b' ', b'rained.', 10)
    """

    def __init__(self, first, take):
        self._first, self._take = first, take
        self._n_given = 0

    def read(self, n_bytes=-1):
        """Read some bytes.

        Parameters
        ----------
        n_bytes : int
            At most so many; a negative number gives all.

        Returns
        -------
        bytes
            Empty at the end.
        """
        if n_bytes < 0:
            given, self._first = self._first + self._take(-1), b""
        else:
            given, self._first = self._first[:n_bytes], self._first[n_bytes:]
            given = given or self._take(n_bytes)
        self._n_given += len(given)
        return given

    def tell(self):
        """How many bytes were given so far.

        Returns
        -------
        int
            Of those read before too.
        """
        return self._n_given

    def close(self):
        """Do nothing: the stream belongs to the caller."""
