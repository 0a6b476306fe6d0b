import os
import subprocess
import sys
import threading
import time

import numpy as np

from features.text.scanner import scan

CALLER = """
from features.compiled import compiled
from loops.callee import step

@compiled
def run(array):
    for place in range(len(array)):
        array[place] = step(array[place])
"""
CALLEE = """
from features.compiled import compiled_into

@compiled_into
def step(number):
    return number + {added}
"""
TRY = """
import numpy as np
from loops.caller import run
a = np.zeros(2)
run(a)
print(a.tolist(), sum(run.stats.cache_hits.values()))
"""


def run_in_a_process_of_its_own(folder):
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", TRY], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_loop_is_compiled_once_and_again_when_what_it_calls_has_changed(tmp_path):
    (tmp_path / "loops").mkdir()
    (tmp_path / "loops" / "caller.py").write_text(CALLER)
    (tmp_path / "loops" / "callee.py").write_text(CALLEE.format(added=1))
    assert run_in_a_process_of_its_own(tmp_path).endswith("[1.0, 1.0] 0")
    assert "[1.0, 1.0]" in (again := run_in_a_process_of_its_own(tmp_path)) and not again.endswith(" 0")
    (tmp_path / "loops" / "callee.py").write_text(CALLEE.format(added=2))
    assert "[2.0, 2.0]" in run_in_a_process_of_its_own(tmp_path)


def test_a_loop_lets_other_threads_of_python_run_meanwhile():
    text = np.frombuffer(b"It rose and fell again. " * 2_000_000, dtype=np.uint8)
    scan(text[:24], np.array([0, 24]), split=True)
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    watcher = threading.Thread(target=tick)
    watcher.start()
    begin = time.perf_counter()
    scan(text, np.array([0, len(text)]), split=True)
    end = time.perf_counter()
    done.set()
    watcher.join()
    # With Python's lock held, no tick could fall between the first and the last moment of the loop.
    assert sum(begin < moment < end for moment in ticks) > 10
