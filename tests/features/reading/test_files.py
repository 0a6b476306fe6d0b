"""The bytes of files, unpacked and within limits."""

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import files


def make(folder, *names):
    for name in names:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def source(path):
    return files.Source(path, path.name, None)


@pytest.mark.parametrize(
    "name, suffix",
    [
        ("a.jsonl", ".jsonl"),
        ("a.JSONL.GZ", ".jsonl"),
        ("a.b.csv", ".csv"),
        ("a.gz", ""),
        ("a", ""),
        ("a.txt.zip", ".zip"),
    ],
)
def test_the_kind_of_a_file_is_its_last_suffix_without_gz(name, suffix):
    assert files.Source(Path(name), name, None).suffix == suffix


@pytest.mark.parametrize("name", ["pipe.txt", "pipe.txt.gz"])
def test_a_pipe_is_refused_and_does_not_hang(tmp_path, make_pipe, name):
    make_pipe(tmp_path / name)
    for read in (files.Source.open, files.Source.head, files.read_whole, lambda of: list(files.read_lines(of))):
        with pytest.raises(files.Unreadable, match="expected a regular file, found a folder, a pipe"):
            read(source(tmp_path / name))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    make(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(files.Unreadable, match="cannot be opened: Permission denied"):
        files.read_whole(source(tmp_path / "a.txt"))


def test_lines_of_utf_16_are_refused_for_their_newlines_are_no_bytes_of_their_own(tmp_path):
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        (tmp_path / "a.csv").write_bytes(mark + b"\n")
        with pytest.raises(files.Unreadable, match="found UTF-16; save the file as UTF-8"):
            list(files.read_lines(source(tmp_path / "a.csv")))
        (tmp_path / "a.csv").write_bytes(b"\n" + mark)
        assert list(files.read_lines(source(tmp_path / "a.csv"))) == [(1, b"\n"), (2, mark)]


LINES_OF_BYTES = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"")), max_size=5)


@given(
    LINES_OF_BYTES.filter(lambda lines: not b"".join(lines[:1]).startswith((b"\xff\xfe", b"\xfe\xff"))), st.booleans()
)
def test_lines_are_numbered_from_1_and_joined_give_the_file(tmp_path_factory, lines, zipped):
    content = b"\n".join(lines)
    path = tmp_path_factory.mktemp("lines") / ("a.gz" if zipped else "a")
    path.write_bytes(gzip.compress(content) if zipped else content)
    numbered = list(files.read_lines(source(path)))
    assert [number for number, _ in numbered] == list(range(1, len(numbered) + 1))
    assert b"".join(line for _, line in numbered) == files.read_whole(source(path)) == content


@given(st.integers(1, 200))
def test_of_a_gzip_cut_anywhere_only_whole_lines_come_out_before_the_complaint(tmp_path_factory, cut):
    lines = [f"line {number * 7919 % 1000}\n".encode() for number in range(200)]
    path = tmp_path_factory.mktemp("cut") / "a.gz"
    whole = gzip.compress(b"".join(lines), mtime=0)
    path.write_bytes(whole[: -min(cut, len(whole) - 1)])
    read = []
    with pytest.raises(files.Unreadable, match="is cut short or damaged") as refused:
        for _, line in files.read_lines(source(path)):
            read.append(line)
    assert read == lines[: len(read)]
    assert f"from line {len(read) + 1} on nothing is read: the compressed" in str(refused.value)
    with pytest.raises(files.Unreadable, match="cut short or damaged: "):
        files.read_whole(source(path))


def test_what_only_calls_itself_gzip_is_read_as_it_is_and_gzip_is_known_by_its_content(tmp_path):
    (tmp_path / "a.gz").write_bytes(b"no gzip")
    (tmp_path / "b.txt").write_bytes(gzip.compress(b"gzip after all"))
    assert files.read_whole(source(tmp_path / "a.gz")) == b"no gzip"
    assert files.read_whole(source(tmp_path / "b.txt")) == b"gzip after all"


def test_a_line_or_a_file_over_the_limit_is_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_PIECE_BYTES", 2**20)
    at_the_limit, over = b"x" * 2**20, b"x" * (2**20 + 1)
    (tmp_path / "a").write_bytes(at_the_limit)
    assert files.read_whole(source(tmp_path / "a")) == at_the_limit
    assert list(files.read_lines(source(tmp_path / "a"))) == [(1, at_the_limit)]
    (tmp_path / "b").write_bytes(b"ok\n" + over)
    with pytest.raises(files.Unreadable, match="from line 2 on it is not read: a line of over 1 MiB"):
        list(files.read_lines(source(tmp_path / "b")))
    with pytest.raises(files.Unreadable, match="one article of at most 1 MiB, found more; split the file"):
        files.read_whole(source(tmp_path / "b"))


def test_a_gzip_that_was_made_to_fill_the_disk_is_left_off_early(tmp_path):
    line = b" " * (2**20 - 1) + b"\n"
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(line * 64))
    read = []
    with pytest.raises(
        files.Unreadable, match="from line [0-9]+ on nothing is read: it grows more than 200 times when unpacked"
    ):
        for _, part in files.read_lines(source(tmp_path / "bomb.gz")):
            read.append(part)
    assert sum(map(len, read)) <= 200 * 2**17
