"""What is known of a word beside its spelling: its capital, and what stands between it and the word before it."""

import numpy as np

from features.compiled import compiled

# Whether it begins with a capital of Latin-1; whether a comma, semicolon, colon, dash or parenthesis stands before it, an opening
# quotation mark, a closing one, an odd number of plain ones. Between means: since the last word of the same sentence.
CAPITAL, PARTED, OPENED, CLOSED, QUOTED = (np.uint8(1 << bit) for bit in range(5))


@compiled
def is_capital(data, place):
    """Whether a capital letter of Latin-1 stands at a place of a text in UTF-8.

    Parameters
    ----------
    data : ndarray of uint8
        Text in UTF-8.
    place : int
        Where a character begins.

    Returns
    -------
    bool
        False for capitals of other alphabets.

    Examples
    --------
    >>> data = np.frombuffer("Oil Élan und ÷".encode(), dtype=np.uint8)
    >>> [bool(is_capital(data, place)) for place in (0, 1, 4, 10, 14)]
    [True, False, True, False, False]
    """
    letter = data[place]
    if letter != 0xC3:
        return 0x41 <= letter <= 0x5A
    # À to Þ without ×.
    return place + 1 < len(data) and 0x80 <= data[place + 1] <= 0x9E and data[place + 1] != 0x97


@compiled
def mark_between(mark, point):
    """Add what a character between two words says to what those before it said.

    Parameters
    ----------
    mark : uint8
        The sum so far.
    point : int
        The character, as a code point.

    Returns
    -------
    uint8
        The sum with it.

    Examples
    --------
    >>> int(mark_between(np.uint8(0), ord(","))), int(mark_between(PARTED, ord("“"))), int(mark_between(QUOTED, ord('"')))
    (2, 6, 0)
    """
    if point == 0x20:
        return mark
    if point == 0x2C or point == 0x3A or point == 0x3B or point == 0x28 or point == 0x29 or point == 0x2D:
        return mark | PARTED
    if point == 0x22:
        return mark ^ QUOTED
    if point == 0x201C or point == 0xAB:
        return mark | OPENED
    if point == 0x201D or point == 0xBB:
        return mark | CLOSED
    if point == 0x2013 or point == 0x2014:
        return mark | PARTED
    return mark
