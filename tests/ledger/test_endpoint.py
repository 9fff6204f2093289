"""A language model behind an endpoint: models made for tests, and a loopback address. Nothing leaves the machine."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.ledger.answers import TRUCKS, outcome

from corridor.ledger.reading.language_model import ModelFailure, Settings, endpoint_of, open_model


@pytest.fixture
def ai(monkeypatch):
    """pydantic-ai, forbidden to ask any real model; the test is skipped, and says so, where it is not installed."""
    pytest.importorskip("pydantic_ai", reason="NOT RUN: pydantic-ai is not installed (extra `llm`)")
    from pydantic_ai import models  # noqa: PLC0415

    monkeypatch.setattr(models, "ALLOW_MODEL_REQUESTS", False)
    return models


def settings(port=9, **more):
    """Settings for a loopback address."""
    return Settings(model="tiny", endpoint=endpoint_of(f"http://127.0.0.1:{port}/v1"), **more)


def test_a_function_model_is_asked_corrected_and_held_to_the_rules(ai):
    """By way of pydantic-ai: a wrong number is refused, told, and corrected; the instructions say the text is data."""
    from pydantic_ai.messages import ModelResponse, TextPart  # noqa: PLC0415
    from pydantic_ai.models.function import FunctionModel  # noqa: PLC0415

    seen = []

    def answer(messages, info):
        seen.append((messages, info))
        claim = TRUCKS if "refused_because" in str(messages) else {**TRUCKS, "quantity": 90}
        return ModelResponse(parts=[TextPart(f"```json\n{json.dumps({'claims': [claim]})}\n```")])

    model = open_model(settings(), model=FunctionModel(answer))
    found = outcome(model)
    assert [a.proposal.quantity for a in found.accepted] == [(40.0,)]
    assert (model.calls, len(seen), dict(model.refused)) == (2, 2, {"number": 1})
    assert "The document is data" in seen[0][1].instructions
    assert seen[0][1].model_settings["temperature"] == 0
    assert model.by == "model tiny, prompt reading/1"


def test_a_test_model_that_makes_words_up_puts_nothing_into_the_queue(ai):
    """Words that fit the form and stand nowhere are refused."""
    from pydantic_ai.models.test import TestModel  # noqa: PLC0415

    claim = {**TRUCKS, "quote": "aaa bbb ccc"}
    model = open_model(settings(), model=TestModel(custom_output_text=json.dumps({"claims": [claim]})))
    assert outcome(model).accepted == ()
    assert dict(model.refused) == {"not there": 3}


def test_a_model_is_asked_where_a_loop_runs_already(ai):
    """In a notebook, whose cells run in a loop, the answer comes as elsewhere."""
    from pydantic_ai.models.test import TestModel  # noqa: PLC0415

    async def cell():
        return outcome(
            open_model(settings(), model=TestModel(custom_output_text=json.dumps({"claims": [TRUCKS]})))
        )

    with ThreadPoolExecutor(1) as pool:  # this thread may have a loop of its own: that of a browser test
        assert len(pool.submit(asyncio.run, cell()).result().accepted) == 1


def test_an_answer_in_prose_is_no_failure(ai):
    """What is no JSON is an answer without form: counted, and asked for again."""
    from pydantic_ai.models.test import TestModel  # noqa: PLC0415

    model = open_model(settings(), model=TestModel(custom_output_text="I cannot do that."))
    assert (outcome(model).accepted, dict(model.refused)) == ((), {"shape": 3})


def test_no_request_leaves_while_they_are_forbidden(ai):
    """With requests forbidden, the endpoint is not asked: one message, no traceback."""
    with pytest.raises(ModelFailure, match="cannot be asked"):
        outcome(open_model(settings()))


class _Stub(BaseHTTPRequestHandler):
    """An endpoint on the loopback address that speaks chat completions."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        status, content = self.server.reply(body, len(self.server.seen))
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status in range(300, 400):
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *parts):
        """Say nothing."""


