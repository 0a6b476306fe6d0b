import gzip

import pytest

from features.reading import byte_blocks, files
from features.reading.byte_blocks import read_blocks

TEXT = "id\ttext\n1\tÖl, 5 € 🌧\n"


def read(path):
    return b"".join(read_blocks(files.Source(path, path.name, None)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("size", [5, 2**20])
def test_every_unicode_comes_as_utf_8_wherever_a_block_ends(tmp_path, monkeypatch, encoding, size):
    # A character must be whole in the first block for its kind to be told: two of UTF-32 are.
    monkeypatch.setattr(byte_blocks, "BLOCK", max(size, 40))
    (tmp_path / "a").write_bytes((TEXT * 9).encode(encoding))
    assert read(tmp_path / "a").decode() == TEXT * 9


def test_other_bytes_come_as_they_are_but_for_nul(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"caf\xe9\x00 and so on, for a while longer\n"))
    assert read(tmp_path / "a.gz") == b"caf\xe9 and so on, for a while longer\n"


def test_an_empty_file_has_no_blocks(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert read(tmp_path / "a") == b""
