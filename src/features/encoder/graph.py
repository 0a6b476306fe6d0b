"""The encoder as a graph for onnxruntime: matrices of 8-bit integers, made on this machine from MiniLM and the adapter.

The ranges of the integers are fixed when the adapter is made. A range taken from the numbers of a batch, as dynamic quantisation
takes it, would let a sentence’s result depend on its neighbours.
"""

import numpy as np

from features.encoder.adapter import HEADS, LAYERS
from features.encoder.extra import needed

# Operators and format that onnxruntime 1.17 and later read.
_OPERATORS, _FORMAT = 17, 8
# Weights take 7 bits: with 8, processors without VNNI add pairs of products in 16 bits and overflow.
_MOST_WEIGHT = 63
# SmoothQuant (Xiao et al. 2023): large inputs are made smaller and their weights larger, with this exponent. Their usual one half
# gives last layers whose cosine with those of 32-bit floats is 0.917 on 60 sentences of NewsMTSC's training split; this one 0.994.
_EASE = 0.85


def build_graph(model, ranges):
    """Build the graph: `pieces` (windows of one length) in, `states` (windows, length, 384) out.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors, the adapter merged in.
    ranges : dict of str to array
        Per matrix, the largest size of each number that comes in.

    Returns
    -------
    bytes
        An ONNX model; the same tensors give the same bytes.
    """
    onnx = needed("onnx")
    drawn = _Drawing(onnx, model, ranges)
    x = drawn.embed()
    for layer in range(LAYERS):
        x = drawn.layer(f"encoder.layer.{layer}.", x)
    drawn.node("Identity", [x], "states")
    number = onnx.TensorProto
    graph = onnx.helper.make_graph(
        drawn.nodes,
        "encoder",
        [onnx.helper.make_tensor_value_info("pieces", number.INT64, ["windows", "length"])],
        [
            onnx.helper.make_tensor_value_info(
                "states", number.FLOAT, ["windows", "length", len(model["embeddings.LayerNorm.bias"])]
            )
        ],
        drawn.numbers,
    )
    kinds = [onnx.helper.make_opsetid("", _OPERATORS), onnx.helper.make_opsetid("com.microsoft", 1)]
    return onnx.helper.make_model(graph, opset_imports=kinds, ir_version=_FORMAT).SerializeToString()


def quantise(weight, most_in):
    """Turn a matrix into integers, so that what comes in is spread evenly over its own.

    Parameters
    ----------
    weight : array of shape (out, in)
        The matrix.
    most_in : array of shape (in,)
        The largest size of each number that comes in.

    Returns
    -------
    integers : array of int8, shape (in, out)
        What the incoming integers are multiplied with.
    out_scale : array of shape (out,)
        One step of each column.
    in_factor : array of shape (in,)
        What incoming numbers are multiplied with before they are rounded to steps of `in_scale`.
    in_scale : float
        One step of what comes in, of which there are 127 on either side.
    """
    largest = np.maximum(np.abs(weight).max(axis=0), 1e-5)
    ease = np.maximum(most_in, 1e-5) ** _EASE / largest ** (1 - _EASE)
    eased = weight * ease
    out_scale = np.maximum(np.abs(eased).max(axis=1), 1e-12) / _MOST_WEIGHT
    integers = np.ascontiguousarray(np.rint(eased / out_scale[:, None]).astype(np.int8).T)
    in_scale = float((most_in / ease).max() / 127)
    return integers, out_scale.astype(np.float32), (1 / ease).astype(np.float32), in_scale


class _Drawing:
    """Nodes and numbers of the graph as it grows."""

    def __init__(self, onnx, model, ranges):
        self.onnx, self.model, self.ranges = onnx, model, ranges
        self.nodes, self.numbers = [], []

    def number(self, name, value):
        self.numbers.append(self.onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind, inputs, output, domain="", **settings):
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(self.onnx.helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **settings))
        return output

    def embed(self):
        words = self.number("words", self.model["embeddings.word_embeddings.weight"].astype(np.float16))
        places = (
            self.model["embeddings.position_embeddings.weight"]
            + self.model["embeddings.token_type_embeddings.weight"][0]
        )
        self.number("places", places.astype(np.float32))
        self.node("Cast", [self.node("Gather", [words, "pieces"], "word16")], "word", to=self.onnx.TensorProto.FLOAT)
        self.node("Shape", ["pieces"], "length", start=1, end=2)
        self.number("zero", np.array([0]))
        self.node("Slice", ["places", "zero", "length", "zero"], "place")
        return self.normalise("embeddings.LayerNorm", self.node("Add", ["word", "place"], "embedded"))

    def normalise(self, name, x, added=None):
        gain, shift = (self.number(f"{name}.{one}", self.model[f"{name}.{one}"]) for one in ("weight", "bias"))
        if added is None:
            return self.node("LayerNormalization", [x, gain, shift], f"{name}.out", axis=-1, epsilon=1e-12)
        # Two nodes: onnxruntime's fused one takes three times as long (1.32, one thread).
        x = self.node("Add", [x, added], f"{name}.in")
        return self.node("LayerNormalization", [x, gain, shift], f"{name}.out", axis=-1, epsilon=1e-12)

    def multiply(self, names, x):
        """The matrices `names`, which read the same numbers, side by side."""
        name = names[0]
        weight = np.concatenate([self.model[f"{one}.weight"] for one in names])
        integers, out_scale, in_factor, in_scale = quantise(weight, self.ranges[name])
        scale, zero = self.number(f"{name}.scale", np.float32(in_scale)), self.number(f"{name}.zero", np.uint8(128))
        eased = self.node("Mul", [x, self.number(f"{name}.factor", in_factor)], f"{name}.eased")
        whole = self.node("QuantizeLinear", [eased, scale, zero], f"{name}.whole")
        self.number(f"{name}.integers", integers)
        self.number(f"{name}.steps", out_scale)
        bias = self.number(f"{name}.bias", np.concatenate([self.model[f"{one}.bias"] for one in names]))
        inputs = [whole, f"{name}.integers", scale, f"{name}.steps", zero, "", bias]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.out", domain="com.microsoft")

    def layer(self, own, x):
        names = [f"{own}attention.self.{one}" for one in ("query", "key", "value")]
        joined = self.multiply(names, x)
        parts = self.node("Split", [joined], [f"{one}.part" for one in names], axis=-1)
        context = self.node("MultiHeadAttention", parts, f"{own}context", domain="com.microsoft", num_heads=HEADS)
        name = f"{own}attention.output"
        x = self.normalise(f"{name}.LayerNorm", x, self.multiply([f"{name}.dense"], context))
        inner = self.multiply([f"{own}intermediate.dense"], x)
        inner = self.node("Gelu", [inner], f"{own}gelu", domain="com.microsoft")
        return self.normalise(f"{own}output.LayerNorm", x, self.multiply([f"{own}output.dense"], inner))
