"""Facts in the terminal: cards or a table; hostile text shows as text."""

from collections.abc import Iterable

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline.facts import Fact, Mention, MoneyMention, Phrase, TimeMention
from pipeline.facts.shown import plain
from pipeline.facts.types import relation_of

COLOURS = {
    "asserted": "green",
    "reported": "cyan",
    "planned": "blue",
    "possible": "yellow",
    "conditional": "yellow",
    "negated": "red",
}


def show_facts(
    facts: Iterable[Fact], texts: dict[str, str], table: bool, console: Console | None = None
) -> None:
    """Print facts.

    Args:
        facts: The records.
        texts: Texts by article id; where one is known, the sentence is shown.
        table: One line a fact instead of cards.
        console: Where they go; standard output without one.
    """
    console = console or Console(highlight=False)
    if table:
        console.print(_table(facts))
        return
    for fact in facts:
        console.print(_card(fact, texts.get(fact.article_id)))


def _table(facts: Iterable[Fact]) -> Table:
    table = Table()
    for name in ("status", "relation", "trigger", "who", "what", "when", "source", "article"):
        table.add_column(name, no_wrap=name in ("status", "relation"))
    for fact in facts:
        what = _names(fact, "item", "subject", "instrument", "claim")
        who = _names(fact, "supplier", "party", "denier")
        to = _names(fact, "recipient")
        table.add_row(
            Text(fact.status, COLOURS[fact.status]),
            relation_of(fact),
            Text(plain(fact.trigger.text)),
            Text(f"{who} → {to}".lstrip() if to else who),
            Text(what),
            Text(_names(fact, "date")),
            Text(_sources(fact)),
            Text(plain(fact.article_id)),
        )
    return table


def _card(fact: Fact, text: str | None) -> Panel:
    lines: list[Text] = []
    for role in fact.arguments.__struct_fields__:
        if names := _names(fact, role):
            lines.append(Text.assemble((f"{role:>10}  ", "dim"), names))
    if fact.attribution:
        lines.append(Text.assemble((f"{'source':>10}  ", "dim"), _sources(fact)))
    if fact.denies or fact.disputed_by:
        label = "denies" if fact.denies else "disputed"
        linked = plain(", ".join(fact.denies or fact.disputed_by))
        lines.append(Text.assemble((f"{label:>10}  ", "dim"), linked))
    if text is not None:
        lines.append(_sentence(fact, text))
    stage = f" · {fact.stage}" if fact.stage else ""
    title = Text.assemble(
        (fact.status, COLOURS[fact.status]),
        f" {relation_of(fact)}{stage} · ",
        (plain(fact.trigger.text), "bold"),
    )
    note = f"{plain(fact.article_id)} {fact.trigger.start}–{fact.trigger.end}"
    footer = Text(f"{note} · {plain(fact.rule)} · {fact.confidence:.2f} · {plain(fact.id)}", "dim")
    return Panel(Group(*lines), title=title, subtitle=footer, title_align="left")


def _sentence(fact: Fact, text: str) -> Text:
    start, end = fact.sentence.start, fact.sentence.end
    before = plain(text[start : fact.trigger.start])
    after = plain(text[fact.trigger.end : end])
    trigger = plain(text[fact.trigger.start : fact.trigger.end])
    return Text.assemble("\n", before, (trigger, "bold underline"), after)


def _names(fact: Fact, *roles: str) -> str:
    found = []
    for role in roles:
        for mention in getattr(fact.arguments, role, ()):
            found.append(plain(_name(mention)))
    return ", ".join(dict.fromkeys(found))


def _name(mention: Mention) -> str:
    if isinstance(mention, TimeMention):
        return mention.value or mention.text or ""
    if isinstance(mention, MoneyMention) and mention.value:
        return f"{mention.value.amount:,} {mention.value.currency or ''}".strip()
    if isinstance(mention, Phrase) and mention.kind == "implicit":
        return f"({mention.canonical})"
    if isinstance(mention, Phrase) and mention.canonical and mention.canonical != mention.text:
        return f"{mention.text} [{mention.canonical}]"
    return mention.text or ""


def _sources(fact: Fact) -> str:
    found = []
    for attribution in fact.attribution:
        name = attribution.source.text if attribution.source else attribution.cue or "unnamed"
        found.append(plain(name) + (" (anonymous)" if attribution.anonymous else ""))
    return " ← ".join(found)
