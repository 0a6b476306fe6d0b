"""A function in a process of its own: its time, the memory of its whole tree, and an end when it takes too long."""

import multiprocessing
import os
import re
import resource
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

# Reading what a process of gigabytes holds takes milliseconds: looking may take a twentieth of one core, no more.
SECONDS_BETWEEN_LOOKS = 0.05
LOOKING_SHARE = 0.05


class Watch:
    """Counts time while it is entered, and tells the parent about it.

    A function that `run_apart` runs gets one, and enters it around what is to be measured: reading what it needs
    stays outside.

    Parameters
    ----------
    connection : multiprocessing.Connection
        The end at which the parent listens.

    Examples
    --------
    >>> ours, theirs = multiprocessing.Pipe(duplex=False)
    >>> with Watch(theirs):
    ...     _ = sum(range(1000))
    >>> ours.recv()
    'entered'
    """

    def __init__(self, connection):
        self.connection = connection
        self.seconds = self.processor_seconds = 0.0

    def __enter__(self):
        self.connection.send("entered")
        self._began = time.perf_counter(), _processor_seconds()
        return self

    def __exit__(self, *_):
        self.seconds += time.perf_counter() - self._began[0]
        self.processor_seconds += _processor_seconds() - self._began[1]

    def tell(self, n_done):
        """Tell the parent how many articles are done by now: at the end, or after each portion."""
        self.connection.send((n_done, self.seconds, self.processor_seconds))


def _processor_seconds():
    """Of this process and of those children that have ended, which counts workers once they were waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass(frozen=True)
class Usage:
    """What a function took.

    Attributes
    ----------
    n_done : int
        Articles done.
    seconds, processor_seconds : float
        While its watch was entered; of the processor, all its processes together.
    peak_bytes : int or None
        Most memory that its process and all below it held at once, interpreter, imports and inputs included; a
        page that several share counts once. None where the system does not say.
    stopped : bool
        Whether it was ended at the limit.
    """

    n_done: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak_bytes: int | None = None
    stopped: bool = False


def run_apart(function, *arguments, limit=None):
    """Run a function in a fresh process, and measure it.

    Parameters
    ----------
    function : function
        Importable by its name; called with a `Watch` and the arguments.
    *arguments
        What can be pickled.
    limit : float, optional
        Seconds on its watch after which it is ended with all its processes.

    Returns
    -------
    Usage

    Raises
    ------
    RuntimeError
        If the function failed; its error stands on the standard error stream.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        usage, ended = _follow(ours, process.pid, limit)
    finally:
        _end_tree(process.pid)
        process.join()
    if not ended:
        raise RuntimeError(f"{function.__name__} failed while it was measured; its error stands above")
    return usage


def _work(connection, function, arguments):
    function(Watch(connection), *arguments)
    connection.send("ended")


def _follow(connection, pid, limit):
    """Listen and look until the process ends or its watch passes the limit; whether it ended as it should."""
    usage, running_since, peak, look_at = Usage(), None, None, time.perf_counter()
    while True:
        if connection.poll(max(0.0, look_at - time.perf_counter())):
            try:
                message = connection.recv()
            except EOFError:
                return usage, False
            if message == "ended":
                return replace(usage, peak_bytes=peak), True
            if message == "entered":
                running_since = time.perf_counter()
            else:
                usage, running_since = Usage(*message), None
        now = time.perf_counter()
        if now < look_at:
            continue
        peak = max(filter(None, (peak, measure_memory(pid))), default=None)
        look_at = now + max(SECONDS_BETWEEN_LOOKS, (time.perf_counter() - now) / LOOKING_SHARE)
        spent = usage.seconds + (now - running_since if running_since else 0.0)
        if limit is not None and spent > limit:
            return replace(usage, seconds=spent, peak_bytes=peak, stopped=True), True


def measure_memory(pid):
    """Bytes of memory that a process and all below it hold now.

    Parameters
    ----------
    pid : int
        Its number.

    Returns
    -------
    int or None
        Proportional set size from Linux's `/proc`, or resident size where that is not told; None on other systems.
    """
    if not Path("/proc/self/status").exists():
        return None
    return sum(_memory_of_one(one) for one in _find_tree(pid))


def _memory_of_one(pid):
    for name, field in (("smaps_rollup", "Pss"), ("status", "VmRSS")):
        with suppress(OSError):
            found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/{name}").read_text(), re.MULTILINE)
            if found:
                return int(found[1]) * 1024
    return 0


def _find_tree(pid):
    """The process and all below it, parents first."""
    children = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        # A process may end between the listing and the reading.
        with suppress(OSError):
            # The name of the program, in round brackets, may itself hold blanks and brackets.
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    tree = [pid]
    for one in tree:
        tree += children.get(one, [])
    return tree


def _end_tree(pid):
    for one in reversed(_find_tree(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
