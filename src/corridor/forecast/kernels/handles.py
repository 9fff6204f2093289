"""Handles on tables and state: `c.name` is an offset or a count, read when needed; nothing is copied.

A kernel's stages are handed a `Case` and a `State`. To the compiler each is a few pointers; a field is a load from a
list of whole numbers that never changes while a kernel runs, so that it can be taken out of loops. Without compiling
they are plain namespaces.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FLOWS = _names("""
    received entered lost used produced reset handed drawn
""")
SHARED_INTS = _names("""
    epoch ends in_start in_leg out_start out_leg out_to out_way has_in spot mover klass class_start
    storable order alone pair_start pair_good worth_start worth_row policy unlimited ask_want ask_pair
    ask_row step_kind step_index line_from line_to line_good line_group line_states input_start
    input_row input_good output_start output_row output_good leg_group leg_states leg_route leg_fleet
    leg_return leg_hold leg_queued leg_from leg_to leg_lead leg_home leg_fuel pipe lead_start route_to
    route_legs pool_start pool_cell pool_leg pool_state pool_trucks gate gate_start gate_leg pump_row
    pump_mover pump_start pump_leg base_start base_leg
""")
SHARED_FLOATS = _names("""
    perish kg kg_all m3 leg_loss payload ipayload iload burn storage carries worth ithreshold floor
    ask_ivalue value ivalue pair_max line_more line_loss proc_target input input_keep output ioutput
""")
NUMBERS = _names("""
    need minimum survival fixed share supply opening recorded inflow change target keep route_cap
    line_cap proc_cap slots pool_limit access line_access trucks availability returns
""")
OWN = _names("""
    mode change_day change_row change_good change_reset rec_start rec_row rec_good inflow_group
    inflow_state inflow_row inflow_good
""")
COUNTS = _names("""
    count origin places goods needs rows wants groups legs routes classes cells fleets moved lines
    processes steps asks pools queue_gates gates pumps ring stretch local fused flows any_loss
    any_perish any_volume any_unlimited any_return any_hold single plain
""")
OWN_COUNTS = _names("""
    blocks changes inflows daily
""")
DATES = _names("""
    d_ration d_out d_below d_days
""")
TOTALS = _names("""
    o_closing o_lowest o_ration o_out o_below o_days o_flows o_way o_held o_short o_person o_got o_day
    o_stock o_cover o_given o_tiers o_handed
""")
STATE_ROWS = _names("""
    stock way lowest given short_top short_mid short_low ration content ask line day access road cap
    into home back back_leg out mass part coef truck whole held held_mass trucks_held trucks_sent space
    arriving waited short short_mass short_volume gives wish pipes
""")

CASE = (
    *COUNTS, *OWN_COUNTS, *SHARED_INTS, *SHARED_FLOATS, *OWN, *NUMBERS, *(f"{n}_s" for n in NUMBERS), *DATES, *TOTALS
)  # fmt: skip
STATE = ("slot", "phase", "count", "flows", *STATE_ROWS, *FLOWS)


def case_of(fields: Any, ints: Any, flt: Any, num: Any, own: Any, g: Any) -> Any:
    """A handle on the tables of a case for row *g* of members; `fields` has a list for each."""
    offsets = zip(CASE, fields.reshape(-1, len(CASE))[g].tolist(), strict=True)
    return SimpleNamespace(ints=ints, flt=flt, num=num, own=own, **dict(offsets))


def state_of(fields: Any, x: Any, dates: Any, path: Any, pos: Any, g: Any) -> Any:
    """A handle on the state of a row of members."""
    offsets = zip(STATE, fields.reshape(-1, len(STATE))[g].tolist(), strict=True)
    return SimpleNamespace(x=x, dates=dates, path=path, pos=pos, **dict(offsets))


class Handle(types.Type):
    """Pointers to a list of whole numbers and to what they speak of."""

    def __init__(self, name: str, parts: dict[str, Any], fields: tuple[str, ...]) -> None:
        self.parts = {k: types.CPointer(v) for k, v in parts.items()}
        self.fields = {k: i for i, k in enumerate(fields)}
        super().__init__(name=name)


CASE_HANDLE = Handle(
    "Case",
    {
        "fields": types.int64,
        "ints": types.int64,
        "flt": types.float64,
        "num": types.float64,
        "own": types.int64,
    },
    CASE,
)
STATE_HANDLE = Handle(
    "State",
    {
        "fields": types.int64,
        "x": types.float64,
        "dates": types.int16,
        "path": types.int16,
        "pos": types.int64,
    },
    STATE,
)


@register_model(Handle)
class HandleModel(models.StructModel):
    """A few pointers."""

    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, list(fe_type.parts.items()))


@infer_getattr
class HandleAttributes(AttributeTemplate):
    """What a handle's names are."""

    key = Handle

    def generic_resolve(self, handle: Any, name: str) -> Any:  # type: ignore[override]
        """A pointer, or a whole number."""
        if name in handle.fields:
            return types.intp
        return handle.parts.get(name)


@lower_getattr_generic(Handle)
def _lower_field(context: Any, builder: Any, handle: Any, value: Any, name: str) -> Any:
    parts = cgutils.create_struct_proxy(handle)(context, builder, value=value)
    if name not in handle.fields:
        return getattr(parts, name)
    spot = ir.Constant(ir.IntType(64), handle.fields[name])
    found = builder.load(builder.gep(parts.fields, [spot], inbounds=True))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _constructor(function: Any, handle: Any) -> None:
    """Compile `function` as what makes this handle of flat arrays."""
    type_callable(function)(lambda _context: lambda a, b, c, d, e, g: handle)

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        made = cgutils.create_struct_proxy(handle)(context, builder)
        for name, t, a in zip(handle.parts, sig.args, args, strict=False):
            setattr(made, name, context.make_array(t)(context, builder, a).data)
        g = context.cast(builder, args[-1], sig.args[-1], types.intp)
        first = builder.mul(g, ir.Constant(g.type, len(handle.fields)))
        made.fields = builder.gep(made.fields, [first], inbounds=True)
        return made._getvalue()

    lower_builtin(function, *([types.Array] * 5), types.Integer)(lower)


_constructor(case_of, CASE_HANDLE)
_constructor(state_of, STATE_HANDLE)
