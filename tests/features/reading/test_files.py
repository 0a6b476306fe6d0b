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


def names_of(found):
    return [source.name for source in found]


def test_folders_are_searched_to_the_bottom_in_the_order_of_the_names(tmp_path):
    make(tmp_path, "b.txt", "a/z.txt", "a/b/c.csv", "c.jsonl", "B.txt")
    sources, passed_over = files.find_files([tmp_path])
    assert names_of(sources) == ["B.txt", "a/b/c.csv", "a/z.txt", "b.txt", "c.jsonl"]
    assert passed_over == []


def test_the_folder_of_a_file_may_name_its_outlet_but_the_folder_that_was_given_may_not(tmp_path):
    make(tmp_path, "a.txt", "Tarn Courier/b.txt", "Tarn Courier/2026/c.txt")
    sources, _ = files.find_files([tmp_path])
    assert {source.name: source.folder for source in sources} == {
        "a.txt": None,
        "Tarn Courier/b.txt": "Tarn Courier",
        "Tarn Courier/2026/c.txt": "2026",
    }
    assert files.find_files([tmp_path / "Tarn Courier" / "b.txt"])[0][0].folder is None


def test_several_folders_keep_their_names_and_their_order_makes_no_difference(tmp_path):
    make(tmp_path, "one/a.txt", "two/a.txt", "c.txt")
    paths = [tmp_path / "two", tmp_path / "c.txt", tmp_path / "one"]
    sources, _ = files.find_files(paths)
    assert names_of(sources) == ["c.txt", "one/a.txt", "two/a.txt"]
    assert files.find_files(paths[::-1])[0] == sources


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
    sources, passed_over = files.find_files([tmp_path])
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
    assert names_of(files.find_files([tmp_path / "_export.csv", tmp_path / "readme.txt"])[0]) == [
        "_export.csv",
        "readme.txt",
    ]


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


def test_bad_arguments_raise_at_once_with_the_offending_value(tmp_path):
    with pytest.raises(ValueError, match="give at least one file or folder"):
        files.find_files([])
    with pytest.raises(FileNotFoundError, match=r"there is no file or folder '.*nowhere'"):
        files.find_files([tmp_path, tmp_path / "nowhere"])
    make(tmp_path, "one/same/a.txt", "two/same/a.txt")
    with pytest.raises(ValueError, match=r"need different names, got \['same', 'same'\]; rename one"):
        files.find_files([tmp_path / "one" / "same", tmp_path / "two" / "same"])


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    make(tmp_path, "secret.txt", "outside/deep.txt", "in/a.txt")
    (tmp_path / "in" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "up.txt").symlink_to("../secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "in" / "inside.txt").symlink_to("a.txt")
    (tmp_path / "in" / "again").symlink_to(".", target_is_directory=True)
    sources, passed_over = files.find_files([tmp_path / "in"])
    assert names_of(sources) == ["a.txt", "inside.txt"]
    assert passed_over == ["folder", "out.txt", "up.txt"]
    assert files.find_files([tmp_path / "in", tmp_path / "outside"])[1] == ["in/folder", "in/out.txt", "in/up.txt"]


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
    sources, passed_over = files.find_files([tmp_path])
    assert names_of(sources) == ["a.txt", "b/_closed", "b/open/c.txt", "d.txt"]
    assert passed_over == []
    [trouble] = [source.trouble for source in sources if source.trouble is not None]
    assert str(trouble).startswith("the folder cannot be searched: Permission denied; allow reading it")
    assert sources[1].trouble is trouble


def test_folders_that_were_given_and_cannot_be_searched_are_listed_by_their_own_names(tmp_path, forbid):
    make(tmp_path, "one/a.txt", "two/a.txt")
    forbid(tmp_path / "one", tmp_path / "two")
    sources, _ = files.find_files([tmp_path / "two", tmp_path / "one"])
    assert [(source.name, source.folder) for source in sources] == [("one", None), ("two", None)]
    assert all(source.trouble for source in sources)


def test_the_folder_one_stands_in_is_listed_by_its_own_name_when_it_cannot_be_searched(tmp_path, forbid, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forbid(Path())
    assert names_of(files.find_files(["."])[0]) == [tmp_path.name]


@pytest.mark.parametrize("suffix", [".txt", ".jsonl"])
def test_a_link_to_nothing_or_to_itself_is_listed_and_cannot_be_read(tmp_path, suffix):
    (tmp_path / f"dangling{suffix}").symlink_to("nothing")
    (tmp_path / f"loop{suffix}").symlink_to(f"loop{suffix}")
    sources, _ = files.find_files([tmp_path])
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
    names = names_of(files.find_files([tmp_path])[0])
    assert len(set(names)) == 2
    assert all(name.encode().decode() == name for name in names)


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
    with pytest.raises(files.Unreadable, match="from line [0-9]+ on nothing is read: it grows more than 200 times when unpacked"):
        for _, part in files.read_lines(source(tmp_path / "bomb.gz")):
            read.append(part)
    assert sum(map(len, read)) <= 200 * 2**17


@pytest.mark.parametrize(
    "content, text",
    [
        (b"caf\xc3\xa9", "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        (b"\xff\xfec\x00a\x00f\x00\xe9\x00", "café"),
        (b"\xfe\xff\x00c\x00a\x00f\x00\xe9", "café"),
        (b"", ""),
    ],
)
def test_utf_8_and_utf_16_with_its_mark_are_decoded(content, text):
    assert files.decode(content) == text


@pytest.mark.parametrize(
    "content, message",
    [
        (b"caf\xe9", "expected UTF-8 text, found byte 0xe9 at position 3; save the file as UTF-8"),
        (b"It rained \xd0", "found byte 0xd0 at position 10"),
        ("café".encode("utf-16-be"), "expected (UTF-8 )?text, found"),
        ("rain".encode("utf-16-le"), "found NUL bytes: binary data, or UTF-16 without its mark; save it as"),
        (b"\x89PNG\r\n\x1a\n", "found byte 0x89 at position 0"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_byte_and_its_place(content, message):
    with pytest.raises(files.Unreadable, match=message):
        files.decode(content)


def test_a_stray_nul_in_a_long_text_does_not_make_it_binary():
    assert files.decode(b"x" * 200 + b"\x00") == "x" * 200 + "\x00"
