import gzip
import io
import zipfile

import pytest

from features.reading.files import Unreadable
from features.reading.member_streams import open_limited


class Broken(io.RawIOBase):
    def __init__(self, error):
        self.error = error

    def read(self, n_bytes=-1):
        raise self.error


def test_a_member_that_is_as_long_as_it_says_is_read_whole_and_in_lines():
    assert open_limited(io.BytesIO(b"rain\nsnow"), 9).read() == b"rain\nsnow"
    assert list(open_limited(io.BytesIO(b"rain\nsnow"), 9)) == [b"rain\n", b"snow"]
    assert open_limited(io.BytesIO(b""), 0).read() == b""


def test_a_stream_tells_how_much_was_taken_of_it_and_gzip_can_be_read_through_it():
    packed = gzip.compress(b"rain" * 1000)
    stream = open_limited(io.BytesIO(packed), len(packed))
    assert (stream.tell(), stream.read(3), stream.tell()) == (0, packed[:3], 3)
    with gzip.GzipFile(fileobj=open_limited(io.BytesIO(packed), len(packed))) as unpacked:
        assert unpacked.read() == b"rain" * 1000


def test_a_member_that_is_longer_or_shorter_than_it_says_is_refused():
    with pytest.raises(Unreadable, match="more comes out"):
        open_limited(io.BytesIO(b"x" * 200_000), 100_000).read()
    with pytest.raises(Unreadable, match="less comes out"):
        open_limited(io.BytesIO(b"x" * 100), 101).read()


def test_what_was_there_before_a_member_breaks_off_is_given():
    stream = open_limited(io.BytesIO(b"rain\nsn"), 9)
    assert stream.readline() == b"rain\n"
    with pytest.raises(Unreadable, match="less comes out"):
        stream.readline()


@pytest.mark.parametrize(
    "error", [zipfile.BadZipFile("Bad CRC-32"), EOFError("gone"), RuntimeError("password"), OSError("gone")]
)
def test_whatever_a_library_raises_over_damage_becomes_a_reason(error):
    with pytest.raises(Unreadable, match=f"cut short or damaged: {error}"):
        open_limited(Broken(error), 9).read()
