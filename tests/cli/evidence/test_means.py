"""`corridor evidence read` with a pipeline, a function or a model: what is asked, sent, refused and logged."""

import json
import sys
import types

import pytest

from corridor.cli.main import main
from corridor.ledger.verify import Proposal

NEWS = "Ann Ito said that 40 trucks reached Tarn. The closure is illegal, residents said.\n"
MODEL = ("--model", "tiny", "--endpoint", "http://127.0.0.1:9/v1", "--sensitivity", "public")
CLAIM = {
    "quote": "40 trucks reached Tarn", "voice": "attributed", "speaker_quote": "Ann Ito", "stance": "asserted",
    "quantity": 40, "unit": "trucks",
}  # fmt: skip


@pytest.fixture
def read(desk, tmp_path):
    """Run the verb on a text; exit code, stdout and stderr."""

    def run(*words, text=NEWS):
        (tmp_path / "news.txt").write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as done:
            main(
                ["evidence", "read", str(tmp_path / "news.txt"), "--case", str(desk.case), "--source", "post",
                 "--published", "2026-01-20", "--who", "ana", *words]
            )  # fmt: skip
        out, err = desk.capsys.readouterr()
        return int(done.value.code or 0), out, err

    return run


@pytest.fixture
def module(monkeypatch):
    """A module of somebody else that is installed: its functions are proposers."""

    def propose(reading, lists):
        del lists
        at = reading.text.index("Ann Ito")
        said = {
            "speaker": "Ann Ito",
            "speaker_start": at,
            "speaker_end": at + 7,
            "proposition": "trucks came",
        }
        yield Proposal(quote="40 trucks reached Tarn", quantity=(40.0,), unit="truck", **said)
        yield Proposal(quote="40 trucks reached Tarn", quantity=(90.0,), **said)
        yield Proposal(quote="90 trucks reached Tarn", **said)
        yield "a word"

    def broken(reading, lists):
        raise ValueError("no \x1b[2Jidea")

    made = types.ModuleType("own_reader")
    made.propose, made.broken, made.number = propose, broken, 7
    monkeypatch.setitem(sys.modules, "own_reader", made)
    return made


@pytest.fixture
def model(monkeypatch):
    """The endpoint replaced by a script: the claims of each answer in turn; what was asked is kept."""
    pytest.importorskip("pydantic_ai", reason="NOT RUN: pydantic-ai is not installed (extra `llm`)")
    from corridor.ledger.reading import language_model as room  # noqa: PLC0415
    from corridor.ledger.reading.drawn import Answer  # noqa: PLC0415

    asked = []

    class Asker:
        answers = [[CLAIM]]  # noqa: RUF012

        def __init__(self, settings, model):
            asked.append(settings)

        def __call__(self, prompt):
            asked.append(prompt)
            return Answer.model_validate({"claims": self.answers[min(len(asked) - 1, len(self.answers)) - 1]})

    monkeypatch.setattr(room, "_Asker", Asker)
    return types.SimpleNamespace(asked=asked, asker=Asker)


def proposed(desk):
    """Values of the proposed claims."""
    return [desk.claim(r["row"]) for r in desk.json("list", "--status", "proposed")["rows"]]


def reason(desk):
    """The reason of the last entry of the log."""
    return desk.json("log")["entries"][-1]["reason"]


# ------------------------------------------------------------------------------------------ any proposer


def test_a_function_proposes_and_what_is_refused_stands_in_the_log(desk, read, module):
    """Its good proposal is in the queue under its name; three are refused, counted, and kept as the reason."""
    code, out, err = read("--proposer", "own_reader:propose", "--reason", "a trial")
    assert code == 0, err
    assert "Proposed: 1 attributed." in out
    (claim,) = proposed(desk)
    assert (claim["proposed_by"], claim["proposition"]) == ("rule own_reader:propose", "trucks came")
    assert "positive form" not in str(claim.get("note"))
    assert reason(desk) == "a trial; read by own_reader:propose; refused 3: 1 not there, 1 number, 1 shape"


def test_by_rules_alone_the_log_says_so(desk, read):
    """Without a refusal and a reason it is only said how it was read."""
    assert read()[0] == 0
    assert reason(desk) == "read by rules"


@pytest.mark.parametrize(
    ("name", "told"),
    [("own_reader", "is no MODULE:FUNCTION"), ("no_such_reader:propose", "no module called no_such_reader"),
     ("own_reader:other", "own_reader has no other"), ("own_reader:number", "is no function")],
)  # fmt: skip
def test_a_function_that_is_not_there_is_told(read, module, name, told):
    """Each is one message and wrong use."""
    code, _, err = read("--proposer", name)
    assert (code, told in err, "Traceback" in err) == (2, True, False)


def test_a_function_that_fails_writes_nothing(desk, read, module):
    """Its failure is one line without control characters, exit 1, and the ledger is as it was."""
    before = desk.json("log")
    code, _, err = read("--proposer", "own_reader:broken")
    assert (code, "ValueError: no <U+001B>[2Jidea" in err, "Nothing was written" in err) == (1, True, True)
    assert desk.json("log") == before


# -------------------------------------------------------------------------------------------- a pipeline


def test_a_pipeline_is_opened_from_its_folder_and_adds(desk, read, tmp_path):
    """What it adds is told; without a parser that is said too, and the log names it."""
    spacy = pytest.importorskip("spacy", reason="NOT RUN: spaCy is not installed (extra `nlp`)")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "closure"}])
    nlp.to_disk(tmp_path / "own")
    code, _, err = read("--pipeline", str(tmp_path / "own"))
    assert code == 0, err
    assert "en_pipeline adds 1 names and 0 units of speech." in err
    assert "no parser" in err
    assert reason(desk) == "read by rules and en_pipeline 0.0.0"


