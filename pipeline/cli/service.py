"""Commands that stay: watch a folder, answer over HTTP."""

import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from pipeline.cli.pipes import say
from pipeline.cli.reading import AnyLanguage, Model, Published, Rules, Timeout, Workers, read_options
from pipeline.cli.store import DEFAULT_URL, Database
from pipeline.errors import E, FactwireError
from pipeline.run.words import count


def register(app: typer.Typer) -> None:
    """Add these commands to the `factwire` command."""
    app.command()(watch)
    app.command()(serve)


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that articles come into.")],
    db: Database = DEFAULT_URL,
    quarantine: Annotated[
        Path, typer.Option(help="File that takes a line of JSON for each input that failed.")
    ] = Path("quarantine.jsonl"),
    settle: Annotated[float, typer.Option(min=0, help="Seconds that a file must rest.")] = 2.0,
    poll: Annotated[float, typer.Option(min=0.05, help="Seconds between two looks.")] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is left to take.")] = False,
    workers: Workers = 1,
    timeout: Timeout = 60.0,
    model: Model = None,
    rules: Rules = None,
    published: Published = None,
    any_language: AnyLanguage = False,
) -> None:
    """Take articles as they come into a folder and load their facts, each file once, whatever happens."""
    from pipeline.run.batch import Crew, Extractor
    from pipeline.run.extract import load_pipeline
    from pipeline.run.rulecheck import with_rules
    from pipeline.run.watch import WatchOptions
    from pipeline.run.watch import watch as run_watch

    reading = read_options(published, None, None, None, None, any_language)
    options = WatchOptions(folder, db, quarantine, settle, poll, once, reading)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    nlp = load_pipeline(model, with_rules(rules))
    with Crew(Extractor(nlp, keep=True, reading=reading), workers, timeout) as crew:
        say(f"watching {folder}; facts go to {db}")
        taken = run_watch(crew, options, stop, say)
    say(f"stopped after {count(taken, 'file')}")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    workers: Workers = 1,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one article may take.")] = 60.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest body of a request.")] = 2_000_000,
    max_waiting: Annotated[int, typer.Option(min=0, help="Most requests that wait for a worker.")] = 100,
    model: Model = None,
    rules: Rules = None,
) -> None:
    """Answer over HTTP: POST /extract, GET /health, GET /metrics."""
    import socket

    try:
        import uvicorn

        from pipeline.run.service import ServiceOptions, create_app
    except ImportError as error:
        raise FactwireError(E.E045, feature="serve", package=error.name, extra="serve") from error
    from pipeline.run.batch import Extractor
    from pipeline.run.extract import load_pipeline
    from pipeline.run.rulecheck import with_rules

    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise FactwireError(E.E046, host=host, port=port, reason=error.strerror or error) from error
    options = ServiceOptions(workers, timeout, max_bytes, max_waiting)
    app = create_app(Extractor(load_pipeline(model, with_rules(rules))), options)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    # uvicorn takes these signals, answers what is under way, and raises them again.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    say(f"listening on http://{host}:{listener.getsockname()[1]}")
    server.run([listener])
    say("stopped")
