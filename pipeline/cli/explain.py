"""Why a sentence gives the facts that it gives."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.facts.shown import plain
from pipeline.predicates import classes_of, graph_of
from pipeline.read import Article
from pipeline.relations import RelationMatcher, Trace, load_rules
from pipeline.review.terminal import show_facts
from pipeline.run.extract import analyse, load_pipeline
from pipeline.run.rulecheck import with_rules


def explain_text(text: str, model: str | None = None, rules: list[Path] | None = None) -> None:
    """Print the parse of a text, each rule tried on it, and the facts that came out."""
    files = with_rules(rules)
    nlp = load_pipeline(model, files)
    doc = analyse(nlp, Article("explain", text))
    console = Console(highlight=False)
    graph = graph_of(doc)
    parse = Table("", "word", "lemma", "tag", "relation", "head", "entity", "classes", title="Parse")
    for token in doc:
        classes = ", ".join(sorted(classes_of(graph, token))) if token.is_alpha else ""
        row = [str(token.i), token.text, token.lemma_, token.tag_, graph.dep(token)]
        row += [graph.head(token).text, token.ent_type_, classes]
        parse.add_row(*(Text(plain(cell)) for cell in row))
    console.print(parse)
    trace = Trace()
    RelationMatcher(load_rules(map(Path, files) if files else None)).match(doc, trace)
    tried = Table("rule", "trigger", "", "why", title="Rules tried")
    for step in trace.steps:
        mark = Text("yes", "green") if step.passed else Text("no", "red")
        tried.add_row(step.rule, Text(plain(step.trigger)), mark, Text(plain(step.reason)))
    console.print(tried)
    show_facts(doc._.facts, {"explain": text}, table=False)
