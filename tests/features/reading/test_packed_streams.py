import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.files import Unreadable
from features.reading.packed_streams import Prepended, UnpackedStream


def drain(stream, size=1000):
    parts = []
    while part := stream.read(size):
        parts.append(part)
    return b"".join(parts)


def lz4(content):
    from fastwarc.stream_io import Lz4Writer

    out = io.BytesIO()
    writer = Lz4Writer(out, fsspec_args=False)
    writer.write(content)
    writer.finish() if hasattr(writer, "finish") else writer.close()
    return out.getvalue()


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(1, 400), st.binary(max_size=3))
def test_members_of_gzip_one_after_the_other_are_one_stream(pieces, size, zeros):
    packed = (b"\x00" * len(zeros)).join(gzip.compress(piece) for piece in pieces)
    stream = UnpackedStream(io.BytesIO(packed), len(packed))
    assert drain(stream, size) == b"".join(pieces)
    assert stream.trouble is None
    assert stream.tell() == len(b"".join(pieces))


@given(st.binary(min_size=200, max_size=400), st.integers(1, 60))
def test_wherever_gzip_is_cut_what_came_before_is_given_and_the_cut_noticed(content, n_missing):
    last = gzip.compress(content)
    packed = gzip.compress(content) + last[: -(n_missing % (len(last) - 1) + 1)]
    stream = UnpackedStream(io.BytesIO(packed), len(packed))
    given_ = drain(stream)
    assert (content + content).startswith(given_)
    assert len(given_) >= len(content)
    assert stream.trouble == "the compressed file is cut short"


def test_plain_and_lz4_are_read_too_and_a_cut_lz4_is_noticed():
    content = b"".join(b"It rained on day %d.\n" % day for day in range(20_000))
    plain = UnpackedStream(io.BytesIO(content), len(content))
    assert (drain(plain), plain.trouble) == (content, None)
    packed = lz4(content)
    whole = UnpackedStream(io.BytesIO(packed), len(packed))
    assert (drain(whole), whole.trouble) == (content, None)
    cut = UnpackedStream(io.BytesIO(packed[: len(packed) // 2]), len(packed))
    assert content.startswith(drain(cut))
    assert "cut short or damaged" in cut.trouble


def test_damage_in_the_middle_ends_the_stream_and_is_said():
    packed = bytearray(gzip.compress(bytes(range(256)) * 50))
    packed[30:40] = b"\xff" * 10
    stream = UnpackedStream(io.BytesIO(bytes(packed)), len(packed))
    drain(stream)
    assert "cut short or damaged" in stream.trouble


@pytest.mark.parametrize("n_known", [True, False])
def test_more_than_two_hundred_times_its_size_is_not_unpacked(n_known):
    packed = gzip.compress(bytes(400 * 2**18))
    stream = UnpackedStream(io.BytesIO(packed), len(packed) if n_known else None)
    with pytest.raises(Unreadable, match="200 times its size"):
        drain(stream, 2**16)
    assert stream.tell() < 200 * 2**17 + 2**17


@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(1, 50))
def test_after_a_resume_the_stream_goes_on_at_the_mark(before, after, size):
    content = b"." + before.replace(b"#", b"") + b"\n#" + after
    stream = UnpackedStream(io.BytesIO(content), len(content))
    stream.read(size)
    assert stream.resume(b"#", 0)
    assert drain(stream, size) == b"#" + after


def test_without_another_mark_there_is_nothing_to_resume():
    stream = UnpackedStream(io.BytesIO(b"rain #\n" * 50_000), 350_000)
    assert not stream.resume(b"#", 0)


def test_a_look_at_the_beginning_takes_nothing_away():
    stream = UnpackedStream(io.BytesIO(b"\r\nWARC/1.1 and more"), 20)
    assert stream.peek() == b"\r\nWARC/1.1 and more"
    assert drain(stream) == b"\r\nWARC/1.1 and more"


@given(st.binary(max_size=20), st.binary(max_size=20), st.integers(1, 30))
def test_what_was_read_before_comes_first(first, rest, size):
    stream = Prepended(first, io.BytesIO(rest).read)
    assert drain(stream, size) == first + rest
    assert Prepended(first, io.BytesIO(rest).read).read() == first + rest
