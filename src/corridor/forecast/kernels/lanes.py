"""Eight members as one number.

In compiled code a value of type `Lanes` is one LLVM vector of `L` numbers, one a member: a kernel written on it reads
like the law for a single member, and every operation is done for eight at once, with no loop to be recognised by an
optimiser and no licence to reorder sums. Without compiling, the same names work on numpy rows, so that kernels can be
stepped through.

A *buffer* is an array of rows of `L` numbers, aligned to a cache line; rows are addressed by number alone. Kinds: `num`
(double), `mask` (truth), `whole` (16-bit integers: situations and dates), `bits` (64-bit unsigned, for drawing).
"""

from __future__ import annotations

import operator as o
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import lower_builtin, models, register_model, type_callable

L = 8
"""Members in a row. Fixed: four are slower everywhere, sixteen lose a third on large cases."""


# ------------------------------------------------------------------ what the names mean, on numpy rows


def load(a: Any, i: Any) -> Any:
    """Row *i* of a buffer."""
    return a.reshape(-1, L)[i].copy()


def store(a: Any, i: Any, v: Any) -> None:
    """Write row *i* of a buffer; a plain number is written to all members."""
    a.reshape(-1, L)[i] = v


def add(a: Any, i: Any, v: Any) -> None:
    """Add to row *i* of a buffer."""
    a.reshape(-1, L)[i] += v


def ratio(limit: Any, asked: Any) -> Any:
    """The share of what is asked that a limit lets through."""
    over = asked > limit
    return np.where(over, limit, 1.0) / np.where(over, asked, 1.0)


SHIFT = 3
"""Positions of a table of rows are shifted by it; those of a table of numbers alike for all members by 0."""


def pick(a: Any, i: Any, shift: Any) -> Any:
    """Entry *i* of a table: shift 0 (the same for all members) or `SHIFT` (each its own)."""
    spot = i << shift
    return a[spot : spot + L].copy() if shift else np.full(L, a[spot])


def trio(a: Any, i: Any, shift: Any) -> Any:
    """Entries *i* to *i* + 2 of a table, as `pick` has them."""
    return tuple(pick(a, i + k, shift) for k in range(3))


def at(a: Any, i: Any) -> Any:
    """Entry *i* of a table, unchecked; never negative."""
    return a[i]


def put(a: Any, i: Any, v: Any) -> None:
    """Write entry *i* of a table, unchecked."""
    a[i] = v


def least(a: Any, b: Any) -> Any:
    """The smaller; *b* if either is not a number."""
    return np.where(a < b, a, b)


def most(a: Any, b: Any) -> Any:
    """The larger; *b* if either is not a number."""
    return np.where(a > b, a, b)


def where(mask: Any, a: Any, b: Any) -> Any:
    """*a* where the mask holds, else *b*."""
    return np.where(mask, a, b)


def some(mask: Any) -> Any:
    """Whether the mask holds for any member."""
    return bool(np.any(mask))


def row(x: Any) -> Any:
    """A number as a row."""
    return np.full(L, float(x))


def number(x: Any) -> Any:
    """A row of whole numbers as doubles."""
    return x.astype(float)


def whole(x: Any) -> Any:
    """A row of doubles as 16-bit integers."""
    return x.astype(np.int16)


def lane_bits() -> Any:
    """The positions of the members in the row, as unsigned integers."""
    return np.arange(L, dtype=np.uint64)


def unit(z: Any) -> Any:
    """The top 53 bits of each as a number in [0, 1)."""
    return (z >> np.uint64(11)).astype(float) * 2.0**-53


def buffer(rows: int, dtype: Any = np.float64) -> Any:
    """A zeroed buffer of whole rows, flat, aligned to 64 bytes so that no row straddles a cache line."""
    size = np.dtype(dtype).itemsize * L * max(rows, 1)
    raw = np.zeros(size + 64, np.uint8)
    first = -raw.ctypes.data % 64
    return raw[first : first + size].view(dtype)


