"""Reading texts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.encoder import read_encoder
from features.encoder.encoder import cache_folder, check_mentions, digest_of_encoder, split_by_length

TEXTS = ["abc de f", "g", "hij kl", "abc de f", "", "x y z a", "mn o pq", "kl hij"]
MENTIONS = pd.DataFrame({"text_no": [0, 5, 0, 2, 3], "start": [4, 0, 0, 4, 4], "end": [6, 1, 3, 6, 6]})


@pytest.fixture
def encoder(made, monkeypatch):
    for name in ("onnx", "onnxruntime", "tokenizers"):
        pytest.importorskip(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(made / "cache"))
    return read_encoder(made, adapter=made / "adapter.safetensors")


@pytest.mark.parametrize(
    ("mention", "message"),
    [
        ((0, 0, 9), "Mention 0 stands at characters 0 to 9 of text 0, which has 8"),
        ((0, 3, 3), "0 <= start < end <= 8"),
        ((0, -1, 3), "characters -1 to 3"),
        ((2, 0, 1), "Mention 0 is of text 2, but the texts are numbered from 0 to 1"),
        ((-1, 0, 1), "Mention 0 is of text -1"),
    ],
)
def test_a_mention_outside_its_text_is_told(mention, message):
    mentions = {name: [value] for name, value in zip(("text_no", "start", "end"), mention, strict=True)}
    with pytest.raises(ValueError, match=message):
        check_mentions(["Ann won.", "x"], mentions)


def test_a_missing_text_and_a_missing_column_are_told():
    with pytest.raises(ValueError, match=r"Text 1 is None, not a string: leave missing texts out"):
        check_mentions(["a", None], None)
    with pytest.raises(ValueError, match=r"need the columns text_no, start and end; 'end' is missing"):
        check_mentions(["a"], pd.DataFrame({"text_no": [0], "start": [0]}))


@given(st.lists(st.integers(1, 6), max_size=40), st.integers(1, 5))
def test_batches_hold_every_window_once_and_one_length_each(lengths, most):
    batches = split_by_length([[0] * length for length in lengths], most)
    assert sorted(no for batch in batches for no in batch) == list(range(len(lengths)))
    assert all(len({lengths[no] for no in batch}) == 1 and len(batch) <= most for batch in batches)


def test_graphs_are_kept_where_the_user_s_caches_are(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "tidings"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home/.cache/tidings"


def test_the_digest_changes_with_each_file_that_decides(made, tmp_path, monkeypatch):
    monkeypatch.setattr("features.encoder.encoder.version", lambda name: "1")
    for name in ("model.safetensors", "tokenizer.json", "adapter.safetensors"):
        (tmp_path / name).write_bytes(name.encode())
    digests = {digest_of_encoder(tmp_path, tmp_path / "adapter.safetensors")}
    for name in ("model.safetensors", "tokenizer.json", "adapter.safetensors"):
        (tmp_path / name).write_bytes(b"other")
        digests.add(digest_of_encoder(tmp_path, tmp_path / "adapter.safetensors"))
    assert len(digests) == 4
    assert all(len(digest) == 16 for digest in digests)


def test_each_text_and_each_mention_is_answered(encoder):
    found = encoder.read(TEXTS, MENTIONS)
    assert (found.valence.shape, found.targets.shape, found.embeddings.shape) == ((8, 3), (5, 3), (8, 384))
    for chances in (found.valence, found.targets):
        assert np.allclose(chances.sum(1), 1, atol=1e-6)
        assert chances.min() > 0
    assert np.allclose(np.linalg.norm(found.embeddings, axis=1), 1, atol=1e-6)
    assert np.array_equal(found.targets[0], found.targets[4])  # the same mention of the same text, given twice
    assert not np.array_equal(found.targets[0], found.targets[2])  # another mention of it


def test_neighbours_and_order_do_not_change_a_byte(encoder):
    whole = encoder.read(TEXTS, MENTIONS)
    turned = encoder.read(TEXTS[::-1], MENTIONS.assign(text_no=7 - MENTIONS["text_no"]).iloc[::-1])
    for one, other in zip(whole, turned, strict=True):
        assert one.tobytes() == other[::-1].tobytes()
    for no, row in enumerate(MENTIONS.itertuples()):
        alone = encoder.read([TEXTS[row.text_no]], {"text_no": [0], "start": [row.start], "end": [row.end]})
        assert alone.targets.tobytes() == whole.targets[no].tobytes()
        assert alone.embeddings.tobytes() == whole.embeddings[row.text_no].tobytes()


def test_a_mention_far_into_a_long_text_is_read_where_it_stands(encoder):
    text = " ".join(["ab"] * 300)
    found = encoder.read([text, "x"], {"text_no": [0, 0], "start": [0, 600], "end": [2, 602]})
    assert found.valence.shape == (2, 3)
    assert not np.array_equal(found.targets[0], found.targets[1])


def test_nothing_to_read_is_answered_with_nothing(encoder):
    found = encoder.read([])
    assert (found.valence.shape, found.targets.shape, found.embeddings.shape) == ((0, 3), (0, 3), (0, 384))


def test_the_graph_is_made_once_and_a_broken_one_is_made_anew(encoder, made):
    (kept,) = (made / "cache/tidings").iterdir()
    assert kept.name == f"encoder-{encoder.digest}.onnx"
    before = kept.read_bytes()
    kept.write_bytes(before[:1000])
    again = read_encoder(made, adapter=made / "adapter.safetensors")
    assert kept.read_bytes() == before
    assert again.read(["ab c"]).valence.tobytes() == encoder.read(["ab c"]).valence.tobytes()


def test_a_cache_that_cannot_be_written_is_done_without(encoder, made, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    other = read_encoder(made, adapter=made / "adapter.safetensors")
    assert other.read(["ab c"]).valence.tobytes() == encoder.read(["ab c"]).valence.tobytes()


def test_an_adapter_that_is_not_there_is_told(encoder, made):
    with pytest.raises(FileNotFoundError, match=r"gone\.safetensors' is not there: give the file that training wrote"):
        read_encoder(made, adapter=made / "gone.safetensors")
