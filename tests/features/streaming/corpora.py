"""Small corpora of invented news, partitions to match, and what a build has written."""

import hashlib
import json
import random
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.reading import partitions, portions

THEMES = {
    "money": "bank money rates loan credit fund market shares".split(),
    "sport": "club match goal coach league cup striker fans".split(),
    "court": "court judge trial jury appeal verdict lawyer witness".split(),
}
ENDS = "It was a good day.", "Nobody was hurt.", "A terrible storm followed.", "More is not known."


def article(number):
    """A record of one article; another number makes another one."""
    chance = random.Random(number)
    theme = list(THEMES.values())[number % 3]
    record = {
        "text": f"The {' '.join(chance.choices(theme, k=6))} of {number}. {chance.choice(ENDS)}",
        "outlet": "Wire",
    }
    if number % 7:
        record["date"] = f"2026-03-{number % 27 + 1:02}"
    if number % 2:
        record["title"] = f"Day {number}"
    return record


def write_lines(path, numbers):
    """Write a file of JSON Lines of these articles."""
    path.write_text("".join(json.dumps(article(number)) + "\n" for number in numbers))


def write_parquet(path, numbers, row_group_size=None):
    """Write a Parquet file of these articles, in which what an article lacks is null."""
    names = ("text", "outlet", "date", "title")
    columns = {name: pa.array([article(number).get(name) for number in numbers], type=pa.string()) for name in names}
    pq.write_table(pa.table(columns), path, row_group_size=row_group_size)


def write_corpus(folder, n_articles):
    """Write a corpus of all formats, with copies and with what cannot be read, in several files."""
    folder.mkdir(parents=True)
    n = n_articles // 4
    write_lines(folder / "a.jsonl", range(n))
    write_parquet(folder / "b.parquet", range(n, 2 * n), row_group_size=max(n // 3, 1))
    rows = [f"{record['text']},{record.get('date', '')}\n" for record in map(article, range(2 * n, 3 * n))]
    (folder / "c.csv").write_text("text,date\n" + "".join(rows))
    write_lines(folder / "d.jsonl", [*range(3 * n, 4 * n), *range(0, n, 10)])
    with open(folder / "d.jsonl", "a") as file:
        file.write("{}\nrain\n")
    (folder / "e.zip").write_bytes(b"PK")
    for number in range(20):
        (folder / f"f{number:02}.txt").write_text(f"5 March 2026\n\n{article(5 * n + number)['text']}")


def digests(out):
    """The digest of every file under a folder, by its place in it."""
    out = Path(out)
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@contextmanager
def pieces_at_once(n):
    """Partitions of so many pieces in place of 2,048, all in proportion, in this process only."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (portions, partitions):
            patch.setattr(module, "PIECES_AT_ONCE", n)
        for name in ("_FEWEST_PIECES", "_ONE_NAME_OF"):
            patch.setattr(partitions, name, n // 4)
        yield
