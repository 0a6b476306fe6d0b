"""Texts as the bytes that they are: Arrow's buffers, without a copy."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.compiled import compiled
from features.text.eight import load_eight, store_eight


def as_bytes(texts):
    """The bytes of an array of texts, and where each text begins in them, without a copy.

    Parameters
    ----------
    texts : LargeStringArray
        None missing.

    Returns
    -------
    data : ndarray of uint8
        UTF-8.
    offsets : ndarray of int64, one entry per text and one more
        `data[offsets[i]:offsets[i + 1]]` is text i.

    Examples
    --------
    >>> data, offsets = as_bytes(pa.array(["oil", "é"], type=pa.large_string()))
    >>> bytes(data), offsets.tolist()
    (b'oil\\xc3\\xa9', [0, 3, 5])
    """
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return np.zeros(0, dtype=np.uint8), np.zeros(len(texts) + 1, dtype=np.int64)
    offsets = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data, dtype=np.uint8), offsets


def as_strings(data, offsets):
    """The array of texts whose bytes are given, without a copy: the reverse of `as_bytes`.

    Parameters
    ----------
    data : ndarray of uint8
        UTF-8.
    offsets : ndarray of int64, one entry per text and one more
        As in `as_bytes`.

    Returns
    -------
    LargeStringArray
        One entry per text.

    Examples
    --------
    >>> as_strings(np.frombuffer(b"oilgas", dtype=np.uint8), np.array([0, 3, 6])).to_pylist()
    ['oil', 'gas']
    """
    offsets = np.ascontiguousarray(offsets, dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(data))


def take_slices(data, begin, end):
    """Slices of bytes as an array of texts.

    Parameters
    ----------
    data : ndarray of uint8
        UTF-8.
    begin, end : ndarray of int, one entry per slice
        Where it begins and ends in `data`.

    Returns
    -------
    LargeStringArray
        One entry per slice.

    Examples
    --------
    >>> take_slices(np.frombuffer(b"oil and gas", dtype=np.uint8), np.array([0, 8]), np.array([3, 11])).to_pylist()
    ['oil', 'gas']
    """
    at = np.concatenate([[0], np.cumsum(end - begin)])
    copied = np.empty(at[-1] + 8, dtype=np.uint8)
    _copy(data, begin, end, copied)
    return as_strings(copied[: at[-1]], at)


def count_characters(data, offsets, row, places):
    """Places in texts, from bytes to characters.

    Parameters
    ----------
    data, offsets
        Texts, as `as_bytes` gives them.
    row : ndarray of int, one entry per place
        The text that it lies in; places of one text stand together and ascend.
    places : ndarray of int, one entry per place
        Bytes from the beginning of that text.

    Returns
    -------
    ndarray of int32, one entry per place
        Characters from the beginning of that text.

    Examples
    --------
    >>> data, offsets = as_bytes(pa.array(["Öl"], type=pa.large_string()))
    >>> count_characters(data, offsets, np.array([0, 0]), np.array([0, 2])).tolist()
    [0, 1]
    """
    characters = np.empty(len(places), dtype=np.int32)
    _count_characters(data, offsets, row, places, characters)
    return characters


def sort_texts(texts):
    """Texts in order. UTF-8 sorts as its characters do.

    Parameters
    ----------
    texts : LargeStringArray
        In any order.

    Returns
    -------
    texts : LargeStringArray
        In order.
    rank : ndarray of int32, one entry per text
        The place of each in that order.

    Examples
    --------
    >>> texts, rank = sort_texts(pa.array(["oil", "gas"], type=pa.large_string()))
    >>> texts.to_pylist(), rank.tolist()
    (['gas', 'oil'], [1, 0])
    """
    order = pc.array_sort_indices(texts)
    rank = np.empty(len(texts), dtype=np.int32)
    rank[order.to_numpy()] = np.arange(len(texts), dtype=np.int32)
    return texts.take(order), rank


@compiled
def _copy(data, begin, end, copied):
    at = 0
    for piece in range(len(begin)):
        place, stop = begin[piece], end[piece]
        # Eight bytes at a time, the last ones perhaps beyond the slice: what follows is written over them.
        while place < stop and place + 8 <= len(data):
            store_eight(copied, at, load_eight(data, place))
            place, at = place + 8, at + 8
        at -= max(place - stop, 0)
        while place < stop:
            copied[at] = data[place]
            place, at = place + 1, at + 1


@compiled
def _count_characters(data, offsets, row, begin, start):
    """The characters before each place; places of one row stand together and ascend."""
    last_row, place, n_more = -1, 0, 0
    for piece in range(len(row)):
        if row[piece] != last_row:
            last_row, place, n_more = row[piece], offsets[row[piece]], 0
        stop = offsets[row[piece]] + begin[piece]
        for byte in range(place, stop):
            n_more += (data[byte] & 0xC0) == 0x80
        start[piece], place = begin[piece] - n_more, stop
