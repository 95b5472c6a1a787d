"""The command that merges facts of many articles into events."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.pipes import say


def register(app: typer.Typer) -> None:
    """Add the command to the `factwire` command."""
    app.command()(merge)


def merge(
    facts: Annotated[
        list[Path], typer.Argument(metavar="FACTS", help="Files of facts, or - for standard input.")
    ],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="File for the events; default stdout.")
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(help="File for the pairs that nearly joined, each with what stands between them."),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out facts of less confidence.")
    ] = 0.0,
) -> None:
    """Join mentions of the same event across articles into events, as JSON lines."""
    from itertools import chain

    import msgspec

    from pipeline.cli.records import read_records
    from pipeline.merge import NearJoin, merge_facts
    from pipeline.write import open_output

    pairs: list[NearJoin] = []
    records = chain.from_iterable(read_records(path) for path in facts)
    events = merge_facts(records, min_confidence, pairs.append if near else None)
    encoder = msgspec.json.Encoder()
    with open_output(output) as stream:
        stream.write(encoder.encode_lines(events))
    if near:
        with open_output(near) as stream:
            stream.write(encoder.encode_lines(pairs))
    joined = sum(len(event.evidence) > 1 for event in events)
    count = sum(len(event.evidence) for event in events)
    say(f"{count} facts, {len(events)} events, {joined} of them told more than once")