def rows_of(members: int) -> int:
    """Rows that hold so many members."""
    return -(-members // L)


def inline(function: Callable[..., Any]) -> Any:
    """Compile a part of a stage, inlined where it is used."""
    return _njit(function, inline="always")


def stage(function: Callable[..., Any]) -> Any:
    """Compile a stage of a kernel, on its own: the time to compile grows faster than the length of a function."""
    return _njit(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a kernel: no interpreter lock, strict arithmetic, kept on disk where that is possible."""
    try:
        return _njit(function, cache=True)
    except RuntimeError:  # nowhere to keep it: a read-only installation without a home
        return _njit(function)


def _njit(function: Callable[..., Any], **options: Any) -> Any:
    """Kernels hold no references, so that none need be counted; where numba does not know the option, they are."""
    compiled: Any = njit
    common = {"nogil": True, "error_model": "numpy", **options}
    try:
        return compiled(_nrt=False, **common)(function)
    except KeyError:
        return compiled(**common)(function)


# ------------------------------------------------------------------ what they mean to the compiler

BASE = {"num": ir.DoubleType(), "mask": ir.IntType(1), "whole": ir.IntType(16), "bits": ir.IntType(64)}
SCALAR = {"num": types.float64, "whole": types.int16, "bits": types.uint64}
VECTOR = {k: ir.VectorType(v, L) for k, v in BASE.items()}
KIND = {types.float64: "num", types.int16: "whole"}
BYTES = {"num": 8, "whole": 2}
TABLES = (types.CPointer, types.Array)
INT32 = ir.IntType(32)


class LanesType(types.Type):
    """The type of `L` numbers of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(name=f"Lanes{L}[{kind}]")


LANES = {k: LanesType(k) for k in BASE}


@register_model(LanesType)
class LanesModel(models.PrimitiveModel):
    """A `Lanes` value is one vector register."""

    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, VECTOR[fe_type.kind])


def _is_lanes(t: Any) -> bool:
    return isinstance(t, LanesType)


def _is_number(t: Any) -> bool:
    return isinstance(t, types.Number)


def _is_table(t: Any) -> bool:
    """A plain pointer, as `handles` gives them, or a flat array."""
    return isinstance(t, types.CPointer) or (isinstance(t, types.Array) and t.ndim == 1 and t.layout == "C")


def _is_buffer(t: Any) -> bool:
    return _is_table(t) and t.dtype in KIND


def _spread(builder: Any, x: Any) -> Any:
    """A number to all lanes."""
    start = ir.Constant(ir.VectorType(x.type, L), ir.Undefined)
    first = builder.insert_element(start, x, ir.Constant(INT32, 0))
    return builder.shuffle_vector(first, start, ir.Constant(ir.VectorType(INT32, L), [0] * L))


def _to(context: Any, builder: Any, x: Any, t: Any, kind: str) -> Any:
    return x if _is_lanes(t) else _spread(builder, context.cast(builder, x, t, SCALAR[kind]))


PAIRS = ((LanesType, LanesType), (LanesType, types.Number), (types.Number, LanesType))


def _binary(functions: tuple[Any, ...], make: dict[str, Any], result: str | None = None) -> None:
    """Give an operation of two rows, or a row and a number, its meaning by kind."""

    def typer_of(_context: Any) -> Any:
        def typer(a: Any, b: Any) -> Any:
            lanes, other = (a, b) if _is_lanes(a) else (b, a)
            fits = _is_lanes(lanes) and lanes.kind in make and (other == lanes or _is_number(other))
            return (LANES[result] if result else lanes) if fits else None

        return typer

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        kind = (sig.args[0] if _is_lanes(sig.args[0]) else sig.args[1]).kind
        a, b = (_to(context, builder, x, t, kind) for x, t in zip(args, sig.args, strict=True))
        return make[kind](builder, a, b)

    for function in functions:
        type_callable(function)(typer_of)
        for pair in PAIRS:
            lower_builtin(function, *pair)(lower)


def _plain(name: str) -> Any:
    return lambda builder, a, b: getattr(builder, name)(a, b)


def _compare(sign: str) -> dict[str, Any]:
    def of_numbers(builder: Any, a: Any, b: Any) -> Any:
        return (builder.fcmp_unordered if sign == "!=" else builder.fcmp_ordered)(sign, a, b)

    return {"num": of_numbers, "whole": lambda builder, a, b: builder.icmp_signed(sign, a, b)}


def _choose(sign: str) -> Any:
    return lambda builder, a, b: builder.select(builder.fcmp_ordered(sign, a, b), a, b)


def _share(builder: Any, limit: Any, asked: Any) -> Any:
    over = builder.fcmp_ordered(">", asked, limit)
    ones = ir.Constant(VECTOR["num"], [1.0] * L)
    return builder.fdiv(builder.select(over, limit, ones), builder.select(over, asked, ones))


_binary((o.add, o.iadd), {"num": _plain("fadd"), "whole": _plain("add"), "bits": _plain("add")})
_binary((o.sub, o.isub), {"num": _plain("fsub")})
_binary((o.mul, o.imul), {"num": _plain("fmul"), "bits": _plain("mul")})
_binary((o.truediv, o.itruediv), {"num": _plain("fdiv")})
_binary((o.xor,), {"bits": _plain("xor")})
_binary((o.rshift,), {"bits": _plain("lshr")})
_binary((o.and_,), {"mask": _plain("and_")})
_binary((o.or_,), {"mask": _plain("or_")})
for _f, _s in ((o.lt, "<"), (o.le, "<="), (o.gt, ">"), (o.ge, ">="), (o.eq, "=="), (o.ne, "!=")):
    _binary((_f,), _compare(_s), "mask")
_binary((ratio,), {"num": _share})
_binary((least,), {"num": _choose("<")})
_binary((most,), {"num": _choose(">")})


@type_callable(where)
def _type_where(_context: Any) -> Any:
    def typer(mask: Any, a: Any, b: Any) -> Any:
        if _is_lanes(mask) and mask.kind == "mask":
            return next((x for x in (a, b) if _is_lanes(x)), LANES["num"])
        return None

    return typer


def _lower_where(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind = sig.return_type.kind
    a, b = (_to(context, builder, x, t, kind) for x, t in zip(args[1:], sig.args[1:], strict=True))
    return builder.select(args[0], a, b)


for _p in (*PAIRS, (types.Number, types.Number)):
    lower_builtin(where, LanesType, *_p)(_lower_where)


@type_callable(some)
def _type_some(_context: Any) -> Any:
    return lambda mask: types.boolean if _is_lanes(mask) and mask.kind == "mask" else None


@lower_builtin(some, LanesType)
def _lower_some(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
    bits = builder.bitcast(args[0], ir.IntType(L))
    return builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, 0))


def _data(context: Any, builder: Any, t: Any, a: Any) -> Any:
    return a if isinstance(t, types.CPointer) else context.make_array(t)(context, builder, a).data


def _pointer(context: Any, builder: Any, sig: Any, args: Any, kind: str) -> Any:
    i = context.cast(builder, args[1], sig.args[1], types.intp)
    first = builder.mul(i, ir.Constant(i.type, L), flags=["nsw"])
    p = builder.gep(_data(context, builder, sig.args[0], args[0]), [first], inbounds=True)
    return builder.bitcast(p, VECTOR[kind].as_pointer())


@type_callable(load)
def _type_load(_context: Any) -> Any:
    return lambda a, i: LANES[KIND[a.dtype]] if _is_buffer(a) and isinstance(i, types.Integer) else None


def _lower_load(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind = sig.return_type.kind
    value = builder.load(_pointer(context, builder, sig, args, kind))
    value.align = BYTES[kind]
    return value


for _a in TABLES:
    lower_builtin(load, _a, types.Integer)(_lower_load)


@type_callable(store)
def _type_store(_context: Any) -> Any:
    return lambda a, i, v: types.none if _is_buffer(a) and (_is_lanes(v) or _is_number(v)) else None


def _lower_store(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind = KIND[sig.args[0].dtype]
    p = _pointer(context, builder, sig, args, kind)
    done = builder.store(_to(context, builder, args[2], sig.args[2], kind), p)
    done.align = BYTES[kind]
    return context.get_dummy_value()


for _t in (LanesType, types.Number):
    for _a in TABLES:
        lower_builtin(store, _a, types.Integer, _t)(_lower_store)


@type_callable(add)
def _type_add(_context: Any) -> Any:
    return lambda a, i, v: types.none if _is_buffer(a) and (_is_lanes(v) or _is_number(v)) else None


def _lower_add(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind = KIND[sig.args[0].dtype]
    p = _pointer(context, builder, sig, args, kind)
    old = builder.load(p)
    old.align = BYTES[kind]
    done = builder.store(builder.fadd(old, _to(context, builder, args[2], sig.args[2], kind)), p)
    done.align = BYTES[kind]
    return context.get_dummy_value()


for _t in (LanesType, types.Number):
    for _a in TABLES:
        lower_builtin(add, _a, types.Integer, _t)(_lower_add)


@type_callable(pick)
def _type_pick(_context: Any) -> Any:
    return lambda a, i, shift: LANES["num"]


def _several(count: int) -> Any:
    """Lower the reading of entries that stand together, with one branch for all."""

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        i, shift = (
            context.cast(builder, x, t, types.intp) for x, t in zip(args[1:], sig.args[1:], strict=True)
        )
        spot = builder.shl(i, shift)
        p = builder.gep(_data(context, builder, sig.args[0], args[0]), [spot], inbounds=True)
        with builder.if_else(builder.icmp_signed("==", shift, ir.Constant(shift.type, 0))) as (same, own):
            with same:
                steps = [builder.gep(p, [ir.Constant(INT32, k)], inbounds=True) for k in range(count)]
                alike, from_same = [_spread(builder, builder.load(q)) for q in steps], builder.block
            with own:
                rows = builder.bitcast(p, VECTOR["num"].as_pointer())
                each = [builder.load(builder.gep(rows, [ir.Constant(INT32, k)])) for k in range(count)]
                for value in each:
                    value.align = BYTES["num"]
                from_own = builder.block
        found = []
        for one, other in zip(alike, each, strict=True):
            phi = builder.phi(VECTOR["num"])
            phi.add_incoming(one, from_same)
            phi.add_incoming(other, from_own)
            found.append(phi)
        return found[0] if count == 1 else context.make_tuple(builder, sig.return_type, found)

    return lower


@type_callable(trio)
def _type_trio(_context: Any) -> Any:
    return lambda a, i, shift: types.UniTuple(LANES["num"], 3)


for _a in TABLES:
    lower_builtin(pick, _a, types.Integer, types.Integer)(_several(1))
    lower_builtin(trio, _a, types.Integer, types.Integer)(_several(3))


@type_callable(at)
def _type_at(_context: Any) -> Any:
    def typer(a: Any, _i: Any) -> Any:
        return (a.dtype if a.dtype == types.float64 else types.intp) if _is_table(a) else None

    return typer


def _lower_at(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    i = context.cast(builder, args[1], sig.args[1], types.intp)
    p = builder.gep(_data(context, builder, sig.args[0], args[0]), [i], inbounds=True)
    return context.cast(builder, builder.load(p), sig.args[0].dtype, sig.return_type)


@type_callable(put)
def _type_put(_context: Any) -> Any:
    return lambda a, i, v: types.none


def _lower_put(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    i = context.cast(builder, args[1], sig.args[1], types.intp)
    p = builder.gep(_data(context, builder, sig.args[0], args[0]), [i], inbounds=True)
    builder.store(context.cast(builder, args[2], sig.args[2], sig.args[0].dtype), p)
    return context.get_dummy_value()


for _a in TABLES:
    lower_builtin(at, _a, types.Integer)(_lower_at)
    lower_builtin(put, _a, types.Integer, types.Integer)(_lower_put)


def _single(function: Any, kind: str, asks: Any, takes: Any, make: Any) -> None:
    """Give a function of one value its meaning."""
    type_callable(function)(lambda _context: lambda x: LANES[kind] if takes(x) else None)
    lower_builtin(function, asks)(make)


def _lower_row(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _to(context, builder, args[0], sig.args[0], "num")


def _lower_unit(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
    top = builder.lshr(args[0], ir.Constant(VECTOR["bits"], [11] * L))
    return builder.fmul(builder.sitofp(top, VECTOR["num"]), ir.Constant(VECTOR["num"], [2.0**-53] * L))


_single(row, "num", types.Number, _is_number, _lower_row)
_single(number, "num", LanesType, _is_lanes, lambda _c, b, _s, a: b.sitofp(a[0], VECTOR["num"]))
_single(whole, "whole", LanesType, _is_lanes, lambda _c, b, _s, a: b.fptosi(a[0], VECTOR["whole"]))
_single(unit, "num", LanesType, _is_lanes, _lower_unit)


@type_callable(lane_bits)
def _type_lane_bits(_context: Any) -> Any:
    return lambda: LANES["bits"]


@lower_builtin(lane_bits)
def _lower_lane_bits(_context: Any, _builder: Any, _sig: Any, _args: Any) -> Any:
    return ir.Constant(VECTOR["bits"], list(range(L)))
