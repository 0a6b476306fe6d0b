"""Functions in processes of their own."""

import doctest
import os
import sys
import textwrap

import pytest

from benchmarks import processes
from benchmarks.processes import run_apart

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

WORK = """
    import os, subprocess, sys, time

    def hold(watch, size):
        with watch:
            held = b"x" * size
            time.sleep(0.2)
        watch.tell(3)

    def hold_below(watch, size):
        with watch:
            subprocess.run([sys.executable, "-c", f"import time; x = b'x' * {size}; time.sleep(0.5)"], check=True)
        watch.tell(1)

    def go_on(watch, folder):
        below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        with open(os.path.join(folder, "pids"), "w") as file:
            file.write(f"{os.getpid()} {below.pid}")
        for number in range(1, 10_000):
            with watch:
                time.sleep(0.02)
            watch.tell(7 * number)

    def wait_unmeasured(watch):
        time.sleep(0.5)
        with watch:
            pass
        watch.tell(1)

    def compute(watch):
        with watch:
            below = "sum(range(10_000_000))"
            subprocess.run([sys.executable, "-c", below], check=True)
        watch.tell(1)

    def fail(watch):
        with watch:
            raise KeyError("on purpose")
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """The functions above, where a fresh process can import them."""
    (tmp_path / "work_for_processes.py").write_text(textwrap.dedent(WORK), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import work_for_processes

    yield work_for_processes
    del sys.modules["work_for_processes"]


def test_the_example_in_the_docstring_holds():
    results = doctest.testmod(processes)
    assert results.attempted and not results.failed


def test_what_was_done_and_held_is_told(work):
    small, large = run_apart(work.hold, 1), run_apart(work.hold, 300_000_000)
    assert (large.n_done, large.stopped) == (3, False)
    assert large.seconds >= 0.2
    assert 250_000_000 < large.peak_bytes - small.peak_bytes < 350_000_000


def test_memory_and_processor_time_of_processes_below_count(work):
    assert run_apart(work.hold_below, 300_000_000).peak_bytes > 300_000_000
    assert run_apart(work.compute).processor_seconds > 0.05


def test_what_happens_outside_the_watch_is_not_counted(work):
    usage = run_apart(work.wait_unmeasured, limit=0.4)
    assert not usage.stopped
    assert usage.seconds < 0.4


def test_at_the_limit_the_whole_tree_is_ended_and_what_was_done_is_known(work, tmp_path):
    usage = run_apart(work.go_on, str(tmp_path), limit=0.3)
    assert usage.stopped
    assert usage.seconds > 0.3
    assert usage.n_done > 0 and usage.n_done % 7 == 0
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        assert not _runs(pid)


def _runs(pid):
    """Whether a process runs; one that ended and waits to be collected by its parent does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_failure_is_said_with_the_name(work):
    with pytest.raises(RuntimeError, match="fail failed while it was measured"):
        run_apart(work.fail)


def test_memory_of_this_process_is_found():
    assert processes.measure_memory(os.getpid()) > 1_000_000
