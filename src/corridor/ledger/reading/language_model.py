"""A language model behind an endpoint that speaks chat completions, as one more proposer: off unless it is asked for.

The only room that opens a connection, and only to the endpoint that is named on the line: no redirect is followed, no
proxy and no key of the environment is used unless it is named. A model is distrusted: it answers with quotations and
words of fixed lists, each claim keeps to the rules of `acceptance` or is refused, and what is refused may be corrected
twice. It never accepts anything, and its own sentences never enter the ledger.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from corridor.errors import CorridorError, UsageError
from corridor.ledger.documents import Reading
from corridor.ledger.reading.acceptance import judge
from corridor.ledger.reading.drawn import MOST, Answer, Misshapen, placed
from corridor.ledger.reading.extent import shortened
from corridor.ledger.reading.pieces import Piece, pieces_of
from corridor.ledger.reading.prompt import EXAMPLES, INSTRUCTIONS, VERSION, prompt_of
from corridor.ledger.reading.propose import Lists, Marks, marks_of
from corridor.ledger.verify import Finding, Proposal

CALLS = 40
"""Most calls of a run, unless another number is given."""
SECONDS = 120.0
"""Longest wait for an answer, unless another is given."""
CORRECTIONS = 2
"""How often a model may correct what was refused of a piece."""
INSTALL = "Install corridor[llm], or leave --model out"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_REDIRECTS = range(300, 400)

Ask = Callable[[str], Answer]
"""A prompt to an answer; raises `NoForm` for one without the form asked for, `ModelFailure` for none at all."""


class ModelFailure(CorridorError):
    """An endpoint that cannot be reached, refuses, or does not answer in time. Nothing was written."""


class NoForm(Exception):
    """An answer that has not the form asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where text is sent: the address, its host with the port, and whether the way there is open to others."""

    url: str
    host: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which model is asked, where, and how long; the key is never shown."""

    model: str
    endpoint: Endpoint
    key: str = field(default="", repr=False)
    seconds: float = SECONDS


@dataclass(slots=True)
class LanguageModel:
    """A model as a `Proposer`, with its calls counted.

    Attributes
    ----------
    ask : Ask
        A prompt to an answer.
    by : str
        Who proposes, as the column `proposed_by` says it: the model and the version of the prompt.
    budget : int
        Most calls, over all documents; one more where an endpoint takes no temperature.
    calls : int
        Calls so far.
    refused : Counter of str
        What was refused of the last document, by reason; each time that it was.
    unasked : int
        Pieces of the last document that the budget did not reach.
    """

    ask: Ask
    by: str
    budget: int = CALLS
    calls: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unasked: int = 0

    def __call__(self, reading: Reading, lists: Lists) -> Iterator[Proposal]:
        """Proposals from a document, all of which keep to the rules; `refused` and `unasked` are of this document."""
        self.refused, self.unasked = Counter(), 0
        short = shortened(reading)
        marks = marks_of(short, lists)
        for piece in pieces_of(short):
            if self.calls >= self.budget:
                self.unasked += 1
            else:
                yield from self._piece(short, piece, lists, marks)

    def _piece(self, short: Reading, piece: Piece, lists: Lists, marks: Marks) -> Iterator[Proposal]:
        refusals: list[tuple[str, Finding]] = []
        given: set[Proposal] = set()
        for turn in range(1 + CORRECTIONS):
            if self.calls >= self.budget or (turn and not refusals):
                return
            self.calls += 1
            prompt = prompt_of(short, piece, [(quote, f.why) for quote, f in refusals])
            good, refusals = self._sorted(prompt, piece, short, lists, marks)
            self.refused.update(finding.code for _, finding in refusals)
            for proposal in good:
                if proposal not in given:
                    given.add(proposal)
                    yield proposal

    def _sorted(
        self, prompt: str, piece: Piece, short: Reading, lists: Lists, marks: Marks
    ) -> tuple[list[Proposal], list[tuple[str, Finding]]]:
        """What an answer holds: proposals that keep to the rules, and refusals with their quotes."""
        try:
            claims: Sequence[Any] = self.ask(prompt).claims
        except NoForm as error:
            return [], [("", Finding("refused", "shape", str(error)))]
        good: list[Proposal] = []
        refusals: list[tuple[str, Finding]] = []
        for drawn in claims[:MOST]:
            found = placed(drawn, piece, short, lists, marks)
            finding = found if isinstance(found, Finding) else _refusal(found, short, lists)
            if finding is not None:
                refusals.append(("" if isinstance(drawn, Misshapen) else drawn.quote, finding))
            elif isinstance(found, Proposal):
                good.append(found)
        if len(claims) > MOST:
            refusals.append(("", Finding("refused", "too many", f"an answer holds at most {MOST} claims")))
        return good, refusals


def _refusal(proposal: Proposal, short: Reading, lists: Lists) -> Finding | None:
    verdict = judge(proposal, short, aliases=lists.aliases, examples=EXAMPLES)
    return next((f for f in verdict.findings if f.level == "refused"), None)


# -------------------------------------------------------------------------------------- the endpoint


