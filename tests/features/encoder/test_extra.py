"""What the extra brings."""

import pytest

from features.encoder.extra import needed


@pytest.mark.parametrize(
    ("module", "extra"), [("onnxruntime_missing", "encoder"), ("torch.missing", "encoder-training")]
)
def test_a_missing_package_is_named_with_the_extra_that_brings_it(module, extra):
    with pytest.raises(ImportError) as error:
        needed(module)
    assert repr(module) in str(error.value)
    assert f'pip install "tidings[{extra}]"' in str(error.value)


def test_the_room_is_imported_without_the_extra(monkeypatch):
    import importlib
    import sys

    for name in ("onnx", "onnxruntime", "tokenizers", "torch"):
        monkeypatch.setitem(sys.modules, name, None)  # importing it raises ImportError
    for name in [name for name in sys.modules if name.startswith("features.encoder")]:
        monkeypatch.delitem(sys.modules, name)
    rooms = "adapter calibration corpora encoder forward graph heads labelled learning network pieces sources training".split()
    for room in rooms:
        importlib.import_module(f"features.encoder.{room}")
    assert "features.encoder.training" in sys.modules
