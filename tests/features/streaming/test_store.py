"""A shard is there whole or not at all."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.streaming.store import Store, digest_of, publish

FILES = {"facts.json": b"{}", "counts.arrows": b"\x00\x01"}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "shards")


def test_what_was_written_is_read_again(store):
    store.write("1f2e", FILES)
    assert {name: store.read("1f2e", name) for name in FILES} == FILES
    assert store.path("1f2e", "facts.json").read_bytes() == b"{}"
    assert "1f2e" in store and "1f2f" not in store


def test_a_shard_that_is_there_is_not_written_again(store):
    store.write("1f2e", FILES)
    before = os.stat(store.path("1f2e", "facts.json"))
    store.write("1f2e", {"facts.json": b"[]"})
    after = os.stat(store.path("1f2e", "facts.json"))
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert store.read("1f2e", "facts.json") == b"{}"


def test_what_an_ended_process_left_half_written_is_no_shard_and_is_in_nobodys_way(store):
    (store.folder / "1f2e.tmp").mkdir(parents=True)
    (store.folder / "1f2e.tmp" / "old.json").touch()
    (store.folder / "aaaa.tmp").mkdir()
    assert "1f2e" not in store and store.addresses() == []
    store.write("1f2e", FILES)
    assert sorted(path.name for path in store.path("1f2e", "").iterdir()) == sorted(FILES)
    store.keep_only(["1f2e"])
    assert [path.name for path in store.folder.iterdir()] == ["1f2e"]


def test_a_shard_that_cannot_be_written_to_its_end_is_not_there(store):
    with pytest.raises(TypeError):
        store.write("1f2e", {"facts.json": b"{}", "counts.arrows": None})
    assert "1f2e" not in store and store.addresses() == []


def test_a_removed_shard_is_gone_and_one_that_is_not_there_needs_no_removing(store):
    store.write("1f2e", FILES)
    store.remove("1f2e")
    store.remove("1f2e")
    assert "1f2e" not in store and list(store.folder.iterdir()) == []


@given(st.sets(st.sampled_from(["a1", "a2", "b1", "fit-a", "fit-b"])), st.sets(st.sampled_from(["a1", "b1", "fit-a"])))
@settings(deadline=None, max_examples=30)
def test_only_what_is_kept_is_kept(tmp_path_factory, there, kept):
    store = Store(tmp_path_factory.mktemp("kept") / "shards")
    for address in there:
        store.write(address, FILES)
    assert store.addresses() == sorted(there)
    assert store.addresses("fit-") == sorted(address for address in there if address.startswith("fit-"))
    store.keep_only(kept)
    assert store.addresses() == sorted(there & kept)


def test_files_beside_the_shards_stay(store):
    store.write("1f2e", FILES)
    (store.folder / "seen.json").write_text("{}")
    store.keep_only([])
    assert [path.name for path in store.folder.iterdir()] == ["seen.json"]


@pytest.mark.parametrize("call", ["keep_only([])", "remove('1f2e')"])
def test_a_process_that_is_killed_while_it_removes_a_shard_leaves_it_whole_or_not_at_all(store, call):
    n_files = 5_000
    store.write("1f2e", {str(number): b"" for number in range(n_files)})
    program = textwrap.dedent(f"""
        from features.streaming.store import Store
        store = Store({str(store.folder)!r})
        print("ready", flush=True)
        store.{call}
        print("done", flush=True)
        import time; time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        # Until the removal is under way: files are gone, whatever the folder is called now.
        while sum(len(names) for _, _, names in os.walk(store.folder)) == n_files:
            time.sleep(0)
        process.send_signal(signal.SIGKILL)
    assert "1f2e" not in store or len(list(store.path("1f2e", "").iterdir())) == n_files


class Halting(dict):
    """Files of which all but the first are given only when that is allowed."""

    def __init__(self, files):
        super().__init__(files)
        self.is_half_way, self.may_go_on = threading.Event(), threading.Event()

    def items(self):
        first, *rest = super().items()
        yield first
        self.is_half_way.set()
        self.may_go_on.wait(10)
        yield from rest


def test_two_processes_that_write_the_same_shard_at_once_leave_it_whole(store):
    # As a worker of a killed build, which is at its last task, and the next build.
    one, other = Halting(FILES), Halting(FILES)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(store.write, "1f2e", one)
        one.is_half_way.wait(10)
        second = threads.submit(Store(store.folder).write, "1f2e", other)
        other.is_half_way.wait(10)
        one.may_go_on.set()
        first.exception()
        assert "1f2e" not in store or len(list(store.path("1f2e", "").iterdir())) == len(FILES)
        other.may_go_on.set()
        assert (first.exception(), second.exception()) == (None, None)
    assert {name: store.read("1f2e", name) for name in FILES} == FILES


def test_no_folder_has_no_shards_and_nothing_to_remove(store):
    assert store.addresses() == [] and "1f2e" not in store
    store.keep_only([])
    with pytest.raises(FileNotFoundError):
        store.read("1f2e", "facts.json")


def test_every_part_counts_for_an_address_and_none_runs_into_the_next():
    parts = [("a",), ("a", None), ("a", ""), ("ab", "c"), ("a", "bc"), (1,), ("1",), (None,), (["a", "b"],), ("a", "b")]
    assert len({digest_of(*one) for one in parts}) == len(parts)
    assert digest_of("a", 1, None) == digest_of("a", 1, None)


def tables(tmp_path, **contents):
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def published(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_published_files_stand_in_order_and_replace_all_that_stood_there(tmp_path):
    folder = tmp_path / "out" / "articles.parquet"
    one, two, three = tables(tmp_path, one=b"1", two=b"2", three=b"3")
    publish([two, one, three], folder)
    assert published(folder) == {"00000.parquet": b"2", "00001.parquet": b"1", "00002.parquet": b"3"}
    publish([three], folder)
    assert published(folder) == {"00000.parquet": b"3"}
    assert [path.name for path in folder.parent.iterdir()] == ["articles.parquet"]


def test_a_file_of_an_older_version_and_what_an_ended_process_left_are_replaced(tmp_path):
    folder = tmp_path / "articles.parquet"
    folder.write_bytes(b"PAR1")
    (tmp_path / "articles.parquet.tmp").mkdir()
    (tmp_path / "articles.parquet.tmp" / "00007.parquet").touch()
    publish(tables(tmp_path, one=b"1"), folder)
    assert published(folder) == {"00000.parquet": b"1"}
    assert not (tmp_path / "articles.parquet.tmp").exists()


def test_many_files_are_read_in_their_order(tmp_path):
    sources = tables(tmp_path, **{f"s{number}": b"%d" % number for number in range(12)})
    publish(sources, tmp_path / "t.parquet")
    assert [content for _, content in sorted(published(tmp_path / "t.parquet").items())] == [
        b"%d" % number for number in range(12)
    ]


def test_where_files_cannot_be_linked_they_are_copied(tmp_path, monkeypatch):
    def refuse(source, target):
        raise OSError("this file system knows no links")

    [one] = tables(tmp_path, one=b"1")
    monkeypatch.setattr(os, "link", refuse)
    publish([one], tmp_path / "t.parquet")
    one.write_bytes(b"changed")
    assert published(tmp_path / "t.parquet") == {"00000.parquet": b"1"}
