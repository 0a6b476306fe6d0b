"""How fast records are read, on one core: JSON Lines, JSON, CSV and Parquet, to the table of articles.

Ours cleans the words, understands the dates, takes the bylines apart, refuses what is no article and gives each article its
identity. The peers do none of it: they are the floor, what it costs to have the same bytes as values of Python or of a data frame.
"""

import csv
import gzip
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus import choose_paths, read_corpus
from benchmarks.measuring import make_ratio_row, make_row, one_core, time_in_turn
from benchmarks.ours import OURS
from features.reading import read_articles


@dataclass(frozen=True)
class Format:
    """A format: `write(path, records)` makes a file of it, and each peer reads that file."""

    name: str
    suffix: str
    write: Callable[[Path, list[dict]], None]
    peers: dict[str, Callable[[Path], object]]


def describe():
    """One line for the list of benchmarks."""
    return "how fast records are read, beside what only loads them"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--articles",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files of articles; fields of JSON Lines stay as they are (default: those in ../shared)",
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="rounds; the median counts (default: 3)")


def measure(options):
    """Read the same records from every format, by ours and by what only loads them.

    Parameters
    ----------
    options : argparse.Namespace
        `articles` and `repeats`, as `add_options` adds them.

    Returns
    -------
    list of dict
        Rows: articles a second and MB of files a second for each system and format, and how many times as long a peer takes; n is
        the number of records.

    Raises
    ------
    ValueError
        If there is no article.
    """
    paths, said = choose_paths(options.articles)
    print(f"articles   {said}")
    records = read_records(paths)
    rows = []
    with tempfile.TemporaryDirectory() as folder, one_core():
        for form in FORMATS:
            path = Path(folder) / f"articles{form.suffix}"
            form.write(path, records)
            functions = {OURS: partial(read_articles, path, workers=1)}
            functions |= {name: partial(read, path) for name, read in form.peers.items()}
            rows += _rows(form, time_in_turn(functions, options.repeats), len(records), path.stat().st_size)
            path.unlink()
    return rows


def draw(rows, folder):
    """No figure: the table says it."""
    return []


def read_records(paths):
    """The records to write: those of JSON Lines as they stand, else the articles that are read from other files.

    Parameters
    ----------
    paths : list of Path
        Files or folders.

    Returns
    -------
    list of dict
        Field name to value.

    Raises
    ------
    ValueError
        If there is none.
    """
    if all(path.name.endswith((".jsonl", ".jsonl.gz")) for path in paths):
        lines = (line for path in paths for line in _open(path))
        records = [json.loads(line) for line in lines if line.strip()]
    else:
        with read_corpus(paths) as (articles, _):
            columns = ["outlet", "published", "authors", "title", "url", "text"]
            records = [
                {name: str(value) if pd.notna(value) else None for name, value in zip(columns, row, strict=True)}
                for row in articles[columns].itertuples(index=False)
            ]
    if not records:
        raise ValueError(f"no record in {', '.join(map(str, paths))}; give files of articles")
    return records


def _open(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def _rows(form, timings, n, n_bytes):
    rows = []
    for name, timing in timings.items():
        rows.append(make_row(name, f"read {form.name}", n / timing.seconds, "articles/s", n, timing.seconds))
        rows.append(make_row(name, f"read {form.name}", n_bytes / 1e6 / timing.seconds, "MB/s", n, timing.seconds))
    return rows + [make_ratio_row(rows[0], row) for row in rows[2::2]]


def _write_json_lines(path, records):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _write_json(path, records):
    path.write_text(json.dumps({"articles": records}, ensure_ascii=False), encoding="utf-8")


def _write_csv(path, records):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)


def _write_parquet(path, records):
    pq.write_table(pa.Table.from_pylist(records), path)


def _load_lines(load):
    def read(path):
        with path.open("rb") as lines:
            return [load(line) for line in lines]

    return read


def _load_rows(path):
    csv.field_size_limit(2**24)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FORMATS = (
    Format(
        "JSON Lines",
        ".jsonl",
        _write_json_lines,
        {
            "json.loads": _load_lines(json.loads),
            "orjson.loads": _load_lines(orjson.loads),
            "pandas.read_json": lambda path: pd.read_json(path, lines=True, dtype=False),
        },
    ),
    Format("JSON", ".json", _write_json, {"json.load": lambda path: json.loads(path.read_bytes())}),
    Format(
        "CSV",
        ".csv",
        _write_csv,
        {
            "csv.DictReader": _load_rows,
            "pandas.read_csv": lambda path: pd.read_csv(path, dtype=str, keep_default_na=False),
        },
    ),
    Format("Parquet", ".parquet", _write_parquet, {"pandas.read_parquet": pd.read_parquet}),
)
