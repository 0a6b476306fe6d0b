"""A file that has not changed is not cut again; one that has is."""

import json
import os
import zipfile
from collections import Counter

import pytest

from features.reading import Partitions, SeenFiles, files, json_lines, searching
from features.reading.files import Source
from features.reading.portions import Portion
from features.reading.seen import KnownPortion, Opened


class Counting:
    """Cuts JSON Lines, and notes which files were cut."""

    def __init__(self, split):
        self.cut = Counter()
        self._split = split

    def __call__(self, source, *, columns=None):
        self.cut[source.name] += 1
        return self._split(source, columns=columns)


@pytest.fixture
def counting(monkeypatch):
    counting = Counting(json_lines.split)
    monkeypatch.setattr(json_lines, "split", counting)
    return counting


@pytest.fixture
def cut(tmp_path, counting):
    """Cut the folder’s files, as the next process would after the one before."""

    def cut_again(entries=None):
        sources, _ = searching.find_files([tmp_path])
        seen = SeenFiles(json.loads(json.dumps(entries)))
        return [partition.digest for partition in Partitions(sources, seen=seen)], seen.entries

    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": f"Rain over {name}."}) + "\n")
    return cut_again


def test_an_unchanged_file_is_not_cut_again_and_what_it_was_cut_into_is_known(cut, counting):
    digests, entries = cut()
    assert counting.cut == {"a.jsonl": 1, "b.jsonl": 1}
    assert cut(entries) == (digests, entries)
    assert counting.cut == {"a.jsonl": 1, "b.jsonl": 1}


def test_a_changed_file_is_cut_again_and_no_other(cut, counting, tmp_path):
    digests, entries = cut()
    written = os.stat(tmp_path / "b.jsonl")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "Hail over b."}) + "\n")
    # Neither its size nor its time tells.
    os.utime(tmp_path / "b.jsonl", ns=(written.st_atime_ns, written.st_mtime_ns))
    assert cut(entries)[0] != digests
    assert counting.cut == {"a.jsonl": 1, "b.jsonl": 2}


def test_a_file_that_was_only_touched_is_not_cut_again(cut, counting, tmp_path):
    _, entries = cut()
    os.utime(tmp_path / "a.jsonl", (1, 1))
    cut(entries)
    assert counting.cut["a.jsonl"] == 1


@pytest.mark.parametrize("place", ["c.jsonl", "Wire/a.jsonl"])
def test_the_same_bytes_under_another_name_or_in_another_folder_are_another_file(cut, counting, tmp_path, place):
    digests, entries = cut()
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / "a.jsonl").rename(tmp_path / place)
    assert cut(entries)[0] != digests
    assert counting.cut[place] == 1


