"""Texts and mentions as pieces of words: what the encoder reads."""

from typing import NamedTuple

import numpy as np

from features.encoder.extra import needed

# The pieces read at a time, with the two that frame them. Of NewsMTSC’s sentences 99.5 % are shorter; the time of a pass grows faster
# than the text.
MOST_PIECES = 128
# [CLS] and [SEP] in the vocabulary of BERT, which MiniLM shares.
_OPENS, _CLOSES = 101, 102


class Windows(NamedTuple):
    """Stretches of pieces to be encoded, and where the mentions stand in them.

    The first windows are those of the texts, in their order; windows of mentions that lie outside them follow.
    """

    pieces: list  # one array of piece numbers per window, framed
    window_of_mention: np.ndarray
    first: np.ndarray  # position of the mention’s first piece in its window
    last: np.ndarray  # one past its last


def read_tokenizer(folder):
    """Read the tokenizer of a model folder.

    Parameters
    ----------
    folder : Path
        Holds `tokenizer.json`.

    Returns
    -------
    tokenizers.Tokenizer
        Cuts nothing off and fills nothing up.
    """
    tokenizer = needed("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def cut_windows(tokenizer, texts, text_no, start, end, *, most=MOST_PIECES):
    """Cut texts into pieces, and find the pieces of the mentions.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        As from `read_tokenizer`; anything whose `encode_batch` gives `ids` and `offsets` without special pieces.
    texts : list of str
        What is read.
    text_no, start, end : array of int
        The mentions: the number of the text, and the characters from `start` to before `end`.
    most : int
        Pieces in a window, the frame included.

    Returns
    -------
    Windows
        One per text (its beginning, where it is long), and one more per mention that lies beyond.
    """
    found = tokenizer.encode_batch(texts, add_special_tokens=False)
    ids = [np.array(one.ids, np.int32) for one in found]
    windows = [_framed(one[: most - 2]) for one in ids]
    window_of_mention, first, last = (np.zeros(len(text_no), np.int64) for _ in range(3))
    for no, (text, left, right) in enumerate(zip(text_no, start, end, strict=True)):
        begin, stop = find_pieces(np.array(found[text].offsets, np.int64).reshape(-1, 2), left, right)
        cut = window_start(len(ids[text]), begin, stop, most - 2)
        window_of_mention[no] = text
        if cut:
            window_of_mention[no] = len(windows)
            windows.append(_framed(ids[text][cut : cut + most - 2]))
        # One for the piece that opens the window; a text without any piece is read by that one.
        length = len(windows[window_of_mention[no]]) - 2
        first[no] = begin - cut + (length > 0)
        last[no] = max(min(stop - cut, length) + 1, first[no] + 1)
    return Windows(windows, window_of_mention, first, last)


def find_pieces(offsets, start, end):
    """Find the pieces that touch a stretch of characters.

    Parameters
    ----------
    offsets : array of shape (n, 2)
        Where each piece begins and ends in the text.
    start, end : int
        The stretch.

    Returns
    -------
    int, int
        The first piece and one past the last; where none touches the stretch, the one before it.

    Examples
    --------
    >>> import numpy as np
    >>> from features.encoder.pieces import find_pieces
    >>> find_pieces(np.array([[0, 3], [4, 9], [9, 11]]), 4, 11)
    (1, 3)
    """
    first = int(np.searchsorted(offsets[:, 1], start, "right"))
    last = int(np.searchsorted(offsets[:, 0], end, "left"))
    if first < last:
        return first, last
    nearest = max(min(first, len(offsets)) - 1, 0)
    return nearest, nearest + 1


def window_start(length, first, last, room):
    """Say where a window that shows a mention begins.

    Parameters
    ----------
    length : int
        Pieces of the text.
    first, last : int
        The mention’s first piece and one past its last.
    room : int
        Pieces of a window.

    Returns
    -------
    int
        0 where the text’s beginning shows the mention; else the mention stands in the middle of the window.

    Examples
    --------
    >>> from features.encoder.pieces import window_start
    >>> window_start(50, 30, 32, 10), window_start(50, 48, 49, 10), window_start(50, 3, 5, 10)
    (26, 40, 0)
    """
    if last <= room:
        return 0
    before = max(room - (last - first), 0) // 2
    return min(first - before, length - room)


def _framed(ids):
    return np.concatenate([[_OPENS], ids, [_CLOSES]]).astype(np.int64)
