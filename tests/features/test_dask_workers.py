"""A real Dask cluster makes the bytes that this process makes, and survives a worker that dies."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import psutil
import pytest

from features import dask_workers
from features.build import build
from features.workers import Ready, in_order, open_workers
from tests.features.streaming.corpora import digests, write_corpus
from tests.features.streaming.kills import count_files, start_build

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
OPTIONS = dict(n_topics=3, not_after=NOT_AFTER)


@contextmanager
def ended_afterwards(*arguments, log):
    """A process of Dask’s own command, which is ended with all that it has started."""
    with open(log, "w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]], stderr=told
        )
    try:
        yield process
    finally:
        beside = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        for one in (process, *beside):
            one.kill()
        process.wait()


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler without workers, and the file that tells its address."""
    file = tmp_path / "scheduler.json"
    arguments = "--host 127.0.0.1 --port 0 --no-dashboard --no-show --scheduler-file".split()
    with ended_afterwards("dask_scheduler", *arguments, str(file), log=tmp_path / "scheduler.txt") as process:
        while not file.exists() or not file.read_text().endswith("}"):
            assert process.poll() is None, (tmp_path / "scheduler.txt").read_text()
            time.sleep(0.02)
        yield json.loads(file.read_text())["address"], file


@pytest.fixture
def workers(scheduler, tmp_path):
    """Two workers of that scheduler."""
    _, file = scheduler
    arguments = "--nthreads 1 --nworkers 1 --no-nanny --no-dashboard --memory-limit 0 --scheduler-file".split()
    with (
        ended_afterwards("dask_worker", *arguments, str(file), "--name", "a", log=tmp_path / "a.txt") as one,
        ended_afterwards("dask_worker", *arguments, str(file), "--name", "b", log=tmp_path / "b.txt") as other,
    ):
        from distributed import Client

        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield one, other


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    place = tmp_path_factory.mktemp("corpus")
    write_corpus(place / "in", 5_000)
    build(place / "in", place / "out", workers=1, **OPTIONS)
    return place / "in", digests(place / "out")


def test_a_cluster_of_two_processes_writes_the_same_bytes_and_leaves_none_behind(corpus, tmp_path):
    folder, wanted = corpus
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    build(folder, tmp_path / "out", cluster="local:2", **OPTIONS)
    assert digests(tmp_path / "out") == wanted
    beside = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert not [child for child in beside if "spawn_main" in " ".join(child.cmdline())]


def test_a_worker_that_dies_midway_is_survived_and_the_bytes_are_the_same(corpus, scheduler, workers, tmp_path):
    folder, wanted = corpus
    process = start_build(folder, tmp_path / "out", cluster=scheduler[0])
    # The first shard is there: both workers have begun.
    while process.poll() is None and count_files(tmp_path / "out") < 3:
        time.sleep(0.001)
    was_running = process.poll() is None
    os.kill(workers[0].pid, signal.SIGKILL)
    _, told = process.communicate()
    assert process.returncode == 0, told
    assert was_running and workers[1].poll() is None
    assert digests(tmp_path / "out") == wanted


def test_results_come_in_the_order_of_the_tasks(scheduler, workers):
    with open_workers(cluster=scheduler[0]) as executor:
        assert (executor.n_elsewhere, executor.takes_part) == (2, False)
        tasks = [(number, 2) if number % 3 else Ready([number]) for number in range(20)]
        results = list(in_order(executor, pow, tasks))
        assert results == [number**2 if number % 3 else [number] for number in range(20)]
        # What is called twice with the same is done twice: nothing is taken from what another build left in the cluster.
        assert len(set(in_order(executor, time.time_ns, [()] * 10))) == 10


def test_workers_with_other_code_are_refused(scheduler, workers, monkeypatch):
    monkeypatch.setattr(dask_workers, "digest_of_code", _other_digest)
    with (
        pytest.raises(ValueError, match=r"the worker at tcp://127\.0\.0\.1:\d+ has another version of Tidings"),
        open_workers(cluster=scheduler[0]),
    ):
        pass


def _other_digest():
    """Another one in every process: as code that is not the same."""
    return os.getpid()


def test_an_address_at_which_nobody_answers_is_told_with_the_way_out(monkeypatch):
    with socket.socket() as taken:
        # Bound and not listening: nobody else takes the port meanwhile.
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setattr(dask_workers, "_SECONDS_TO_ANSWER", 1)
        with (
            pytest.raises(OSError, match=f"no Dask scheduler answers at {address} within 1 seconds; start one with"),
            open_workers(cluster=address),
        ):
            pass


def test_a_scheduler_without_workers_is_told_and_not_waited_for_without_end(scheduler, monkeypatch):
    monkeypatch.setattr(dask_workers, "_SECONDS_TO_ANSWER", 1)
    with pytest.raises((OSError, ValueError), match="worker"), open_workers(cluster=scheduler[0]):
        pass


@pytest.mark.parametrize(
    "cluster", ["nonsense", "", "local", "local:0", "local:two", "local:-1", "http://host:8786", "host:8786"]
)
def test_a_cluster_that_is_written_otherwise_is_refused_with_both_ways(cluster, tmp_path):
    with pytest.raises(ValueError, match=r"written as tcp://HOST:8786 or as local:2, got '"):
        build(tmp_path, tmp_path.with_name("out"), cluster=cluster)


@pytest.mark.parametrize("name", ["dask", "distributed"])
def test_without_dask_the_extra_is_named(name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"pip install 'tidings\[cluster\]'"), open_workers(cluster="local:2"):
        pass
