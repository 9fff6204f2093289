"""Handles on tables, state and results: `c.name` is a count or an address, read when needed; nothing is copied.

A kernel's stages are handed a `Case` and a `State`. To the compiler each is one pointer to a list; a name is a load
from the list, which never changes while a kernel runs, so that it can be taken out of loops. Without compiling they
are namespaces of views.
"""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
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
    storable order cluster alone capped pair_start pair_good via_start via_pair
    worth_start worth_row policy since review keeps stated_from stated_to unlimited ask_want ask_pair
    ask_row step_kind step_index line_from line_to line_good line_group line_states input_start
    input_row input_good output_start output_row output_good leg_group leg_states leg_route leg_fleet
    leg_return leg_hold leg_queued leg_from leg_to leg_fuel route_to
    route_legs pool_start pool_cell pool_leg pool_state pool_trucks gate gate_start gate_leg pump_row
    pump_mover pump_start pump_leg base_start base_leg move_row move_into move_good
    rank_start store_first store_last round_full round_asks pass_order pass_start pass_route
    fill_order give_leg give_new leg_gate_start leg_gate leg_pump pump_of leg_pool_start leg_pool leg_pool_cell
    leg_pool_state
""")
SHARED_FLOATS = _names("""
    kg kg_all m3 payload ipayload iload burn storage carries via_share
    stated_above ask_ivalue value ivalue input input_keep output ioutput
""")
NUMBERS = _names("""
    need minimum survival fixed ithreshold floor kept stated_share stated_person share counted widest supply opening
    recorded moves_on_record inflow change target working keep route_cap
    line_cap proc_cap slots pool_limit access line_access trucks availability returns
    perish pair_max lead home leg_loss line_more line_loss proc_target
""")
OWN = _names("""
    mode change_day change_row change_good change_reset rec_start rec_row rec_good entry_group
    entry_state entry_row entry_good entry_move entry_on lead_least lead_most home_least home_most trip_least trip_most
    pipe lead_start
""")
COUNTS = _names("""
    count origin places goods needs rows wants groups legs routes classes cells fleets moved lines
    processes steps asks worths pools queue_gates gates pumps stretch local fused flow_rows
    any_volume any_unlimited any_return any_hold single plain moves ranks
    rounds passers ruled
""")
OWN_COUNTS = _names("""
    blocks changes entries daily ring any_loss any_perish any_spread
""")
DATES = _names("""
    d_ration d_out d_empty d_below d_days
""")
TOTALS = _names("""
    o_closing o_lowest o_ration o_out o_empty o_below o_days o_flows o_way o_held o_short o_person o_got o_day o_under
    o_asked o_without
""")
SERIES = _names("o_stock o_cover o_given o_tiers o_handed")
STATE_ROWS = _names("""
    stock way lowest given short_top short_mid short_low ration content lack got asked ask line day access road cap
    still able room home back back_leg out mass part coef truck whole held held_mass trucks_held trucks_sent space
    arriving waited short short_mass short_volume gives wish pipes
    leave reach passes up load base lacking spare_mass settled pool_left slot_left free burnt done done_mass done_volume
    share_left volume came memory
""")

CASE = (
    *COUNTS, *OWN_COUNTS, *(f"{n}_s" for n in NUMBERS), *SHARED_INTS, *SHARED_FLOATS, *OWN, *NUMBERS,
    *TOTALS, *SERIES, "path",
)  # fmt: skip
STATE = ("count", "slot", "phase", *DATES, *STATE_ROWS, "flows", *FLOWS)

KINDS = (
    dict.fromkeys((*SHARED_INTS, *OWN, "slot", "phase"), "int64")
    | dict.fromkeys((*SHARED_FLOATS, *NUMBERS, *TOTALS, *SERIES, *STATE_ROWS, "flows", *FLOWS), "float64")
    | dict.fromkeys((*DATES, "path"), "int16")
)
"""What a name points to; a name that is not here is a count."""


def case_of(fields: Any, g: Any) -> Any:
    """A handle on the tables of a case, and on results, for row *g* of members; `fields` has a list for each."""
    return _plain(CASE, fields, g)


def state_of(fields: Any, g: Any) -> Any:
    """A handle on the state of a row of members."""
    return _plain(STATE, fields, g)


def _plain(names: tuple[str, ...], fields: Any, g: Any) -> Any:
    """The same without compiling: views that begin where the addresses say."""
    mine = fields.reshape(-1, len(names))[g].tolist()
    return SimpleNamespace(**{k: _view(KINDS.get(k), v) for k, v in zip(names, mine, strict=True)})


def _view(kind: str | None, address: int) -> Any:
    if kind is None:
        return address
    far = getattr(ctypes, {"int64": "c_int64", "float64": "c_double", "int16": "c_int16"}[kind]) * 2**32
    return np.ctypeslib.as_array(far.from_address(address))


class Handle(types.Type):
    """An address of a list of counts and addresses, by name."""

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        self.fields = {k: i for i, k in enumerate(fields)}
        super().__init__(name=name)

    def type_of(self, name: str) -> Any:
        """What a name is: a pointer or a whole number."""
        kind = KINDS.get(name)
        return types.CPointer(getattr(types, kind)) if kind else types.intp


CASE_HANDLE, STATE_HANDLE = Handle("Case", CASE), Handle("State", STATE)
INT64 = ir.IntType(64)


@register_model(Handle)
class HandleModel(models.PrimitiveModel):
    """One pointer."""

    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, INT64.as_pointer())


@infer_getattr
class HandleAttributes(AttributeTemplate):
    """What a handle's names are."""

    key = Handle

    def generic_resolve(self, handle: Any, name: str) -> Any:  # type: ignore[override]
        """A pointer, or a whole number."""
        return handle.type_of(name) if name in handle.fields else None


@lower_getattr_generic(Handle)
def _lower_field(context: Any, builder: Any, handle: Any, value: Any, name: str) -> Any:
    spot = ir.Constant(INT64, handle.fields[name])
    found = builder.load(builder.gep(value, [spot], inbounds=True))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    if name not in KINDS:
        return found
    return builder.inttoptr(found, context.get_value_type(handle.type_of(name)))


def _constructor(function: Any, handle: Any) -> None:
    """Compile `function` as what makes this handle of a list."""
    type_callable(function)(lambda _context: lambda fields, g: handle)

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        g = context.cast(builder, args[1], sig.args[1], types.intp)
        first = builder.mul(g, ir.Constant(g.type, len(handle.fields)))
        data = context.make_array(sig.args[0])(context, builder, args[0]).data
        return builder.gep(data, [first], inbounds=True)

    lower_builtin(function, types.Array, types.Integer)(lower)


_constructor(case_of, CASE_HANDLE)
_constructor(state_of, STATE_HANDLE)
