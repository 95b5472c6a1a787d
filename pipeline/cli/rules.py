"""Commands on rules: list them, and run their examples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import EXIT_FAILED, Relation
from pipeline.cli.pipes import say
from pipeline.run.words import count

if TYPE_CHECKING:
    from pipeline.relations import Rule

rules_app = typer.Typer(name="rules", help="List and test the rules.", no_args_is_help=True)

Rules = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="Only those of this file or folder; may be given again; default all."),
]


@rules_app.command("list")
def rules_list(
    rules: Rules = None,
    relation: Annotated[Relation | None, typer.Option(help="Only one relation.")] = None,
) -> None:
    """List the rules: id, what they cover, and their triggers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("rule", "covers", "triggers")
    for rule in _load(rules):
        if relation in (None, rule.relation):
            table.add_row(*(Text(cell) for cell in (rule.id, rule.about, ", ".join(rule.triggers))))
    Console().print(table)


@rules_app.command("test")
def rules_test(
    rules: Rules = None,
    model: Annotated[str | None, typer.Option(help="spaCy model, by name or path.")] = None,
) -> None:
    """Run every example and counterexample; exit with 1 if one does not hold."""
    from pipeline.facts.shown import plain
    from pipeline.run.extract import load_pipeline
    from pipeline.run.rulecheck import check_rules, with_rules

    loaded = _load(rules)
    nlp = load_pipeline(model, with_rules(rules))
    done = failed = 0
    for check in check_rules(nlp, loaded):
        done += 1
        if not check.passed:
            failed += 1
            what = "no fact from the example" if check.wanted else "a fact from the counterexample"
            typer.echo(f"{check.rule}: {what}: {plain(check.sentence)}")
    say(f"{count(len(loaded), 'rule')}, {count(done, 'sentence')}, {failed} failed")
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _load(rules: list[Path] | None) -> list["Rule"]:
    from pipeline.relations import load_rules
    from pipeline.run.rulecheck import added_rules

    return load_rules(map(Path, added_rules(rules)) if rules else None)
