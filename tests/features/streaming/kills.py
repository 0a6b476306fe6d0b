"""Builds that are killed at random instants, and what the next build makes of what they left.

python -m tests.features.streaming.kills 20 FOLDER kills twenty in turn, each in a folder of its own, and says whether all came to the
bytes of the build that nobody disturbed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

from features.build import build
from tests.features.streaming.corpora import digests, write_corpus

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
OPTIONS = {"n_topics": 3}
# What a child runs: no part of this module, so that it is the way of any user.
_PROGRAM = """
import json, sys
from datetime import datetime
from features.build import build
if __name__ == "__main__":
    paths, out, not_after, options = json.loads(sys.argv[1])
    build(paths, out, not_after=datetime.fromisoformat(not_after), **options)
"""


def start_build(folder, out, code=None, **options):
    """A build in a process of its own.

    Parameters
    ----------
    folder, out : Path
        As `build` takes them.
    code : Path, optional
        Where to find another version of the project’s code.
    **options
        As `build` takes them.

    Returns
    -------
    Popen
        Just started; it tells its errors.
    """
    given = json.dumps([str(folder), str(out), NOT_AFTER.isoformat(), OPTIONS | options])
    environment = os.environ | ({"PYTHONPATH": str(code)} if code else {})
    return subprocess.Popen([sys.executable, "-c", _PROGRAM, given], stderr=subprocess.PIPE, text=True, env=environment)


def count_files(out):
    """How many files there are under a folder, whatever happens in it meanwhile."""
    return sum(len(names) for _, _, names in os.walk(out))


def processes_of(process):
    """Every process that a process has started, and those that these have started."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def kill_at(process, out, n_files):
    """Kill a build when it has written so many files.

    Parameters
    ----------
    process : Popen
        The build.
    out : Path
        Where it writes.
    n_files : int
        When to kill it.

    Returns
    -------
    was_killed : bool
        Whether it was still at work.
    beside : list of psutil.Process
        Its workers, which nobody has told: they may be at work for a while.
    """
    while process.poll() is None and count_files(out) < n_files:
        time.sleep(0.0005)
    beside = processes_of(process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    return process.returncode == -signal.SIGKILL, beside


def end_all(processes):
    """End what still runs of some processes."""
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            one.kill()


def kill_builds(place, n_kills, n_articles=6_000, seed=0, workers=2):
    """Kill builds at random instants, and build again.

    Parameters
    ----------
    place : Path
        For the corpus and the tables.
    n_kills, n_articles, seed, workers : int
        How many builds to kill, of how many articles, when, and with how many processes.

    Yields
    ------
    n_files : int
        How many files there were at the instant.
    was_killed : bool
        Whether the build had not come to its end by then.
    differ : list of str
        The files whose bytes are other than those of the build that nobody disturbed.
    """
    chance = random.Random(seed)
    write_corpus(place / "in", n_articles)
    build(place / "in", place / "undisturbed", not_after=NOT_AFTER, workers=1, **OPTIONS)
    wanted = digests(place / "undisturbed")
    for kill in range(n_kills):
        out = place / f"killed-{kill}"
        n_files = chance.randrange(1, len(wanted))
        was_killed, beside = kill_at(start_build(place / "in", out, workers=workers), out, n_files)
        # At once, while workers of the killed build may still be at their last task.
        build(place / "in", out, not_after=NOT_AFTER, workers=1, **OPTIONS)
        found = digests(out)
        end_all(beside)
        yield (
            n_files,
            was_killed,
            sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)),
        )


if __name__ == "__main__":
    all_same = True
    for n_files, was_killed, differ in kill_builds(Path(sys.argv[2]), int(sys.argv[1])):
        told = "killed" if was_killed else "came to its end"
        print(f"at {n_files} files: {told}; {f'differ: {differ}' if differ else 'same bytes'}", flush=True)
        all_same = all_same and not differ
    sys.exit(not all_same)