def test_a_folder_called_none_is_not_taken_for_no_folder(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("{}\n")
    inside = Source(path, "None/a.jsonl", "None")
    seen = SeenFiles()
    seen.find(inside)
    seen.add(inside, [Portion("lines", "None/a.jsonl", "None", 1, b"{}\n", 1)])
    assert len(SeenFiles(seen.entries).find(inside)) == 1
    assert SeenFiles(seen.entries).find(Source(path, "None/a.jsonl", None)) is None


def test_a_file_that_is_gone_is_forgotten(cut, tmp_path):
    _, entries = cut()
    (tmp_path / "a.jsonl").unlink()
    assert len(entries) == 2 and len(cut(entries)[1]) == 1


def test_an_empty_file_is_known_to_hold_nothing(cut, counting, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"")
    _, entries = cut()
    cut(entries)
    assert counting.cut["a.jsonl"] == 1


def test_a_file_that_cannot_be_read_is_never_known(tmp_path, make_pipe):
    make_pipe(tmp_path / "pipe.jsonl")
    seen = SeenFiles()
    for source in (
        Source(tmp_path / "pipe.jsonl", "pipe.jsonl", None),
        Source(tmp_path / "gone.jsonl", "gone.jsonl", None),
        Source(tmp_path, "closed", None, files.Unreadable("the folder cannot be searched")),
    ):
        assert seen.find(source) is None
        seen.add(source, [])
    assert seen.entries == {}


def test_of_a_file_that_grows_while_it_is_read_nothing_is_lost(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("{}\n" * 2_100)
    sources, _ = searching.find_files([path])
    seen = SeenFiles()
    for number, _ in enumerate(Partitions(sources, seen=seen)):
        # While the first partition is worked on, the second was read to the end of the file; then a crawler appends.
        if number == 0:
            path.write_text("{}\n" * 2_200)
    known = SeenFiles(seen.entries).find(sources[0])
    # Either nothing is known of it, or what is known is the file as it is.
    assert known is None or sum(portion.n_pieces for portion in known) == 2_200


def test_a_file_in_a_folder_whose_name_is_no_text_has_its_place_too(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes only text for a name")
    (folder / "a.jsonl").write_text("{}\n")
    sources, _ = searching.find_files([tmp_path])
    seen = SeenFiles()
    [partition] = Partitions(sources, seen=seen)
    [known] = SeenFiles(seen.entries).find(sources[0])
    assert known.digest == partition.portions[0].digest


class Portions:
    """Five portions of each file; notes which were cut."""

    def __init__(self):
        self.cut = []

    def __call__(self, source):
        for number in range(5):
            self.cut.append((source.name, number))
            yield Portion("lines", source.name, None, number, f"{source.name} {number}".encode(), 1)


def known(name, number):
    content = f"{name} {number}".encode()
    portion = Portion("lines", name, None, number, content, 1)
    return KnownPortion(Source(name, name, None), number, "lines", 1, len(content), portion.digest)


def test_portions_wanted_in_order_are_read_in_one_go():
    cut = Portions()
    opened = Opened(cut)
    wanted = [known("a", 0), known("a", 1), known("a", 4), known("b", 2), known("b", 3)]
    assert [opened.read(one).content for one in wanted] == [b"a 0", b"a 1", b"a 4", b"b 2", b"b 3"]
    assert cut.cut == [("a", number) for number in range(5)] + [("b", number) for number in range(4)]


def test_a_portion_before_the_last_one_is_read_from_the_beginning():
    cut = Portions()
    opened = Opened(cut)
    assert [opened.read(known("a", number)).content for number in (3, 1, 1, 2)] == [b"a 3", b"a 1", b"a 1", b"a 2"]
    assert cut.cut == [("a", number) for number in (0, 1, 2, 3, 0, 1, 0, 1, 2)]


def test_a_portion_that_has_its_content_is_given_back_as_it_is():
    cut = Portions()
    portion = Portion("lines", "a", None, 1, b"{}", 1)
    assert Opened(cut).read(portion) is portion and cut.cut == []


def test_what_a_page_weighs_is_known_without_reading_it_again(tmp_path):
    (tmp_path / "a.html").write_text("<p>Rain.</p>")
    [source], _ = searching.find_files([tmp_path])
    seen = SeenFiles()
    list(Partitions([source], seen=seen))
    [known] = SeenFiles(seen.entries).find(source)
    assert (known.kind, known.n_pieces) == ("isolated", 1)


def test_an_archive_is_known_by_its_bytes_and_a_member_is_read_from_it_again(tmp_path):
    for name in "ab":
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("one.txt", f"Rain over {name}.")
            archive.writestr("two.jsonl", f'{{"text": "Hail over {name}."}}')
    sources, _ = searching.find_files([tmp_path])
    seen = SeenFiles()
    [first] = Partitions(sources, seen=seen)
    again = Partitions(sources, seen=SeenFiles(json.loads(json.dumps(seen.entries))))
    [known] = again
    assert all(isinstance(portion, KnownPortion) for portion in known.portions) and len(known.portions) == 4
    assert known.digest == first.digest
    assert again.read(known).portions == first.portions
