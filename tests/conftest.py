"""What every test may ask for."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sites import Site

# No clock decides whether a test passes.
# Sixty examples of each law a run, where the law itself says no number: the whole suite is to stay under five minutes.
settings.register_profile("tidings", deadline=None, print_blob=True, max_examples=60)
settings.load_profile("tidings")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared():
    """The folder of real and of broken files beside the repository; what it holds stays out of it."""
    if SHARED.is_dir():
        return SHARED
    reason = f"the folder {SHARED} with real and broken inputs is missing"
    if os.environ.get("CI"):
        pytest.fail(reason)
    return pytest.skip(reason)


@pytest.fixture
def make_pipe():
    """Make a named pipe that lets go of whoever waits at its end after ten seconds, so that no test hangs."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    timers = []

    def let_go(path):
        with suppress(OSError):
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))

    def make(path):
        os.mkfifo(path)
        timers.append(threading.Timer(10, let_go, [path]))
        timers[-1].start()

    yield make
    for timer in timers:
        timer.cancel()


HEADLINES = [
    "</script><script>document.title='owned';fetch('{site}/leak-1')</script>",
    "\"><img src='{site}/leak-2' onerror=\"document.title='owned'\">",
    "</title></style><link rel=stylesheet href={site}/leak-3>",
    "<iframe src={site}/leak-4></iframe>",
    "![x]({site}/leak-5) [click](javascript:alert(1))",
    "<meta http-equiv=refresh content='0;url={site}/leak-6'>",
    "$\\frac{1}{$ oil $100 to $120",
    "{{ 7 * 7 }}{% raw %}",
    "=1+1",
    "T" * 3000,
    "a|b\n|c|",
    "油价 📈",
    "",
]


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """Reports of one article, of none and of hostile ones: name → (exit code, folder). The command line makes them side by side.

    The hostile ones ask for things of `hostile_site`, which serves their report and notes what was asked for.
    """
    folder = tmp_path_factory.mktemp("reports")
    for name in ("one", "none", "hostile"):
        (folder / name / "articles").mkdir(parents=True)
    (folder / "one" / "articles" / "a.txt").write_text(
        "6 March 2026 19:42 (UTC+04:00)\n\nAna Lira\n\nRain fell, the Tarn Courier reports. It was good."
    )
    (folder / "hostile" / "out" / "reports").mkdir(parents=True)
    site = Site(folder / "hostile" / "out" / "reports")
    with open(folder / "hostile" / "articles" / "a.jsonl", "w", encoding="utf-8") as lines:
        for number, headline in enumerate(HEADLINES * 2):
            attack, word = (
                headline.replace("{site}", site.address),
                ["oil tanker", "vote ballot", "court judge"][number % 3],
            )
            text = f"{attack} The {word} was good. <b>{word}</b> fell & rose. Number {number} {word}: {attack}"
            record = {"outlet": attack or "S", "title": attack, "authors": attack, "text": text}
            lines.write(json.dumps(record | {"published": f"2026-0{number % 3 + 1}-06"}) + "\n")
        lines.write(json.dumps({"outlet": site.address, "text": 7}) + "\n")
    command = [sys.executable, "-m", "features", "report", "--quiet"]
    running = {
        name: subprocess.Popen([*command, folder / name / "articles", "--out", folder / name / "out"])
        for name in ("one", "none", "hostile")
    }
    made = {name: (process.wait(), folder / name / "out") for name, process in running.items()}
    yield {"site": site, **made}
    site.close()


@pytest.fixture(scope="session")
def hostile_site(reports):
    """The site that serves the hostile report, and the report's folder."""
    return reports["site"], reports["hostile"][1] / "reports"
