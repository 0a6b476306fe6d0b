"""Which files of a folder are read, and which are passed over."""

import os
from pathlib import Path

import pytest

from features.reading import files, searching


def make(folder, *names):
    for name in names:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def names_of(found):
    return [source.name for source in found]


def test_folders_are_searched_to_the_bottom_in_the_order_of_the_names(tmp_path):
    make(tmp_path, "b.txt", "a/z.txt", "a/b/c.csv", "c.jsonl", "B.txt")
    sources, passed_over = searching.find_files([tmp_path])
    assert names_of(sources) == ["B.txt", "a/b/c.csv", "a/z.txt", "b.txt", "c.jsonl"]
    assert passed_over == []


def test_the_folder_of_a_file_may_name_its_outlet_but_the_folder_that_was_given_may_not(tmp_path):
    make(tmp_path, "a.txt", "Tarn Courier/b.txt", "Tarn Courier/2026/c.txt")
    sources, _ = searching.find_files([tmp_path])
    assert {source.name: source.folder for source in sources} == {
        "a.txt": None,
        "Tarn Courier/b.txt": "Tarn Courier",
        "Tarn Courier/2026/c.txt": "2026",
    }
    assert searching.find_files([tmp_path / "Tarn Courier" / "b.txt"])[0][0].folder is None


def test_several_folders_keep_their_names_and_their_order_makes_no_difference(tmp_path):
    make(tmp_path, "one/a.txt", "two/a.txt", "c.txt")
    paths = [tmp_path / "two", tmp_path / "c.txt", tmp_path / "one"]
    sources, _ = searching.find_files(paths)
    assert names_of(sources) == ["c.txt", "one/a.txt", "two/a.txt"]
    assert searching.find_files(paths[::-1])[0] == sources


def test_what_is_no_article_is_passed_over_and_listed(tmp_path):
    make(
        tmp_path,
        ".hidden.txt",
        "_SUCCESS",
        "part.parquet.tmp",
        "README.md",
        "readme.txt",
        "LICENSE",
        "licence.txt",
        ".git/a.txt",
        "read.txt",
        "licensed.txt",
    )
    sources, passed_over = searching.find_files([tmp_path])
    assert names_of(sources) == ["licensed.txt", "read.txt"]
    assert sorted(passed_over) == [
        ".hidden.txt",
        "LICENSE",
        "README.md",
        "_SUCCESS",
        "licence.txt",
        "part.parquet.tmp",
        "readme.txt",
    ]


def test_a_file_that_is_asked_for_by_name_is_never_passed_over(tmp_path):
    make(tmp_path, "_export.csv", "readme.txt")
    assert names_of(searching.find_files([tmp_path / "_export.csv", tmp_path / "readme.txt"])[0]) == [
        "_export.csv",
        "readme.txt",
    ]


def test_bad_arguments_raise_at_once_with_the_offending_value(tmp_path):
    with pytest.raises(ValueError, match="give at least one file or folder"):
        searching.find_files([])
    with pytest.raises(FileNotFoundError, match=r"there is no file or folder '.*nowhere'"):
        searching.find_files([tmp_path, tmp_path / "nowhere"])
    make(tmp_path, "one/same/a.txt", "two/same/a.txt")
    with pytest.raises(ValueError, match=r"need different names, got \['same', 'same'\]; rename one"):
        searching.find_files([tmp_path / "one" / "same", tmp_path / "two" / "same"])


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    make(tmp_path, "secret.txt", "outside/deep.txt", "in/a.txt")
    (tmp_path / "in" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "up.txt").symlink_to("../secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "in" / "inside.txt").symlink_to("a.txt")
    (tmp_path / "in" / "again").symlink_to(".", target_is_directory=True)
    sources, passed_over = searching.find_files([tmp_path / "in"])
    assert names_of(sources) == ["a.txt", "inside.txt"]
    assert passed_over == ["folder", "out.txt", "up.txt"]
    assert searching.find_files([tmp_path / "in", tmp_path / "outside"])[1] == ["in/folder", "in/out.txt", "in/up.txt"]


@pytest.fixture
def forbid(monkeypatch):
    """Root may list every folder, so the refusal is played."""
    list_folder = os.scandir

    def make_forbidden(*folders):
        def refuse(path):
            if Path(path) in folders:
                raise PermissionError(13, "Permission denied", str(path))
            return list_folder(path)

        monkeypatch.setattr(os, "scandir", refuse)

    return make_forbidden


def test_a_folder_that_cannot_be_searched_is_listed_with_the_reason_among_the_files(tmp_path, forbid):
    make(tmp_path, "a.txt", "b/_closed/lost.txt", "b/open/c.txt", "d.txt")
    forbid(tmp_path / "b" / "_closed")
    sources, passed_over = searching.find_files([tmp_path])
    assert names_of(sources) == ["a.txt", "b/_closed", "b/open/c.txt", "d.txt"]
    assert passed_over == []
    [trouble] = [source.trouble for source in sources if source.trouble is not None]
    assert str(trouble).startswith("the folder cannot be searched: Permission denied; allow reading it")
    assert sources[1].trouble is trouble


def test_folders_that_were_given_and_cannot_be_searched_are_listed_by_their_own_names(tmp_path, forbid):
    make(tmp_path, "one/a.txt", "two/a.txt")
    forbid(tmp_path / "one", tmp_path / "two")
    sources, _ = searching.find_files([tmp_path / "two", tmp_path / "one"])
    assert [(source.name, source.folder) for source in sources] == [("one", None), ("two", None)]
    assert all(source.trouble for source in sources)


def test_the_folder_one_stands_in_is_listed_by_its_own_name_when_it_cannot_be_searched(tmp_path, forbid, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forbid(Path())
    assert names_of(searching.find_files(["."])[0]) == [tmp_path.name]


@pytest.mark.parametrize("suffix", [".txt", ".jsonl"])
def test_a_link_to_nothing_or_to_itself_is_listed_and_cannot_be_read(tmp_path, suffix):
    (tmp_path / f"dangling{suffix}").symlink_to("nothing")
    (tmp_path / f"loop{suffix}").symlink_to(f"loop{suffix}")
    sources, _ = searching.find_files([tmp_path])
    for source, trouble in zip(sources, ("No such file", "Too many levels"), strict=True):
        with pytest.raises(files.Unreadable, match=f"cannot be opened: {trouble}"):
            files.read_whole(source)
        with pytest.raises(files.Unreadable, match=f"cannot be opened: {trouble}"):
            list(files.read_lines(source))


def test_two_names_that_are_no_utf_8_stay_two_names(tmp_path):
    try:
        for byte in (b"\xfe", b"\xff"):
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/a" + byte + b".txt")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    names = names_of(searching.find_files([tmp_path])[0])
    assert len(set(names)) == 2
    assert all(name.encode().decode() == name for name in names)
