"""What leaves the ledger for an audience: private persons by role wherever they are named."""

from tests.cli.evidence.sharing import classed

from corridor import cases
from corridor.io.read import read
from corridor.ledger.cells import evidence
from corridor.ledger.sharing import share
from corridor.model.build import build


def _shared(ceiling):
    model = classed().check()
    return share({name: getattr(model, name) for name in evidence()}, ceiling, leave_out=True)


def test_a_private_person_has_a_role_for_a_name_in_every_column():
    """Name, other names in any case, and the id of the actor are replaced, in her own row and in claims."""
    shared = _shared("public")
    anna, mayor = sorted(shared.rows["actors"], key=lambda a: a.actor != "private-1")
    assert (anna.actor, anna.name, anna.aliases, mayor.name) == ("private-1", "driver", (), "Mayor of Hill")
    claim = next(c for c in shared.rows["claims"] if c.claim == "C-5")
    assert (claim.speaker, claim.actor, claim.note) == ("driver", "private-1", "driver was asked twice.")
    assert claim.proposition == "Trucks waited, as driver says."
    assert shared.persons == 1


def test_the_founding_case_leaves_word_for_word():
    """It names groups and public persons alone: a public copy has every claim and actor as the ledger has them."""
    model = build(read(cases.path("lachin")))
    rows = {name: getattr(model, name) for name in evidence()}
    shared = share(rows, "public", leave_out=True)
    assert shared.persons == 0
    assert [tuple(shared.rows[n]) for n in ("claims", "actors")] == [rows["claims"], rows["actors"]]


def test_insiders_see_names():
    """At the narrowest class nothing is left out and nothing is changed."""
    shared = _shared("internal")
    assert (shared.left_out, shared.persons) == ({}, 0)
    assert {a.name for a in shared.rows["actors"]} == {"Anna Quill", "Mayor of Hill"}


def test_the_cells_of_what_is_shared_are_keyed_as_the_ledger_keys_them():
    """Each row stands under its key, so that a copy can be imported again."""
    cells = _shared("public").cells
    assert set(cells["claims"]) == {"C-1", "C-2", "C-5"}
    assert cells["actors"]["private-1"]["name"] == "driver"
