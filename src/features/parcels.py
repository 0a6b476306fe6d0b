"""Large values handed from one process of this machine to another, through memory that both can open.

Through the pipe of a process pool some megabytes go in pieces of 64 KiB, and before each piece the thread that sends waits until the
thread that works lets it: a process that works and sends at once keeps the others waiting (measured: half of their time). Here a
value is written in one piece into memory that has a number and no name (`memfd_create`), only the number goes through the pipe, and
the memory is gone with the process that made it, whatever ends it.
"""

import mmap
import os
import pickle
from collections import deque

# Smaller values go through the pipe.
_WORTH_IT = 2**20
# A worker’s last results stay, so that the one that waits for them can open them; should it come too late, it does the work itself.
_MOST_KEPT = 4
_kept: deque = deque()


def pack(value):
    """Write a value where another process can open it.

    Parameters
    ----------
    value : object
        That can be pickled.

    Returns
    -------
    bytes or tuple
        To be sent; for `unpack`.
    close : function or None
        Gives the memory back, when the other has read it.

    Examples
    --------
    >>> sent, close = pack(["a small value"])
    >>> unpack(sent), close
    (['a small value'], None)
    """
    content = pickle.dumps(value, protocol=5)
    if len(content) < _WORTH_IT or not hasattr(os, "memfd_create"):
        return content, None
    number = os.memfd_create("tidings")
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(number, rest) :]
    return (os.getpid(), number, len(content)), lambda: os.close(number)


def open_parcel(sent):
    """Open a value that was packed, here or in another process: from then on it stays, whatever becomes of the other.

    Parameters
    ----------
    sent : bytes or tuple
        As `pack` gives it.

    Returns
    -------
    bytes or mmap
        For `pickle.loads`, which is done when the value is needed.

    Raises
    ------
    OSError
        If the memory was given back already.
    """
    if isinstance(sent, bytes):
        return sent
    process, number, size = sent
    with open(f"/proc/{process}/fd/{number}", "rb", buffering=0) as file:
        return mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ)


def unpack(sent):
    """Read a value that was packed, here or in another process.

    Parameters
    ----------
    sent : bytes or tuple
        As `pack` gives it.

    Returns
    -------
    object
        The value.

    Raises
    ------
    OSError
        If the memory was given back already.
    """
    return pickle.loads(open_parcel(sent))


def call(function, sent):
    """Call a function in another process, with arguments and a result that travel as parcels.

    Parameters
    ----------
    function : function
        Importable by its name.
    sent : bytes or tuple
        Its arguments, as `pack` gives them.

    Returns
    -------
    bytes or tuple
        Its result, for `unpack`.
    """
    result, close = pack(function(*unpack(sent)))
    if close is not None:
        _kept.append(close)
        if len(_kept) > _MOST_KEPT:
            _kept.popleft()()
    return result