def endpoint_of(url: str) -> Endpoint:
    """An address as an endpoint.

    Raises
    ------
    UsageError
        When it is no plain http or https address, or holds a name, a key or a query.

    Examples
    --------
    >>> endpoint_of("http://localhost:8080/v1").host, endpoint_of("http://a.example/v1").is_open
    ('localhost:8080', True)
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or not url.strip().isprintable():
        raise UsageError(
            "--endpoint: that is no address of an endpoint. Write one such as https://host.example/v1."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(
            "--endpoint: an address holds no name, key or query. Name the variable of a key with --key-from."
        )
    told = f"{host}:{port}" if port else host
    return Endpoint(url.strip(), told, parts.scheme == "http" and host not in _LOOPBACK)


def open_model(settings: Settings, *, budget: int = CALLS, model: Any = None) -> LanguageModel:
    """A model that is ready to be asked; nothing is sent yet.

    Parameters
    ----------
    settings : Settings
    budget : int
        Most calls, over all documents.
    model : object, optional
        A model of pydantic-ai to ask instead of the endpoint, for tests.

    Raises
    ------
    UsageError
        When the extra is not installed.
    """
    try:
        import openai  # noqa: F401, PLC0415  (an extra: most installations have none)
        import pydantic_ai  # noqa: F401, PLC0415
    except ImportError:
        raise UsageError(f"--model {settings.model}: pydantic-ai is not installed. {INSTALL}.") from None
    name = " ".join(settings.model.split())[:100]
    return LanguageModel(_Asker(settings, model), f"model {name}, prompt {VERSION}", budget)


@dataclass(slots=True)
class _Asker:
    """Asks an endpoint, one connection a call; without a temperature once it was refused."""

    settings: Settings
    model: Any
    temperature: float | None = 0.0

    def __call__(self, prompt: str) -> Answer:
        """The answer to a prompt."""
        try:
            return _run(partial(_ask, self.settings, prompt, self.model, self.temperature))
        except _Disliked:
            if self.temperature is None:
                raise ModelFailure(
                    f"{self.settings.endpoint.host} does not take the request (status 400)."
                ) from None
            self.temperature = None
            return self(prompt)


def _run(ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """What a coroutine comes to; in a thread of its own where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(ask())
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(ask())).result()


class _Disliked(Exception):
    """A request that the endpoint calls bad."""


async def _ask(settings: Settings, prompt: str, model: Any, temperature: float | None) -> Answer:
    from pydantic_ai import Agent, ModelSettings, PromptedOutput, UsageLimits  # noqa: PLC0415
    from pydantic_ai.exceptions import UnexpectedModelBehavior  # noqa: PLC0415

    wanted = ModelSettings(timeout=settings.seconds)
    if temperature is not None:
        wanted["temperature"] = temperature
    try:
        async with asyncio.timeout(settings.seconds), _opened(settings, model) as opened:
            agent = Agent(opened, output_type=PromptedOutput(Answer), instructions=INSTRUCTIONS, retries=0)
            done = await agent.run(prompt, model_settings=wanted, usage_limits=UsageLimits(request_limit=1))
    except UnexpectedModelBehavior:
        raise NoForm("the answer is not the JSON that was asked for") from None
    except Exception as error:  # noqa: BLE001  (of three libraries; what they say may hold what was sent)
        raise _failure(error, settings) from None
    answer: Answer = done.output
    return answer


def _failure(error: Exception, settings: Settings) -> Exception:
    """What a failed call is, in words of ours."""
    host = settings.endpoint.host
    status = getattr(error, "status_code", None) or getattr(error.__cause__, "status_code", None)
    if status == 400:
        return _Disliked()
    if isinstance(status, int):
        return ModelFailure(_status(host, status))
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return ModelFailure(f"{host} did not answer in {settings.seconds:g} seconds.")
    return ModelFailure(f"{host} cannot be asked ({type(error).__name__}). Is the address right?")


def _status(host: str, status: int) -> str:
    """What a status says, in words; nothing of what the endpoint wrote is shown."""
    if status in {401, 403}:
        return f"{host} refused the key (status {status}). Name the variable that holds it with --key-from."
    if status in _REDIRECTS:
        return f"{host} points to another address (status {status}), and the text is sent to no other. Name that one."
    if status == 404:
        return f"{host} has no such model or address (status 404). Look at --model and --endpoint."
    if status == 429:
        return f"{host} takes no more requests now (status 429). Try again later."
    return f"{host} answered with status {status}. Nothing came back."


@asynccontextmanager
async def _opened(settings: Settings, model: Any) -> AsyncIterator[Any]:
    """The model of an endpoint for one call, and its connection closed after it."""
    if model is not None:
        yield model
        return
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient  # noqa: PLC0415
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    connection = DefaultAsyncHttpxClient(follow_redirects=False, trust_env=False, timeout=settings.seconds)
    client = AsyncOpenAI(
        base_url=settings.endpoint.url, api_key=settings.key or "none", max_retries=0, http_client=connection
    )
    for name in ("organization", "project", "admin_api_key"):
        setattr(client, name, None)  # the client takes them from the environment, unasked
    async with client:
        yield OpenAIChatModel(settings.model, provider=OpenAIProvider(openai_client=client))