def test_without_spacy_a_pipeline_is_wrong_use(read, monkeypatch):
    """The message says what to install and what to leave out."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    code, _, err = read("--pipeline", "en_core_web_sm")
    assert (code, "corridor[nlp]" in err, "leave --pipeline out" in err) == (2, True, True)


# --------------------------------------------------------------------------------------- a language model


def test_a_model_proposes_and_the_host_is_told_before(desk, read, model):
    """Where the text goes is said; the claim names model and prompt; the log names the host too."""
    code, out, err = read(*MODEL)
    assert code == 0, err
    assert f"The text of news.txt ({len(NEWS)} characters) is sent to 127.0.0.1:9." in err
    assert "by the model tiny, in at most 40 calls" in err
    assert "Proposed: 1 attributed." in out
    (claim,) = proposed(desk)
    assert claim["proposed_by"] == "model tiny, prompt reading/1"
    assert reason(desk) == "read by model tiny, prompt reading/1 at 127.0.0.1:9"


def test_what_a_model_is_refused_stands_in_the_log_by_reason(desk, read, model):
    """An invented number is refused three times and never in the queue."""
    model.asker.answers = [[{**CLAIM, "quantity": 900}]]
    assert read(*MODEL)[0] == 0
    assert proposed(desk) == []
    assert reason(desk).endswith("; refused 3: 3 number")


def test_a_claim_of_law_by_a_model_waits_for_two_readers(desk, read, model):
    """It is proposed with the question in its note; one person alone cannot accept it, since a model is no reader."""
    quote = {
        "quote": "The closure is illegal",
        "voice": "attributed",
        "speaker_quote": "residents",
        "stance": "accused",
    }
    model.asker.answers = [[quote]]
    assert read(*MODEL)[0] == 0
    (row,) = desk.json("list", "--status", "proposed")["rows"]
    assert "two readers" in desk.claim(row["row"])["note"]
    code, _, err = desk.run("accept", row["row"], "--who", "ana")
    assert (code, "second person" in err) == (3, True)


@pytest.mark.parametrize(("words", "is_sent"), [((), False), (("--ceiling", "partner"), True)])
def test_a_document_above_the_ceiling_is_not_sent(desk, read, model, words, is_sent):
    """Only public documents leave, unless the ceiling says more; nothing is asked and nothing written."""
    code, _, err = read(*MODEL[:4], "--sensitivity", "partner", *words)
    assert (code, len(model.asked) > 1) == ((0, True) if is_sent else (3, False))
    if is_sent:
        assert proposed(desk)[0]["sensitivity"] == "partner"
    else:
        assert "Nothing was sent to 127.0.0.1:9" in err
        assert "news.txt is partner" in err
        assert proposed(desk) == []


def test_a_document_of_a_source_above_the_ceiling_is_not_sent(desk, read, model):
    """The class of the source counts as well."""
    desk.ok("add", "source", "--id", "quiet", "--name", "Q", "--kind", "media", "--sensitivity", "internal")
    code, _, err = read(*MODEL, "--source", "quiet", "--dry-run")
    assert (code, "its source quiet is internal" in err, len(model.asked)) == (3, True, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [(MODEL[:2], "--endpoint URL"), (MODEL[:4], "--sensitivity public"), (MODEL[2:4], "--endpoint goes with --model"),
     ((*MODEL, "--key-from", "NO_SUCH_KEY"), 'no variable "NO_SUCH_KEY"'), ((*MODEL, "--pipeline", "x"), "one of them"),
     (("--calls", "3"), "--calls goes with --model")],
)  # fmt: skip
def test_options_that_do_not_go_together_are_wrong_use(read, words, told):
    """A model is asked only with its address and the class of the text; nothing is guessed."""
    code, _, err = read(*words)
    assert (code, told in err) == (2, True)


def test_a_key_comes_from_the_named_variable_and_is_nowhere_else(desk, read, model, monkeypatch):
    """The key reaches the model and stands in no message, claim or log."""
    monkeypatch.setenv("OWN_KEY", "very-secret")
    code, out, err = read(*MODEL, "--key-from", "OWN_KEY")
    assert code == 0
    assert model.asked[0].key == "very-secret"
    assert "very-secret" not in out + err + json.dumps([proposed(desk), desk.json("log")])


def test_the_calls_allowed_end_the_reading_and_that_is_told(read, model):
    """Parts that were not read are counted."""
    text = "\n\n".join(f"Line {n}. {'The road to Tarn was long. ' * 30}" for n in range(40))
    code, out, err = read(*MODEL, "--calls", "1", "--dry-run", "--json", text=text)
    assert (code, "calls allowed are spent" in err) == (0, True)
    assert json.loads(out)["files"][0]["left_out"]["part beyond the calls allowed"] > 2
    assert len(model.asked) == 2


def test_an_endpoint_that_is_not_there_writes_nothing(desk, read, monkeypatch):
    """One message with the host, exit 1, no document in the ledger."""
    models = pytest.importorskip(
        "pydantic_ai", reason="NOT RUN: pydantic-ai is not installed (extra `llm`)"
    ).models
    monkeypatch.setattr(models, "ALLOW_MODEL_REQUESTS", True)
    before = desk.json("log")
    code, _, err = read(*MODEL)
    assert (code, "127.0.0.1:9 cannot be asked" in err, "Traceback" in err) == (1, True, False)
    assert desk.json("log") == before


def test_an_open_way_is_told(read, model):
    """A host elsewhere without encryption is named as such before anything is sent."""
    code, _, err = read(
        "--model", "tiny", "--endpoint", "http://models.example/v1", "--sensitivity", "public"
    )
    assert (code, "not encrypted" in err) == (0, True)
