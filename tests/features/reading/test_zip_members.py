import io
import random
import stat
import struct
import zipfile

import pytest

from features.reading import zip_members
from features.reading.files import Unreadable
from features.reading.zip_members import is_office, read_zip


def pack(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def read(content):
    found = []
    for name, opener in read_zip(io.BytesIO(content)):
        found.append((name, str(opener) if isinstance(opener, ValueError) else opener().read()))
    return found


def with_flags(content, flags):
    """Set flags in the head of the first member and in the directory."""
    content = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.index(mark) + place
        content[position : position + 2] = struct.pack("<H", flags)
    return bytes(content)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_read_by_name_whatever_packed_them(method):
    content = pack([("2026/", b""), ("2026/a.txt", b"rain" * 100), ("дождь.txt", b"snow"), ("README", b"no")], method)
    assert read(content) == [("2026/a.txt", b"rain" * 100), ("дождь.txt", b"snow")]


def test_a_member_can_be_opened_twice_and_not_in_order():
    openers = dict(read_zip(io.BytesIO(pack([("a.txt", b"rain"), ("b.txt", b"snow")]))))
    assert [openers["b.txt"]().read(), openers["a.txt"]().read(), openers["b.txt"]().read()] == [
        b"snow",
        b"rain",
        b"snow",
    ]


def test_names_of_utf_8_that_do_not_say_so_are_read_and_others_as_the_standard_says():
    utf_8 = "дождь.txt".encode()
    content = pack([("x" * len(utf_8), b"rain")]).replace(b"x" * len(utf_8), utf_8)
    assert read(content) == [("дождь.txt", b"rain")]
    assert read(pack([("xx.txt", b"rain")]).replace(b"xx.txt", b"\x82\xe1.txt")) == [("éß.txt", b"rain")]


def test_what_is_encrypted_is_skipped_and_the_others_are_read():
    content = with_flags(pack([("a.txt", b"rain"), ("b.txt", b"snow")]), 0x1)
    assert read(content) == [
        ("a.txt", "encrypted, skipped; unpack the archive with its password, and give the files"),
        ("b.txt", b"snow"),
    ]


def test_a_link_is_not_followed_and_a_name_that_leads_out_not_read():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    found = read(pack([(link, b"/etc/passwd"), ("../a.txt", b"x"), ("/b.txt", b"x"), ("c.txt", b"rain")]))
    assert found == [
        ("link.txt", "a link or a device, no file; it is not followed"),
        ("../a.txt", "its name leads out of the archive; it is not read"),
        ("/b.txt", "its name leads out of the archive; it is not read"),
        ("c.txt", b"rain"),
    ]


def test_a_member_that_grows_too_much_is_refused_before_it_is_unpacked_and_the_others_read():
    found = read(pack([("bomb.txt", bytes(40 * 2**20)), ("a.txt", b"rain")]))
    assert "grows more than 200 times" in found[0][1]
    assert found[1] == ("a.txt", b"rain")


def test_many_members_that_grow_much_together_are_left_at_the_limit():
    members = [(f"{number}.txt", bytes(20 * 2**20)) for number in range(3)]
    names = []
    with pytest.raises(Unreadable, match=r"from member 1\.txt on"):
        names.extend(name for name, _ in read_zip(io.BytesIO(pack(members))))
    iterator = read_zip(io.BytesIO(pack(members)))
    assert next(iterator)[0] == "0.txt"


def test_a_size_that_lies_gives_no_more_than_it_says():
    content = bytearray(pack([("a.txt", b"rain" * 1000)]))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = content.index(mark) + place
        content[position : position + 4] = struct.pack("<I", 10)
    [(_, opener)] = read_zip(io.BytesIO(bytes(content)))
    with pytest.raises(Unreadable, match="cut short or damaged|more comes out"):
        opener().read()


def test_damage_inside_a_member_is_told_for_it_alone():
    noise = random.Random(1).randbytes(5000)
    content = bytearray(pack([("a.txt", noise), ("b.txt", b"snow")]))
    content[2000] ^= 0xFF
    openers = dict(read_zip(io.BytesIO(bytes(content))))
    with pytest.raises(Unreadable, match="cut short or damaged"):
        openers["a.txt"]().read()
    assert openers["b.txt"]().read() == b"snow"


def test_a_method_that_is_not_known_is_told_when_the_member_is_opened():
    content = bytearray(pack([("a.txt", b"rain")]))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        position = content.index(mark) + place
        content[position : position + 2] = struct.pack("<H", 99)
    [(_, opener)] = read_zip(io.BytesIO(bytes(content)))
    with pytest.raises(Unreadable, match="cannot be opened"):
        opener()


def test_an_archive_that_is_cut_is_refused():
    with pytest.raises(Unreadable, match="cut short or damaged"):
        list(read_zip(io.BytesIO(pack([("a.txt", b"rain")])[:-30])))


def test_more_members_than_are_read_are_refused_by_the_size_of_the_directory(monkeypatch):
    content = pack([(f"{number:0100}.txt", b"") for number in range(50)])
    assert len(read(content)) == 50
    monkeypatch.setattr(zip_members, "MAX_MEMBERS", 10)
    with pytest.raises(Unreadable, match="at most 10 members"):
        read(content)


@pytest.mark.parametrize(
    "names, expected",
    [
        (["[Content_Types].xml", "word/document.xml"], True),
        (["word/document.xml", "[Content_Types].xml"], True),
        (["mimetype", "content.xml"], True),
        (["_rels/.rels", "xl/workbook.xml"], True),
        (["a.txt", "b/c.html"], False),
        (["a.docx"], False),
    ],
)
def test_documents_of_office_are_known_by_the_names_of_their_members(names, expected):
    inner = pack([("[Content_Types].xml", b"x")])
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert is_office(pack([(name, inner) for name in names], method)) is expected
