"""Where partitions are worked on: here, in processes beside, or on a Dask cluster; in the same order and with the same results."""

import ctypes
import gc
import os
import pickle
import threading
import time
from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial

from features import parcels

# So many tasks a worker has at hand: one under way and one waiting, so that none is idle and few are in memory.
_TASKS_EACH = 2
# So many results wait at most for one before them.
_MOST_WAITING = 8
_SECONDS_IDLE = 60
_SECONDS_TO_NOTICE = 0.5
# Parameters of `mallopt`, as glibc numbers them.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# One partition after the other takes the same memory: it is kept rather than given back to the system and asked for again, which
# takes a tenth of the time (measured). Names of glibc and of Arrow; other systems pass over them.
_HALF_A_GIGABYTE = str(2**29)
_MEMORY_IS_KEPT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_MMAP_THRESHOLD_": _HALF_A_GIGABYTE,
    "MALLOC_TRIM_THRESHOLD_": _HALF_A_GIGABYTE,
}


class Here:
    """An executor that does at once what is submitted."""

    n_elsewhere = 0
    takes_part = shares_disk = True
    takes_parcels = False

    def submit(self, function, *arguments):
        """Call a function.

        Parameters
        ----------
        function : function
            What to call.
        *arguments
            With what.

        Returns
        -------
        Future
            Finished.
        """
        done: Future = Future()
        try:
            done.set_result(function(*arguments))
        except Exception as error:
            done.set_exception(error)
        return done


@contextmanager
def open_workers(n_workers=None, cluster=None):
    """Workers that take functions and give results.

    Parameters
    ----------
    n_workers : int, optional
        Processes on this machine, this one among them, which works whenever the others have enough to do; so their start costs no
        time. Default: one per core that this process may use.
    cluster : str, optional
        A Dask cluster instead: `"tcp://HOST:8786"` joins one whose scheduler listens there, `"local:2"` starts one of two
        processes on this machine and ends it afterwards.

    Yields
    ------
    Executor
        With `submit`, as in `concurrent.futures`; `n_elsewhere` says how many others there are, `takes_part` whether this process
        works too, `shares_disk` whether all of them see the same files, `takes_parcels` whether they see the same memory.

    Raises
    ------
    ValueError
        If `n_workers` is below 1, `cluster` is written in neither way, or its workers have other code than this process.
    ImportError
        If a cluster is wanted and Dask is not installed.
    OSError
        If no scheduler answers.
    """
    if cluster is not None:
        from features.dask_workers import open_cluster

        with open_cluster(cluster) as workers:
            yield workers
        return
    n_workers = len(os.sched_getaffinity(0)) if n_workers is None and hasattr(os, "sched_getaffinity") else n_workers
    n_workers = os.cpu_count() or 1 if n_workers is None else n_workers
    if n_workers < 1:
        raise ValueError(f"the number of workers is a whole number from 1 on, got {n_workers}")
    if n_workers == 1:
        with _system_memory():
            yield Here()
        return
    # loky and not multiprocessing: its processes do not run the caller's script again, and a process that is killed is noticed.
    from loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(
        n_workers - 1, timeout=_SECONDS_IDLE, initializer=_prepare, initargs=(os.getpid(),), env=_MEMORY_IS_KEPT
    )
    executor.n_elsewhere = n_workers - 1
    executor.takes_part = executor.shares_disk = executor.takes_parcels = True
    try:
        with _system_memory():
            yield executor
    finally:
        executor.shutdown(wait=True, kill_workers=True)


@contextmanager
def _system_memory():
    """Arrow’s memory from the system’s own store for as long as the work goes on; see `_MEMORY_IS_KEPT`."""
    import pyarrow

    before = pyarrow.default_memory_pool()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    _keep_freed_memory(True)
    try:
        yield
    finally:
        pyarrow.set_memory_pool(before)
        _keep_freed_memory(False)


def _keep_freed_memory(keep):
    """Tell glibc, where that is the library of this system, to keep what is freed, or to give it back from now on."""
    try:
        library = ctypes.CDLL(None)
        library.mallopt(_TRIM_THRESHOLD, 2**29 if keep else 2**17)
        library.mallopt(_MMAP_THRESHOLD, 2**25 if keep else 2**17)
        if not keep:
            library.malloc_trim(0)
    except (OSError, AttributeError):
        pass


def _prepare(parent):
    """One thread each: the processes are the threads. And an end, when the process is gone that they work for."""
    import pyarrow

    def watch():
        while os.getppid() == parent:
            time.sleep(_SECONDS_TO_NOTICE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # What was imported stays: it need not be looked through for garbage again and again.
    gc.freeze()
    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)


class Ready(list):
    """What needs no call: it is given back in its turn, as it is."""


def in_order(workers, function, tasks, *, takes_part=True):
    """Call a function for each task, and give the results in the order of the tasks, holding only a few.

    Parameters
    ----------
    workers : Executor
        As `open_workers` gives it.
    function : function
        Importable by its name.
    tasks : iterable of tuple
        The arguments of each call; or, in place of a tuple, what is `Ready` and given back as it is.
    takes_part : bool
        Whether this process works too, where it can; not, while another of its threads has enough to do. Where there is no other
        process, it does.

    Yields
    ------
    object
        One result per task.

    Raises
    ------
    RuntimeError
        If a worker process was ended from outside.

    Examples
    --------
    >>> list(in_order(Here(), pow, [(2, 3), Ready(["known"]), (3, 2)]))
    [8, ['known'], 9]
    """
    waiting: deque = deque()
    here = Here()
    takes_part = workers.takes_part and (takes_part or not workers.n_elsewhere)
    for task in tasks:
        n_under_way = sum(not _is_done(one) for one in waiting)
        at_hand = here if takes_part and n_under_way >= _TASKS_EACH * workers.n_elsewhere else workers
        waiting.append(_submit(at_hand, function, task) if isinstance(task, tuple) else task)
        while waiting and (_is_done(waiting[0]) or len(waiting) >= _most_waiting(workers, takes_part)):
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _is_done(one):
    return not isinstance(one, Future) or one.done()


def _most_waiting(workers, takes_part):
    return _TASKS_EACH * workers.n_elsewhere + (_MOST_WAITING if takes_part else 0)


def _submit(workers, function, task):
    with _explaining():
        return _send(workers, function, task) if workers.takes_parcels else workers.submit(function, *task)


def _send(workers, function, task):
    """Submit a task whose arguments and result travel as parcels."""
    sent, close = parcels.pack(task)
    done: Future = Future()

    def receive(finished):
        if close is not None:
            close()
        try:
            # At once, for the worker keeps only its last results.
            done.set_result(partial(pickle.loads, parcels.open_parcel(finished.result())))
        except OSError:
            done.set_result(partial(function, *task))
        except BaseException as error:
            done.set_exception(error)

    workers.submit(parcels.call, function, sent).add_done_callback(receive)
    return done


def _result(done):
    if not isinstance(done, Future):
        return done
    with _explaining():
        found = done.result()
    return found() if isinstance(found, partial) else found


@contextmanager
def _explaining():
    try:
        yield
    except Exception as error:
        if type(error).__name__ in ("TerminatedWorkerError", "BrokenProcessPool", "KilledWorker"):
            raise RuntimeError(
                "a worker process was ended from outside, perhaps for want of memory; what was finished is kept, so run the "
                "same command again, with fewer --workers if it happens twice"
            ) from error
        raise
