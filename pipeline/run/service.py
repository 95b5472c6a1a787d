"""Facts over HTTP: one article a request, with limits on size, time and the number that wait.

Each worker is a process of its own, so that a text that hangs or kills it costs its request only.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from pipeline import __version__
from pipeline.errors import E, FactwireError
from pipeline.read import Article, is_date
from pipeline.run.batch.crew import Crew
from pipeline.run.batch.extractor import Extractor, Outcome

STATUS = {E.E047: 400, E.E080: 413, E.E048: 503}
TIMED_OUT = E.E053.name
WORKER_DIED = E.E051.name
WARM_UP = Article(id="warm-up", text="Peru sold jets to Chad.")


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """Limits of a service.

    Attributes:
        workers: Processes, each of which does one article at a time.
        timeout: Seconds that one article may take.
        max_bytes: Largest body of a request.
        max_waiting: Most requests that wait for a worker.
    """

    workers: int = 1
    timeout: float = 60.0
    max_bytes: int = 2_000_000
    max_waiting: int = 100


class Metrics:
    """What `/metrics` tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "factwire_requests", "Requests to extract", ["status"], registry=self.registry
        )
        self.facts = Counter("factwire_facts", "Facts found", ["relation"], registry=self.registry)
        self.seconds = Histogram("factwire_seconds", "Seconds an article took", registry=self.registry)
        self.waiting = Gauge("factwire_waiting", "Requests waiting or worked on", registry=self.registry)


class Desk:
    """Gives articles to workers, one each at a time.

    Args:
        extractor: What the workers do.
        options: How many, and for how long.
    """

    def __init__(self, extractor: Extractor, options: ServiceOptions) -> None:
        self.options = options
        self.crews = [Crew(extractor, 1, options.timeout) for _ in range(options.workers)]
        self.idle: asyncio.Queue[Crew] = asyncio.Queue()
        self.present = 0

    def open(self) -> None:
        """Start all workers, before any other thread runs."""
        for crew in self.crews:
            _outcome(crew, WARM_UP)
            self.idle.put_nowait(crew)

    def close(self) -> None:
        """End all workers."""
        for crew in self.crews:
            crew.stop()

    async def extract(self, article: Article) -> Outcome:
        """Return what becomes of an article.

        Raises:
            FactwireError: E048 if too many wait already.
        """
        if self.present >= self.options.workers + self.options.max_waiting:
            waiting = self.present - self.options.workers
            raise FactwireError(E.E048, slots=self.options.workers, waiting=waiting)
        self.present += 1
        try:
            crew = await self.idle.get()
            try:
                return await asyncio.to_thread(_outcome, crew, article)
            finally:
                self.idle.put_nowait(crew)
        finally:
            self.present -= 1


def _outcome(crew: Crew, article: Article) -> Outcome:
    return next(outcome for _, outcome in list(crew.run([(0, article)])))


def create_app(extractor: Extractor, options: ServiceOptions) -> FastAPI:
    """Return the service.

    Args:
        extractor: What the workers do.
        options: Its limits.
    """
    desk, metrics = Desk(extractor, options), Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.open()
        yield
        desk.close()

    app = FastAPI(title="factwire", version=__version__, lifespan=lifespan)

    @app.middleware("http")
    async def tell_errors(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await go_on(request)
        except FactwireError as error:
            return _error(STATUS.get(error.code, 500), error.code.name, error.message, metrics)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        model = extractor.nlp.meta
        name = f"{model['lang']}_{model['name']} {model['version']}"
        return {"status": "ok", "factwire": __version__, "model": name, "workers": options.workers}

    @app.get("/metrics")
    async def tell_metrics() -> Response:
        metrics.waiting.set(desk.present)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    @app.post("/extract")
    async def extract(request: Request) -> Response:
        article = _article(await _body(request, options.max_bytes), request.headers.get("content-type", ""))
        start = time.perf_counter()
        outcome = await desk.extract(article)
        seconds = time.perf_counter() - start
        if outcome.fault is not None:
            return _fault(outcome.fault.message, metrics)
        metrics.requests.labels("200").inc()
        metrics.seconds.observe(seconds)
        facts = [json.loads(line) for line in outcome.facts]
        for fact in facts:
            metrics.facts.labels(fact["relation"]).inc()
        return _json(200, {"article_id": article.id, "facts": facts, "seconds": round(seconds, 4)})

    return app


async def _body(request: Request, limit: int) -> bytes:
    """Read a body up to a limit.

    Raises:
        FactwireError: E080 if it is longer.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise FactwireError(E.E080, path="request", limit=limit)
    return bytes(body)


def _article(body: bytes, kind: str) -> Article:
    """Return the article of a request: plain text, or JSON with `text` and what else is known.

    Raises:
        FactwireError: E047 if it is none.
    """
    try:
        if not kind.startswith("application/json"):
            record: Any = {"text": body.decode("utf-8")}
        else:
            record = msgspec.json.decode(body)
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise FactwireError(E.E047, reason=error) from error
    if not isinstance(record, dict):
        raise FactwireError(E.E047, reason="the body must be a JSON object with `text`")
    for name in ("text", "id", "published"):
        wanted = name == "text"
        if not isinstance(record.get(name), str) and (wanted or record.get(name) is not None):
            raise FactwireError(E.E047, reason=f"`{name}` must be a text")
    if not record["text"].strip():
        raise FactwireError(E.E047, reason="`text` is empty")
    published = record.get("published")
    if published is not None and not is_date(published):
        raise FactwireError(E.E047, reason=f"`published` is no ISO date: {published!r}")
    return Article(id=record.get("id") or "request", text=record["text"], published=published)


def _fault(message: str, metrics: Metrics) -> Response:
    code = message[1:5]
    status = {TIMED_OUT: 504, WORKER_DIED: 500}.get(code, 422)
    return _error(status, code, message, metrics)


def _error(status: int, code: str, message: str, metrics: Metrics) -> Response:
    metrics.requests.labels(str(status)).inc()
    headers = {"Retry-After": "1"} if status == 503 else {}
    return _json(status, {"error": {"code": code, "message": message}}, headers)


def _json(status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    body = msgspec.json.encode(content)
    return Response(body, status, headers, media_type="application/json")
