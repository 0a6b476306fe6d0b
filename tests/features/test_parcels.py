"""Values go from process to process whole, large ones through memory that vanishes with its maker."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from features import parcels
from features.parcels import call, open_parcel, pack, unpack

LARGE = {"texts": ["Öl fiel. " * 100_000] * 3, "bytes": os.urandom(3 * 2**20)}
needs_memory = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system has no memory without a name")


def test_a_small_value_goes_through_the_pipe():
    sent, close = pack({"a": [1, None, "rain"]})
    assert isinstance(sent, bytes) and close is None
    assert unpack(sent) == {"a": [1, None, "rain"]}


@needs_memory
def test_a_large_value_is_sent_as_a_number_and_comes_out_whole():
    sent, close = pack(LARGE)
    assert len(pickle.dumps(sent)) < 100
    assert unpack(sent) == LARGE
    close()


@needs_memory
def test_another_process_opens_it():
    sent, close = pack(LARGE)
    program = f"from features.parcels import unpack; v = unpack({sent!r}); print(len(v['texts']), hash(v['bytes'][:4]) is not None)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["3", "True"]
    close()


@needs_memory
def test_what_was_opened_stays_when_its_maker_gives_it_back_and_what_was_not_is_gone():
    sent, close = pack(LARGE)
    opened = open_parcel(sent)
    close()
    assert pickle.loads(opened) == LARGE
    with pytest.raises(OSError, match="No such file"):
        open_parcel(sent)


@needs_memory
def test_results_of_the_last_calls_are_kept_and_older_ones_are_not():
    before = len(list(Path("/proc/self/fd").iterdir()))
    sent = [call(len_and_bytes, pack((number,))[0]) for number in range(parcels._MOST_KEPT + 5)]
    assert len(list(Path("/proc/self/fd").iterdir())) - before <= parcels._MOST_KEPT + 1
    assert unpack(sent[-1]) == (len(sent) - 1, bytes(2**21))
    while parcels._kept:
        parcels._kept.popleft()()


def test_where_memory_has_no_number_everything_goes_through_the_pipe(monkeypatch):
    monkeypatch.delattr(os, "memfd_create", raising=False)
    sent, close = pack(LARGE)
    assert isinstance(sent, bytes) and close is None
    assert unpack(sent) == LARGE


def len_and_bytes(number):
    return number, bytes(2**21)
