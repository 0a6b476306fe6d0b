"""What every test may ask for."""

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

# No clock decides whether a test passes.
settings.register_profile("tidings", deadline=None, print_blob=True)
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
