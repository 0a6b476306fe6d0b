"""What a start costs: the first after an installation, and every later one.

Whole processes, from their start to their end. What is compiled is kept in a folder of its own, empty at first.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import make_row
from benchmarks.ours import OURS

ARTICLE = {"outlet": "Tarn Courier", "published": "2026-03-06", "title": "Rain", "text": "It rained. It was good."}
FIND_WORDS = (
    "import pandas as pd\n"
    "from benchmarks.ours import find_words_of\n"
    "find_words_of(pd.DataFrame({'article_id': ['a'], 'text': ['It rained. It was good.']}))"
)
PROJECT = Path(__file__).resolve().parents[1]


def measure_startup(repeats):
    """Seconds of starts.

    Parameters
    ----------
    repeats : int
        Of each start but the first, which there is only once; the median counts.

    Returns
    -------
    list of dict
        Rows with the unit "s"; n is the number of articles.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "articles.jsonl"
        path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
        environment = os.environ | {"NUMBA_CACHE_DIR": str(Path(scratch) / "compiled")}
        build = ["-m", "features", "build", str(path), "--out", str(Path(scratch) / "tables"), "--quiet"]
        first = _time_start(["-c", FIND_WORDS], environment)
        later = {
            "words of one article found, later start": ["-c", FIND_WORDS],
            "command line's help, later start": ["-m", "features", "--help"],
            "tables of one article built, later start": build,
        }
        # Once more than is measured, so that the build too finds compiled what it needs.
        _time_start(build, environment)
        rows = [_row("words of one article found, first start after installation", first)]
        for measure, command in later.items():
            rows.append(_row(measure, statistics.median(_time_start(command, environment) for _ in range(repeats))))
    return rows


def _row(measure, seconds):
    return make_row(OURS, measure, seconds, "s", 1, seconds)


def _time_start(command, environment):
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], env=environment, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