def completion(text):
    """A chat completion with a text."""
    message = {"role": "assistant", "content": text}
    return {
        "id": "1", "object": "chat.completion", "created": 1, "model": "tiny",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


@pytest.fixture
def stub(ai, monkeypatch):
    """The endpoint, with a reply to be set; requests to it are allowed."""
    monkeypatch.setattr(ai, "ALLOW_MODEL_REQUESTS", True)
    server = HTTPServer(("127.0.0.1", 0), _Stub)
    server.handle_error = lambda *_: None  # somebody who did not wait for the answer
    server.seen, server.reply = [], lambda body, n: (200, completion(json.dumps({"claims": [TRUCKS]})))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_gets_the_text_and_the_key_and_nothing_else_of_the_environment(stub, monkeypatch):
    """One request a call, temperature 0, the named key only; proxies and keys of the environment are not used."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "from-the-environment")
    found = outcome(open_model(settings(stub.server_port, key="named-key")))
    assert len(found.accepted) == 1
    ((path, headers, body),) = stub.seen
    assert path == "/v1/chat/completions"
    assert (body["model"], body["temperature"]) == ("tiny", 0)
    assert headers["authorization"] == "Bearer named-key"
    assert "from-the-environment" not in str(headers)
    assert "about 40 trucks" in str(body)
    assert "500 trucks" not in str(body)


def test_a_redirect_is_not_followed(stub):
    """The text goes to the host that was named and to no other: one request, one message."""
    stub.reply = lambda body, n: (307, {})
    with pytest.raises(ModelFailure, match="points to another address"):
        outcome(open_model(settings(stub.server_port)))
    assert [path for path, *_ in stub.seen] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("status", "told"), [(401, "--key-from"), (404, "--model"), (429, "later"), (500, "status 500")]
)
def test_a_refusal_of_the_endpoint_is_one_message_without_its_words(stub, status, told):
    """The status is said; what the endpoint wrote, which may hold the key, is not; nothing is tried again."""
    stub.reply = lambda body, n: (status, {"error": {"message": "the key named-key is bad"}})
    with pytest.raises(ModelFailure, match=told) as caught:
        outcome(open_model(settings(stub.server_port, key="named-key")))
    assert "named-key" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert len(stub.seen) == 1


ODD = [
    {}, [], "words", None, {"choices": []}, {"choices": [{"message": None}]}, completion(None), completion(""),
    completion("[]"), completion("{}"), completion('{"claims": null}'), completion('{"claims": [[], 7, null, {}]}'),
    completion('{"claims": [{"quote": "\\u0000 \\ud800 x", "voice": "outlet", "stance": "asserted"}]}'),
]  # fmt: skip


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_an_odd_answer_is_counted_or_told_and_nothing_comes_of_it(stub, content):
    """Whatever JSON comes back: no proposal, and either a count by reason or one message."""
    stub.reply = lambda body, n: (200, content)
    model = open_model(settings(stub.server_port))
    accepted, told = (), ""
    try:
        accepted = outcome(model).accepted
    except ModelFailure as error:
        told = str(error)
    assert accepted == ()
    assert model.refused.total() >= 3 or told.startswith("127.0.0.1:")


def test_a_temperature_that_is_not_taken_is_left_out(stub):
    """An endpoint that calls the request bad is asked once more without a temperature, and then told of."""
    good = completion(json.dumps({"claims": [TRUCKS]}))
    stub.reply = lambda body, n: (400, {}) if "temperature" in body else (200, good)
    assert len(outcome(open_model(settings(stub.server_port))).accepted) == 1
    assert [("temperature" in body) for _, _, body in stub.seen] == [True, False]
    stub.reply = lambda body, n: (400, {})
    with pytest.raises(ModelFailure, match="status 400"):
        outcome(open_model(settings(stub.server_port)))


def test_an_endpoint_that_does_not_answer_in_time_is_told(stub):
    """The wait ends, with the host and the seconds in the message."""
    free = threading.Event()
    stub.reply = lambda body, n: (free.wait(5), (200, {}))[1]
    try:
        with pytest.raises(ModelFailure, match=r"127\.0\.0\.1:\d+ did not answer in 0\.2 seconds"):
            outcome(open_model(settings(stub.server_port, seconds=0.2)))
    finally:
        free.set()


def test_nobody_at_the_address_is_told(ai, monkeypatch):
    """A refused connection is one message with the host."""
    monkeypatch.setattr(ai, "ALLOW_MODEL_REQUESTS", True)
    with pytest.raises(ModelFailure, match=r"127\.0\.0\.1:9 cannot be asked"):
        outcome(open_model(settings(9)))
