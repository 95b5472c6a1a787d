"""Facts of a `Doc` in a notebook: displaCy's spans over the text, and a card a fact below."""

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from rich.console import Console
from spacy import displacy
from spacy.tokens import Doc
from spacy.util import is_in_jupyter

from pipeline.facts import Fact
from pipeline.facts.shown import plain
from pipeline.facts.types import relation_of
from pipeline.review.terminal import show_facts

COLOURS = {"supply": "#9ad0c2", "deal": "#a9c5f5", "denial": "#f3b2a6"}
ARGUMENT = "#e4e4dc"
WIDTH = 100
CARDS = '<pre style="font-family:ui-monospace,monospace;line-height:1.3">{code}</pre>'
HEAD = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>factwire</title></head>\n'


def render(doc: Doc, *, page: bool = False, jupyter: bool | None = None) -> str | None:
    """Show the facts of a document, as displaCy shows its entities.

    Args:
        doc: A document that the component `factwire` has read.
        page: Return a whole page instead of a fragment.
        jupyter: Display in the notebook (return nothing), or not; None asks displaCy's way whether one runs.

    Returns:
        HTML, every character of the text escaped; None where it was displayed.
    """
    body = _marked(doc) + _cards(doc)
    html = f"{HEAD}<body>{body}</body></html>" if page else body
    if jupyter or (jupyter is None and is_in_jupyter()):
        shown: Any = import_module("IPython.display")
        shown.display(shown.HTML(html))
        return None
    return html


def _marked(doc: Doc) -> str:
    spans = [span for number, fact in enumerate(doc._.facts, 1) for span in _spans(doc, fact, number)]
    colours = {span["label"]: span.pop("colour") for span in spans}
    parsed = {"text": doc.text, "tokens": [plain(token.text) for token in doc], "spans": spans}
    options: Any = {"colors": colours}
    return displacy.render(parsed, style="span", manual=True, page=False, jupyter=False, options=options)


def _spans(doc: Doc, fact: Fact, number: int) -> Iterator[dict[str, Any]]:
    """Yield the trigger and the arguments of a fact as displaCy wants them: in tokens, with a label."""
    relation = relation_of(fact)
    yield _span(doc, fact.trigger.start, fact.trigger.end, f"{number} {relation}", COLOURS[relation])
    for role in fact.arguments.__struct_fields__:
        for mention in getattr(fact.arguments, role) or ():
            if mention.start is not None:
                yield _span(doc, mention.start, mention.end, f"{number} {role}", ARGUMENT)


def _span(doc: Doc, start: int, end: int, label: str, colour: str) -> dict[str, Any]:
    span: Any = doc.char_span(start, end, alignment_mode="expand")
    return {"start_token": span.start, "end_token": span.end, "label": label, "colour": colour}


def _cards(doc: Doc) -> str:
    console = Console(
        record=True,
        file=io.StringIO(),
        width=WIDTH,
        highlight=False,
        force_jupyter=False,
        force_terminal=False,
    )
    show_facts(doc._.facts, {}, table=False, console=console)
    return console.export_html(inline_styles=True, code_format=CARDS)
