import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading.files import Unreadable
from features.reading.http_bodies import decode_body

PAGE = b"<p>It rained in the valley of the Tarn.</p>" * 50


def chunk(content, sizes):
    out, position = b"", 0
    for size in sizes:
        piece = content[position : position + size]
        if piece:
            out += b"%x;a=b\r\n%s\r\n" % (len(piece), piece)
        position += size
    rest = content[position:]
    return out + (b"%X\r\n%s\r\n" % (len(rest), rest) if rest else b"") + b"0\r\n\r\n"


def bare_deflate(content):
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(content) + packing.flush()


@pytest.mark.parametrize(
    "names, packed",
    [
        ([], PAGE),
        (["identity"], PAGE),
        (["gzip"], gzip.compress(PAGE)),
        (["x-gzip"], gzip.compress(PAGE)),
        (["deflate"], zlib.compress(PAGE)),
        (["deflate"], bare_deflate(PAGE)),
        (["deflate"], gzip.compress(PAGE)),
        (["br"], brotli.compress(PAGE)),
        (["deflate", "gzip"], gzip.compress(zlib.compress(PAGE))),
    ],
)
def test_each_encoding_is_undone_and_several_from_the_last_to_the_first(names, packed):
    assert decode_body(packed, names, False) == (PAGE, False)
    assert decode_body(chunk(packed, [10, 7]), names, True) == (PAGE, False)


@given(st.binary(), st.lists(st.integers(1, 20), max_size=5))
def test_chunks_are_joined_to_what_was_cut(content, sizes):
    assert decode_body(chunk(content, sizes), [], True) == (content, False)


@pytest.mark.parametrize("name", ["gzip", "br", "deflate"])
def test_what_the_crawler_unpacked_already_is_taken_as_it_is(name):
    assert decode_body(PAGE, [name], True) == (PAGE, False)


def test_what_ends_too_early_is_kept_as_far_as_it_goes_and_said():
    assert decode_body(b"5\r\nIt ra\r\nff\r\nined", [], True) == (b"It rained", True)
    content, is_cut = decode_body(gzip.compress(PAGE)[:-12], ["gzip"], False)
    assert (PAGE.startswith(content), len(content) > 0, is_cut) == (True, True, True)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_bomb_is_refused_before_it_is_unpacked(name):
    n_bytes = 200 * 2**20
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda zeros: brotli.compress(zeros, quality=1)}[
        name
    ]
    bomb = pack(bytes(n_bytes))
    tracemalloc.start()
    with pytest.raises(Unreadable, match="MiB come out of the response"):
        decode_body(bomb, [name], False)
    assert tracemalloc.get_traced_memory()[1] < n_bytes / 4
    tracemalloc.stop()


def test_an_encoding_that_is_not_known_is_named():
    with pytest.raises(Unreadable, match="encoded as 'zstd'"):
        decode_body(PAGE, ["zstd"], False)
