import io
import tarfile
import zipfile

import pytest

from features.reading.archives import read_members, recognise


class OneWay(io.RawIOBase):
    """A stream in which no place can be sought, as a member of another archive is."""

    def __init__(self, content):
        self._inner = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        given = self._inner.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


MEMBERS = [("2026/a.txt", b"rain"), ("b.txt", b"snow"), ("__MACOSX/._b.txt", b"no")]
PACKED = [zipped(MEMBERS), *(tarred(MEMBERS, mode) for mode in ("w", "w:gz", "w:bz2", "w:xz"))]


@pytest.mark.parametrize("content", PACKED)
@pytest.mark.parametrize("wrap", [io.BytesIO, lambda content: io.BufferedReader(OneWay(content))])
def test_every_kind_of_archive_gives_its_members(content, wrap):
    assert recognise(content[: 2**16], "")
    found = [(name, opener().read()) for name, opener in read_members(wrap(content), len(content))]
    assert found == [("2026/a.txt", b"rain"), ("b.txt", b"snow")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_two_members_of_one_name_are_both_read(pack):
    content = pack([("a.txt", b"rain"), ("a.txt", b"snow")])
    found = [(name, opener().read()) for name, opener in read_members(io.BytesIO(content), None)]
    assert found == [("a.txt", b"rain"), ("a (2).txt", b"snow")]


@pytest.mark.parametrize(
    "content",
    [b"", b"It rained." * 100, b"PK\x03\x04 broken", b"\x1f\x8b broken", b"BZh broken", b"\xfd7zXZ\x00 broken"],
)
def test_what_is_no_archive_is_refused_once_and_nothing_raises(content):
    [(name, reason)] = read_members(io.BytesIO(content), len(content))
    assert name == ""
    assert isinstance(reason, ValueError)
    assert "archive" in str(reason)


@pytest.mark.parametrize(
    "head, expected",
    [
        (zipped([("[Content_Types].xml", b""), ("word/document.xml", b"")]), False),
        (zipped([]), True),
        (b"It rained." * 100, False),
        (b"\x1f\x8b broken", False),
        (bytes(1024), False),
        (b"", False),
    ],
)
def test_archives_are_known_by_their_beginning(head, expected):
    assert recognise(head, "a.zip") is expected


def test_the_broken_archives_do_what_a_good_program_does(shared):
    def found(name):
        path = shared / "bad_inputs" / "arc" / name
        with open(path, "rb") as stream:
            return [(name, str(one)) for name, one in read_members(stream, path.stat().st_size)]

    bomb = found("h02_zip_bomb_1gb.zip")
    assert len(bomb) == 8
    assert all("grows more than 200 times" in reason for _, reason in bomb)
    [(_, reason)] = found("h15_encrypted.zip")
    assert reason.startswith("encrypted, skipped")
    with open(shared / "bad_inputs" / "arc" / "h03_nested_zip.zip", "rb") as stream:
        depth, content = 0, stream.read()
        while recognise(content, ""):
            [(_, opener)] = read_members(io.BytesIO(content), None)
            depth, content = depth + 1, opener().read()
    assert depth > 2
