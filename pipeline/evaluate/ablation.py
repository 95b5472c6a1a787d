"""What each mechanism is worth: the figures with it switched off, against all switched on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import asides, entities, sentences, truecase
from pipeline.annotate.mechanisms import mechanisms
from pipeline.component import Factwire
from pipeline.evaluate.gold import records_of
from pipeline.evaluate.records import Record
from pipeline.evaluate.render import Section, percent
from pipeline.evaluate.report import Report, evaluate
from pipeline.facts import Fact
from pipeline.predicates import acting_repairs
from pipeline.predicates.repairs import REPAIRS
from pipeline.read import Article

MEASURES = ("fact", "argument", "argument.all", "actor", "status", "link", "record")
COMPONENTS = {
    sentences.NAME: "sentence boundaries from the layout",
    asides.NAME: "names read without codes and pointed brackets",
    truecase.NAME: "headlines read in the case of running text",
    entities.NAME: "entities by form: numbers, money, dates, weapons",
}
"""Components of the pipeline that are left out as a whole, before the parse is read."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens without one mechanism.

    Attributes:
        name: The mechanism.
        about: What it does.
        without: F1 (accuracy) by measure with it switched off, in [0, 1]; None for nothing there.
        changed: Number of facts that are lost, found or told otherwise.
    """

    name: str
    about: str
    without: Mapping[str, float | None]
    changed: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures with everything switched on, and the effects, strongest first."""

    base: Mapping[str, float | None]
    effects: Sequence[Effect]
    facts: int


def ablate(nlp: Language, articles: Sequence[Article], gold: Iterable[Record]) -> Ablation:
    """Switch each mechanism off alone and measure.

    Args:
        nlp: A pipeline with this package's components, the component `factwire` last or not there.
        articles: The articles.
        gold: Their gold records.
    """
    ours = list(gold)
    known = {article.id: article for article in articles}
    docs = list(_parsed(nlp, articles, "factwire"))
    base = _facts(docs, ())
    report = _score(ours, base, known)
    touched = _touched(docs)
    effects = []
    for name, about in mechanisms().items():
        effects.append(_effect(name, about, base, _without(name, docs, base, touched), ours, known))
    for name, about in COMPONENTS.items():
        without = _facts(list(_parsed(nlp, articles, "factwire", name)), ())
        effects.append(_effect(name, about, base, without, ours, known))
    figures = _figures(report)
    effects.sort(key=lambda effect: (_weight(effect, figures), effect.name))
    return Ablation(figures, effects, len(base))


def changed_texts(nlp: Language, texts: Sequence[Article], names: Iterable[str]) -> dict[str, int]:
    """Count the texts whose facts change without each of some mechanisms, most first.

    For sentences without gold: what a construction is rare for in articles shows on a suite of them.
    """
    docs = list(_parsed(nlp, texts, "factwire"))
    facts, touched = _facts(docs, ()), _touched(docs)
    base = _by_text(facts)
    found: dict[str, int] = {}
    for name in names:
        without = _by_text(_without(name, docs, facts, touched))
        found[name] = sum(base.get(key) != without.get(key) for key in base.keys() | without.keys())
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _by_text(facts: Mapping[str, Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts.values():
        found.setdefault(fact.article_id, []).append(fact)
    return found


def _parsed(nlp: Language, articles: Iterable[Article], *without: str) -> Iterator[Doc]:
    present = [name for name in without if name in nlp.pipe_names]
    with nlp.select_pipes(disable=present):
        for article in articles:
            doc = nlp.make_doc(article.text)
            doc._.article_id, doc._.published = article.id, article.published
            yield nlp(doc)


def _facts(docs: Iterable[Doc], disable: Iterable[str]) -> dict[str, Fact]:
    component = Factwire(disable=disable)
    found: dict[str, Fact] = {}
    for doc in docs:
        doc.user_data.pop("factwire_graph", None)
        found |= {fact.id: fact for fact in component.match(doc)}
        doc.user_data.pop("factwire_graph", None)
    return found


def _touched(docs: Sequence[Doc]) -> dict[str, list[Doc]]:
    """Return the documents in which each repair changes an arc: in others it cannot change a fact."""
    found: dict[str, list[Doc]] = {name: [] for name in REPAIRS}
    for doc in docs:
        for name in acting_repairs(doc):
            found[name].append(doc)
    return found


def _without(
    name: str, docs: Sequence[Doc], base: Mapping[str, Fact], touched: Mapping[str, Sequence[Doc]]
) -> dict[str, Fact]:
    """Return the facts without a mechanism; documents that it cannot touch are not read again."""
    again = touched.get(name, docs)
    ids = {doc._.article_id for doc in again}
    kept = {key: fact for key, fact in base.items() if fact.article_id not in ids}
    return kept | _facts(again, (name,))


def _score(gold: list[Record], facts: dict[str, Fact], articles: Mapping[str, Article]) -> Report:
    predicted = records_of([msgspec.to_builtins(fact) for fact in facts.values()], articles)
    return evaluate(gold, predicted, articles, samples=0)


def _figures(report: Report) -> dict[str, float | None]:
    return {measure: report.score(measure, interval=False).f1 for measure in MEASURES}


def _effect(
    name: str,
    about: str,
    base: dict[str, Fact],
    without: dict[str, Fact],
    gold: list[Record],
    articles: Mapping[str, Article],
) -> Effect:
    changed = sum(base.get(key) != without.get(key) for key in base.keys() | without.keys())
    return Effect(name, about, _figures(_score(gold, without, articles)), changed)


def _weight(effect: Effect, base: Mapping[str, float | None]) -> float:
    """Sum of all changes: the most negative is the mechanism that does most."""
    return sum((effect.without[m] or 0.0) - (base[m] or 0.0) for m in MEASURES)


def section(title: str, found: Ablation) -> Section:
    """Return the table of an ablation: changes in percentage points."""
    header = ("switched off", *MEASURES, "facts changed")
    rows = [("nothing", *(percent(found.base[m]) for m in MEASURES), f"of {found.facts:,}")]
    for effect in found.effects:
        cells = (_change(effect.without[m], found.base[m]) for m in MEASURES)
        rows.append((f"`{effect.name}`: {effect.about}", *cells, str(effect.changed)))
    return Section(title, header, rows)


def _change(value: float | None, base: float | None) -> str:
    if value is None or base is None:
        return "–"
    points = round(100 * (value - base), 1)
    return f"{points:+.1f}" if points else "0"
