"""Eight bytes at a time: how many ASCII letters stand in a row, without a loop over them."""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from features.compiled import compiled_into

_HIGH_BITS = np.uint64(0x8080808080808080)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_SMALL = np.uint64(0x2020202020202020)
# Added to a byte, they carry into its high bit from "a" on, and from the sign behind "z" on.
_FROM_A, _BEHIND_Z = np.uint64(0x1F1F1F1F1F1F1F1F), np.uint64(0x0505050505050505)
_ONE, _THREE, _EIGHT = np.uint64(1), np.uint64(3), np.uint64(8)


@intrinsic
def load_eight(typing, data, place):
    """The eight bytes of an array from a place on.

    Parameters
    ----------
    data : ndarray of uint8
        The bytes.
    place : int64
        Where the first of the eight stands; they must all be there.

    Returns
    -------
    uint64
        The first byte lowest.
    """

    def generate(context, builder, signature, arguments):
        array = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        where = builder.gep(array.data, [arguments[1]])
        number = ir.IntType(64)
        return builder.load(builder.bitcast(where, number.as_pointer()), align=1, typ=number)

    return types.uint64(data, types.int64), generate


@intrinsic
def store_eight(typing, data, place, number):
    """Write eight bytes into an array from a place on.

    Parameters
    ----------
    data : ndarray of uint8
        Where to write.
    place : int64
        Where the first of the eight goes; there must be room for all of them.
    number : uint64
        The first byte lowest.
    """

    def generate(context, builder, signature, arguments):
        array = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        where = builder.gep(array.data, [arguments[1]])
        builder.store(arguments[2], builder.bitcast(where, ir.IntType(64).as_pointer()), align=1)
        return context.get_dummy_value()

    return types.none(data, types.int64, types.uint64), generate


@intrinsic
def _trailing_zeros(typing, number):
    def generate(context, builder, _signature, arguments):
        return builder.cttz(arguments[0], context.get_constant(types.boolean, False))

    return types.uint64(types.uint64), generate


@compiled_into
def leading_letters(eight):
    """How many ASCII letters eight bytes begin with, and these letters as small ones, zero behind them.

    Parameters
    ----------
    eight : uint64
        As `load_eight` gives them.

    Returns
    -------
    int64, uint64
        From 0 to 8.

    Examples
    --------
    >>> n, letters = leading_letters(np.uint64(int.from_bytes(b"Oil fell", "little")))
    >>> int(n), int(letters).to_bytes(3, "little")
    (3, b'oil')
    """
    small = eight | _SMALL
    seven = small & _LOW_BITS
    others = ~((seven + _FROM_A) & ~(seven + _BEHIND_Z) & ~eight) & _HIGH_BITS
    if others == 0:
        return 8, small
    zeros = _trailing_zeros(others)
    return np.int64(zeros >> _THREE), small & ((_ONE << (zeros & ~np.uint64(7))) - _ONE)
