import gzip
import io
import random
import tarfile

import pytest

from features.reading import tar_members
from features.reading.files import Unreadable
from features.reading.packed_streams import Prepended
from features.reading.tar_members import read_tar

NOISE = random.Random(1).randbytes(3000)


def pack(members, mode="w", **options):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **options) as archive:
        for name, content, *attributes in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for attribute, value in attributes:
                setattr(info, attribute, value)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def members_of(content, n_packed=None):
    return read_tar(Prepended(b"", io.BytesIO(content).read), content[:6], n_packed)


def read(content, n_packed=None):
    found = []
    for name, opener in members_of(content, n_packed):
        found.append((name, str(opener) if isinstance(opener, ValueError) else opener().read()))
    return found


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("layout", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_are_read_in_one_pass_whatever_packed_them(mode, layout):
    long = "/".join(["long"] * 30) + ".txt"
    content = pack([("a.txt", b"rain"), (long, NOISE), ("empty.txt", b""), ("README", b"no")], mode, format=layout)
    assert read(content) == [("a.txt", b"rain"), (long, NOISE), ("empty.txt", b"")]


def test_links_devices_and_names_that_lead_out_are_refused():
    content = pack(
        [
            ("link", b"", ("type", tarfile.SYMTYPE), ("linkname", "/etc/passwd")),
            ("hard", b"", ("type", tarfile.LNKTYPE), ("linkname", "a.txt")),
            ("pipe", b"", ("type", tarfile.FIFOTYPE)),
            ("device", b"", ("type", tarfile.CHRTYPE)),
            ("folder", b"", ("type", tarfile.DIRTYPE)),
            ("../out.txt", b"x"),
            ("/abs.txt", b"x"),
            ("a.txt", b"rain"),
        ]
    )
    link, out = "a link or a device, no file; it is not followed", "its name leads out of the archive; it is not read"
    names = ["link", "hard", "pipe", "device"]
    assert read(content) == [
        *[(name, link) for name in names],
        ("../out.txt", out),
        ("/abs.txt", out),
        ("a.txt", b"rain"),
    ]


def test_a_name_that_is_not_utf_8_is_written_out():
    assert read(pack([("caf\udce9.txt", b"rain")])) == [("caf\\xe9.txt", b"rain")]


def test_a_member_can_be_opened_again_after_its_head_was_looked_at():
    content = pack([("a.txt", NOISE * 300), ("b.txt", b"snow")])
    members = members_of(content)
    _, opener = next(members)
    assert opener().read(10) == NOISE[:10]
    assert opener().read() == NOISE * 300
    assert next(members)[1]().read() == b"snow"


def test_a_member_that_was_left_or_read_too_far_says_so():
    content = pack([("a.txt", bytes(5 * 2**20)), ("b.txt", b"snow" * 1000)])
    members = members_of(content, 5 * 2**20)
    _, first = next(members)
    stream = first()
    stream.read(4 * 2**20)
    with pytest.raises(Unreadable, match="cannot be read again"):
        first().read(3 * 2**20)
    _, second = next(members)
    with pytest.raises(Unreadable, match="cut short or damaged"):
        stream.read()
    assert second().read() == b"snow" * 1000


@pytest.mark.parametrize("n_left", [512 + 1024, 512 + 1000, 512 + 512, 512 + 700, 3 * 512 + 100])
def test_wherever_a_tar_is_cut_the_members_before_are_read_and_the_cut_is_said(n_left):
    members = members_of(pack([("a.txt", b"rain"), ("b.txt", NOISE)])[:n_left])
    name, opener = next(members)
    assert (name, opener().read()) == ("a.txt", b"rain")
    with pytest.raises(Unreadable, match="cut short or damaged in or after member [12]"):
        for _, opener in members:
            with pytest.raises(Unreadable):
                opener().read()


def test_of_a_cut_gzip_the_members_before_the_cut_are_read():
    packed = pack([("a.txt", b"rain"), ("b.txt", NOISE)], "w:gz")[:-100]
    members = members_of(packed)
    assert next(members)[1]().read() == b"rain"
    with pytest.raises(Unreadable, match="cut short"):
        list(members)


def test_a_damaged_head_is_not_taken_for_the_end():
    content = bytearray(pack([("a.txt", b"rain"), ("b.txt", b"snow")]))
    content[1024] = 0xFF
    members = members_of(bytes(content))
    assert next(members)[0] == "a.txt"
    with pytest.raises(Unreadable, match="bad checksum"):
        next(members)


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_bomb_is_left_at_the_limit_also_when_it_is_only_skipped(mode):
    content = pack([("bomb.txt", bytes(30 * 2**20)), ("a.txt", b"rain")], mode)
    members = members_of(content, len(content))
    assert next(members)[0] == "bomb.txt"
    with pytest.raises(Unreadable, match="200 times"):
        next(members)


def test_a_name_of_millions_of_characters_takes_no_memory():
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.GNUTYPE_LONGNAME, 10**9
    with pytest.raises(Unreadable, match="a name of over a million"):
        read(gzip.compress(head.tobuf() + bytes(2**20)))


def test_more_members_than_are_read_are_refused(monkeypatch):
    content = pack([(f"{number}.txt", b"") for number in range(12)])
    assert len(read(content)) == 12
    monkeypatch.setattr(tar_members, "MAX_MEMBERS", 10)
    with pytest.raises(Unreadable, match="at most 10 members"):
        read(content)


def test_a_file_with_holes_is_refused():
    head = tarfile.TarInfo("holes.txt")
    head.type = tarfile.GNUTYPE_SPARSE
    buf = bytearray(head.tobuf(tarfile.GNU_FORMAT))
    buf[483:495] = b"00100000000\x00"
    buf[148:156] = b"%06o\x00 " % (sum(buf[:148]) + 8 * 32 + sum(buf[156:]))
    assert "holes" in read(bytes(buf) + bytes(1024))[0][1]
