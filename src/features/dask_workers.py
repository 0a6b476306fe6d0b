"""Workers of a Dask cluster: started elsewhere, or here for as long as they are needed."""

import re
from contextlib import contextmanager

from features.fingerprint import digest_of_code

_LOCAL = re.compile(r"local:([1-9][0-9]*)")
_SCHEDULER = re.compile(r"(tcp|tls|ucx)://\S+")
_SECONDS_TO_ANSWER = 20
# A task carries its articles with it, so that nothing is lost with a worker; Dask warns of tasks over 10 MB, ours may be 40.
_LARGEST_TASK = "100MB"


@contextmanager
def open_cluster(cluster):
    """Join or start a cluster.

    Parameters
    ----------
    cluster : str
        As in `features.workers.open_workers`.

    Yields
    ------
    Executor
        As `features.workers.open_workers` yields it. A task whose worker dies is given to another.

    Raises
    ------
    ValueError, ImportError, OSError
        As in `features.workers.open_workers`.
    """
    local = _LOCAL.fullmatch(cluster)
    if not local and not _SCHEDULER.fullmatch(cluster):
        raise ValueError(f"a cluster is written as tcp://HOST:8786 or as local:2, got {cluster!r}")
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ImportError("a cluster needs Dask, which is an extra: pip install 'tidings[cluster]'") from error
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGEST_TASK}):
        if local:
            with (
                LocalCluster(
                    int(local[1]), threads_per_worker=1, dashboard_address=None, silence_logs="ERROR"
                ) as started,
                Client(started, set_as_default=False) as client,
            ):
                yield _executor(client)
            return
        try:
            client = Client(cluster, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
        except OSError as error:
            raise OSError(
                f"no Dask scheduler answers at {cluster} within {_SECONDS_TO_ANSWER} seconds; start one with `dask scheduler`"
            ) from error
        with client:
            yield _executor(client)


def _executor(client):
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
    except TimeoutError as error:
        raise OSError(
            f"the Dask scheduler at {client.scheduler.address} has no worker; start one with "
            f"`dask worker {client.scheduler.address}`"
        ) from error
    ours = digest_of_code()
    others = {worker: digest for worker, digest in client.run(digest_of_code).items() if digest != ours}
    if others:
        raise ValueError(
            f"the worker at {next(iter(others))} has another version of Tidings, or of Python, numpy, pandas or pyarrow, "
            "than this process; install the same everywhere, or the results would differ"
        )
    executor = client.get_executor(pure=False)
    executor.n_elsewhere = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
    # They need none of our files: what they read is sent to them, and what they make is sent back.
    executor.takes_part = executor.shares_disk = executor.takes_parcels = False
    return executor
