"""`corridor travel`: an encrypted copy holds nothing above its ceiling, and opens with its passphrase alone."""

import builtins
import io
import zipfile

import pytest
from pyrage import passphrase as age

import corridor as co
from corridor.cli.main import main
from corridor.io.travel import copy_below
from corridor.io.write import write_folder

A = "assumed: for a test"
PHRASE = "seven green lamps under water"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A folder with rows of every class, what rests on them, and what refers to them."""
    built = co.Case.build(start="2024-01-01", days=10)
    built.add_commodity("flour", unit="t", kg_per_unit=1000)
    built.add_need("food", unit="kg", per_person_day=0.5, basis=A)
    built.add_satisfies("food", "flour", per_unit=1000, basis=A)
    built.add_place("Port", kind="source")
    built.add_supply("Port", "flour", unlimited=True, basis=A)
    built.add_place("Town", people=100, basis=A, storage_t=7711)
    built.add_place("Cellar", people=20, basis=A, sensitivity="internal")
    built.add_route("open road", "Port", "Town", basis=A)
    built.add_route("hidden road", "Port", "Cellar", basis=A)
    built.add_stock("Town", "flour", amount=4321, basis=A)
    built.add_fleet("lorries", "Port", trucks=8899, payload_t=5, basis="assumed: 8899 of them")
    built.add_source("agency", kind="UN")
    built.add_source("friend", kind="NGO", sensitivity="internal")
    built.add_document(
        "d1", source="agency", title="A bulletin", published="2024-01-02", by_whom="Worker Bee"
    )
    built.add_document("d2", source="friend", title="A call", published="2024-01-02", sensitivity="internal")
    built.add_claim(
        "K1", documents=["d1"], stance="asserted", proposition="Ten trucks came.", type="delivery"
    )
    built.add_claim(
        "K2",
        documents=["d2"],
        stance="asserted",
        proposition="They keep sugar.",
        type="delivery",
        sensitivity="internal",
    )
    built.add_delivery(
        "open road", "flour", amount=10, start="2024-01-01", end="2024-01-02", claims=["K1", "K2"]
    )
    built.add_delivery("hidden road", "flour", amount=5, start="2024-01-01", end="2024-01-02", basis=A)
    built.add_delivery("open road", "flour", amount=777, start="2024-01-03", end="2024-01-03", claims=["K2"])
    return write_folder(built.tables(), tmp_path_factory.mktemp("case") / "case")


def run(*arguments):
    """The exit code of a command."""
    with pytest.raises(SystemExit) as caught:
        main([str(a) for a in arguments])
    return caught.value.code or 0


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """A file with the passphrase."""
    file = tmp_path_factory.mktemp("secret") / "secret.txt"
    file.write_text(PHRASE + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def copy(case, secret, tmp_path_factory):
    """An internal copy, encrypted: the cipher takes about a second, on purpose."""
    file = tmp_path_factory.mktemp("copy") / "c.age"
    assert run("travel", case, "--ceiling", "internal", "--out", file, "--passphrase-file", secret) == 0
    return file


ABOVE_PUBLIC = ("K2", "friend", "A call", "sugar", "Cellar", "hidden road", "777", "Worker Bee")
INTERNAL_AMOUNTS = ("4321", "8899", "7711")


@pytest.mark.parametrize("ceiling", ["public", "partner", "internal"])
def test_nothing_above_the_ceiling_is_in_a_copy(case, ceiling):
    """Rows above it, what rests on them alone and what refers to them are out; what is below it is in."""
    files = copy_below(case, ceiling).files
    text = "\n".join(f"{name}\n{content.decode()}" for name, content in files.items())
    for kept in ("K1", "agency", "Ten trucks came.", "open road"):
        assert kept in text
    for word in ABOVE_PUBLIC:
        assert (word in text) == (ceiling == "internal"), word
    for amount in INTERNAL_AMOUNTS:
        assert (amount in text) == (ceiling != "public"), amount


def test_what_is_encrypted_is_the_copy_and_none_of_it_is_plain(case, copy):
    """Decrypted apart from the product it is the copy; encrypted, no word of the case stands there."""
    raw = copy.read_bytes()
    with zipfile.ZipFile(io.BytesIO(age.decrypt(raw, PHRASE))) as held:
        assert {name: held.read(name) for name in held.namelist()} == copy_below(case, "internal").files
    assert raw.startswith(b"age-encryption.org")
    assert not any(word in raw for word in (b"Town", b"flour", b"routes", b"case.toml", PHRASE.encode()))


def test_an_internal_copy_opens_into_the_same_case(case, copy, secret, tmp_path):
    """The forecast of the copy is that of the case."""
    assert run("travel", copy, "--open", "--out", tmp_path / "back", "--passphrase-file", secret) == 0
    one, other = (co.forecast(co.Case.read(f).check(), members=4) for f in (case, tmp_path / "back"))
    assert one.members.first_stock_out.min() < 10
    assert (one.members.first_stock_out == other.members.first_stock_out).all()
    assert (one.members.distributed == other.members.distributed).all()


def test_a_public_copy_opens_into_a_case_that_is_incomplete(case, secret, tmp_path, capsys):
    """`check` says which amounts are missing, and that nothing that is there is wrong."""
    run("travel", case, "--out", tmp_path / "c.age", "--passphrase-file", secret)
    told = capsys.readouterr().err
    assert "Left out above public: 1 of stocks." in told
    assert "2 of deliveries" in told
    run("travel", tmp_path / "c.age", "--open", "--out", tmp_path / "back", "--passphrase-file", secret)
    capsys.readouterr()
    assert run("check", tmp_path / "back") == 3
    told = capsys.readouterr().out
    assert "the table stocks is missing" in told
    assert "Nothing that is there is wrong" in told


def test_a_wrong_passphrase_and_a_damaged_file_are_one_message(copy, secret, tmp_path, capsys):
    """Nothing is written, and the message says what it may be."""
    other = tmp_path / "other.txt"
    other.write_text("another phrase altogether", encoding="utf-8")
    damaged = tmp_path / "d.age"
    damaged.write_bytes(copy.read_bytes()[:-20] + b"x" * 20)
    (tmp_path / "e.age").write_bytes(b"")
    for file, key in ((copy, other), (damaged, secret), (tmp_path / "e.age", secret)):
        capsys.readouterr()
        assert run("travel", file, "--open", "--out", tmp_path / "back", "--passphrase-file", key) == 2
        assert "the passphrase is wrong, or the file is damaged" in capsys.readouterr().err
        assert not (tmp_path / "back").exists()


def test_what_is_no_case_is_not_taken_out(secret, tmp_path, capsys):
    """An archive with a path that leads out of the folder is refused, though its passphrase is right."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("../evil.csv", "a")
    (tmp_path / "c.age").write_bytes(age.encrypt(held.getvalue(), PHRASE))
    assert (
        run("travel", tmp_path / "c.age", "--open", "--out", tmp_path / "b", "--passphrase-file", secret) == 2
    )
    assert "holds what no copy of a case holds" in capsys.readouterr().err
    assert not (tmp_path / "evil.csv").exists()


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaaaaaa", "1212121212121212"])
def test_a_weak_passphrase_is_refused(case, tmp_path, capsys, weak):
    """Too few letters, or too few that differ."""
    (tmp_path / "weak.txt").write_text(weak, encoding="utf-8")
    assert run("travel", case, "--out", tmp_path / "c.age", "--passphrase-file", tmp_path / "weak.txt") == 2
    assert "The passphrase is weak" in capsys.readouterr().err
    assert not (tmp_path / "c.age").exists()


def test_a_passphrase_is_never_guessed(case, tmp_path, capsys):
    """Where nobody can be asked, the option is named; a file that is there is not written over."""
    assert run("travel", case, "--out", tmp_path / "c.age") == 2
    assert "--passphrase-file" in capsys.readouterr().err
    (tmp_path / "c.age").write_text("mine", encoding="utf-8")
    assert run("travel", case, "--out", tmp_path / "c.age") == 2
    assert (tmp_path / "c.age").read_text(encoding="utf-8") == "mine"


def test_without_the_extra_the_message_says_what_to_install(case, secret, tmp_path, capsys, monkeypatch):
    """One sentence, no traceback."""
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "pyrage":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert run("travel", case, "--out", tmp_path / "c.age", "--passphrase-file", secret) == 2
    assert 'pip install "corridor[travel]"' in capsys.readouterr().err
