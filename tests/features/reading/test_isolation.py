"""Whatever a document does to its reader, the one that asked gets an answer in time, and the next document is read."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from features.reading.documents import Document, Parts
from features.reading.isolation import MOST_PIECES, Isolated

HOSTILE = "hostile_readers"
FOLDER = Path(__file__).parent


@pytest.fixture
def isolated(monkeypatch):
    """A process with time enough for whatever ends, also on a machine that has much else to do."""
    monkeypatch.setenv("PYTHONPATH", str(FOLDER))
    with Isolated(seconds=60) as process:
        yield process


def ask(process, what):
    return process.read(HOSTILE, Document(what.encode(), "a.html", "record 3", "http://wire.example/1", "latin-1"))


def test_what_a_reader_finds_comes_back_as_it_was(isolated):
    assert str(ask(isolated, "rain")) == str(
        [
            ("here", Parts("a.html http://wire.example/1 latin-1 rain", authors=("Ana Lira",))),
            ("there", ValueError("no words")),
        ]
    )


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("memory", "took more than 1 GiB of memory and was ended"),
        ("crash", "its reader broke"),
        ("exit", r"its reader broke \(exit code 3\)"),
        ("much", "more text came out of it than any article has"),
    ],
)
def test_a_reader_that_breaks_is_told_and_the_next_document_is_read(isolated, what, reason):
    [(place, found)] = ask(isolated, what)
    assert place == ""
    with pytest.raises(ValueError, match=reason):
        raise found
    assert ask(isolated, "snow")[0][1].text.endswith("snow")


@pytest.mark.parametrize("what", ["sleep", "spin"])
def test_a_reader_that_does_not_come_back_is_ended_and_the_next_document_is_read(monkeypatch, what):
    monkeypatch.setenv("PYTHONPATH", str(FOLDER))
    with Isolated(seconds=1) as process:
        begin = time.monotonic()
        [(place, found)] = ask(process, what)
        # The limit is one second; what comes on top is a process to end, on a machine that may be busy.
        assert time.monotonic() - begin < 10
    assert (place, str(found)) == ("", "reading it took more than 1 seconds and was ended; leave it out, or split it")


def test_what_was_found_before_a_reader_failed_is_kept(isolated):
    (first, parts), (after, reason) = ask(isolated, "raise")
    assert (first, parts.text, after) == ("first", "It rained.", "what follows")
    assert str(reason) == 'cannot be read: KeyError: "the reader\'s own mistake"'


def test_what_a_library_prints_is_no_answer(isolated):
    assert ask(isolated, "print") == [("", Parts("It rained."))]


def test_of_a_document_with_too_many_articles_the_first_are_kept_and_the_rest_is_told():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FOLDER))
        with Isolated() as process:
            found = ask(process, "many")
    assert len(found) == MOST_PIECES + 1 == 100_001
    assert str(found[-1][1]) == "more than 100,000 articles; split the file"


def test_one_process_reads_all_documents_until_it_is_ended(isolated):
    ask(isolated, "rain")
    first = isolated._process.pid
    ask(isolated, "snow")
    assert isolated._process.pid == first
    os.kill(first, signal.SIGKILL)
    assert "reader broke" in str(ask(isolated, "rain")[0][1]) or isolated._process.pid != first
    assert ask(isolated, "hail")[0][1].text.endswith("hail")


def test_a_module_in_the_folder_of_the_articles_is_not_imported(isolated, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('run from the folder of articles')")
    monkeypatch.chdir(tmp_path)
    assert ask(isolated, "rain")[0][1].text.endswith("rain")


def test_the_process_ends_with_the_one_that_asks(tmp_path):
    program = (
        "from features.reading.isolation import Isolated; from features.reading.documents import Document; import os, signal\n"
        "one = Isolated(); one.read('hostile_readers', Document(b'rain')); print(one._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(FOLDER)},
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    pid = int(found.stdout)
    for _ in range(100):
        if not _is_running(pid):
            break
        time.sleep(0.1)
    assert not _is_running(pid)


def _is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
