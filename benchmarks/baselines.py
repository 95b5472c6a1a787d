"""What a user would pick instead today, on the same gold: `make baselines`.

    python benchmarks/baselines.py OUTPUT [--real FOLDER]

Two baselines read the same parse as factwire and the same verb lexicon (`baselines.toml`): textacy's
subject–verb–object triples, and a spaCy DependencyMatcher with a pattern for subject, object,
indirect object and prepositional phrases, active and passive. Both give records of the same contract:
countries by their ISO codes, an item's canonical name by its head's lemma, a negation and a
"will" as factuality.
"""

import argparse
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import textacy.extract
from spacy.language import Language
from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Span, Token

from pipeline.evaluate import Record, evaluate, load_articles, load_records, records_of
from pipeline.evaluate.files import write_text
from pipeline.evaluate.render import Section, percent, to_markdown
from pipeline.facts import Factuality, derive_status, fact_id
from pipeline.read import Article
from pipeline.resolve.countries import countries
from pipeline.run.extract import load_pipeline

ROOT = Path(__file__).parents[1]
SPLITS = ("train", "dev")
MEASURES = ("fact", "argument", "argument.all", "actor", "status", "link", "record")
LEXICON = tomllib.loads((ROOT / "benchmarks" / "baselines.toml").read_text(encoding="utf-8"))["verbs"]
BY_LEMMA = {lemma: entry for entry in LEXICON for lemma in entry["lemmas"]}
TO_CLEARNLP = {"obj": "dobj", "iobj": "dative", "nsubj:pass": "nsubjpass", "aux:pass": "auxpass"}
SLOTS = {
    "subject": "nsubj",
    "object": "obj",
    "indirect": "iobj",
    "passive": "nsubj:pass",
    "clause": "ccomp",
}
Roles = dict[str, list[Span]]
INTRO = """# Baselines
Made by `make baselines`: what a user would pick instead, on the same gold, by the same measures. All three
read the parse of the same model. The baselines share a verb lexicon (`benchmarks/baselines.toml`) and a
mapping to records (`benchmarks/baselines.py`): countries get their codes, items their head's lemma; "not" and
"will" are read, sources and coreference are not. `argument` counts on the paired facts, `argument.all` also
those of facts that are missing or too many.

"""


def _mention(token: Token) -> Span:
    """Return the noun phrase of a token: its left dependents and itself, as far as they touch."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].head.i == token.i:
        start -= 1
    while start < token.i and token.doc[start].pos_ in ("ADP", "PUNCT", "CCONJ", "SPACE"):
        start += 1
    return token.doc[start : token.i + 1]


def _argument(role: str, span: Span) -> dict[str, Any]:
    words = [token.text for token in span if token.pos_ not in ("DET", "NUM")] or [span.text]
    name = countries().any(" ".join(words)) or " ".join(words)
    canonical = {"item": span.root.lemma_, "claim": None}.get(role, name)
    kind = {"PRON": "pronoun", "PROPN": "named"}.get(span.root.pos_, "nominal")
    return {
        "text": span.text,
        "start": span.start_char,
        "end": span.end_char,
        "label": span.root.ent_type_ or None,
        "kind": kind,
        "canonical": canonical,
    }


def _record(article: Article, verb: Token, relation: str, roles: Roles) -> dict[str, Any]:
    negative = any(child.lower_ in ("not", "n't", "never") for child in verb.children)
    future = any(child.lower_ in ("will", "to") and child.tag_ in ("MD", "TO") for child in verb.children)
    factuality = Factuality(
        polarity="negative" if negative else "positive", time="future" if future else "past"
    )
    return {
        "id": fact_id(article.id, relation, verb.idx, verb.idx + len(verb)),
        "article_id": article.id,
        "relation": relation,
        "published": article.published,
        "trigger": {
            "text": verb.text,
            "start": verb.idx,
            "end": verb.idx + len(verb),
            "lemma": verb.lemma_,
        },
        "sentence": {"start": verb.sent.start_char, "end": verb.sent.end_char},
        "arguments": {role: [_argument(role, span) for span in spans] for role, spans in roles.items()},
        "factuality": {
            "polarity": factuality.polarity,
            "certainty": factuality.certainty,
            "time": factuality.time,
            "conditional": False,
        },
        "attribution": [],
        "status": derive_status(factuality, False),
        "denies": [],
        "disputed_by": [],
    }


# -- textacy ---------------------------------------------------------------------------


def as_clearnlp(doc: Doc) -> Doc:
    """Return a copy with ClearNLP's labels, which textacy's rules read; agents become `pobj` of `agent`."""
    heads = [token.head.i for token in doc]
    deps = [TO_CLEARNLP.get(token.dep_, token.dep_) for token in doc]
    for token in doc:
        cases = [child for child in token.children if child.dep_ == "case" and child.i < token.i]
        if token.dep_.startswith(("obl", "nmod")) and cases:
            case = cases[0].i
            agent = token.dep_ == "obl:agent"
            heads[case], deps[case] = token.head.i, "agent" if agent else "prep"
            heads[token.i], deps[token.i] = case, "pobj"
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        heads=heads,
        deps=deps,
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        lemmas=[token.lemma_ for token in doc],
    )


def textacy_records(article: Article, doc: Doc) -> Iterator[dict[str, Any]]:
    """Yield the records of textacy's triples whose verb is in the lexicon."""
    seen: set[int] = set()
    for triple in textacy.extract.subject_verb_object_triples(as_clearnlp(doc)):
        verb = doc[triple.verb[-1].i]
        entry = BY_LEMMA.get(verb.lemma_.lower())
        if entry is None or verb.i in seen:
            continue
        seen.add(verb.i)
        subject, thing = (_span(doc, tokens) for tokens in (triple.subject, triple.object))
        if any(token.dep_ == "auxpass" for token in triple.verb):
            subject, thing = thing, subject
        roles: Roles = {}
        roles.setdefault(entry["subject"], []).append(subject)
        roles.setdefault(entry["object"], []).append(thing)
        yield _record(article, verb, entry["relation"], roles)


def _span(doc: Doc, tokens: list[Token]) -> Span:
    return doc[tokens[0].i : tokens[-1].i + 1]


# -- DependencyMatcher -------------------------------------------------------------------


def matcher_of(nlp: Language) -> DependencyMatcher:
    """Return a matcher with one pattern a slot: the verb and one dependent, with its preposition."""
    matcher = DependencyMatcher(nlp.vocab)
    verb = {
        "RIGHT_ID": "verb",
        "RIGHT_ATTRS": {"LEMMA": {"IN": sorted(BY_LEMMA)}, "POS": "VERB"},
    }
    slots = {
        "subject": "nsubj",
        "object": "obj",
        "indirect": "iobj",
        "passive": "nsubj:pass",
        "clause": "ccomp",
    }
    for slot, dep in slots.items():
        matcher.add(slot, [[verb, _below("verb", "word", {"DEP": dep})]])
    phrase = _below("verb", "word", {"DEP": {"IN": ["obl", "nmod", "obl:agent"]}})
    case = _below("word", "case", {"DEP": "case"})
    matcher.add("phrase", [[verb, phrase, case]])
    return matcher


def _below(above: str, name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {"LEFT_ID": above, "REL_OP": ">", "RIGHT_ID": name, "RIGHT_ATTRS": attributes}


def matcher_records(matcher: DependencyMatcher, article: Article, doc: Doc) -> Iterator[dict[str, Any]]:
    """Yield a record for each verb of the lexicon with at least two slots filled."""
    found: dict[int, list[tuple[str, list[int]]]] = {}
    for key, tokens in matcher(doc):
        found.setdefault(tokens[0], []).append((doc.vocab.strings[key], tokens))
    for at, slots in sorted(found.items()):
        entry = BY_LEMMA[doc[at].lemma_.lower()]
        passive = any(slot == "passive" for slot, _ in slots)
        roles: Roles = {}
        for slot, tokens in sorted(slots, key=lambda entry: entry[1][1]):
            role = _role(entry, slot, doc[tokens[-1]].lower_, passive)
            if role:
                roles.setdefault(role, []).append(_mention(doc[tokens[1]]))
        if len(roles) > 1 or sum(map(len, roles.values())) > 1:
            yield _record(article, doc[at], entry["relation"], roles)


def _role(entry: dict[str, Any], slot: str, case: str, passive: bool) -> str | None:
    if slot == "phrase":
        return entry["subject"] if passive and case == "by" else entry.get("phrases", {}).get(case)
    name = {"passive": "object", "clause": "object"}.get(slot, slot)
    role = entry.get(name)
    return role if slot != "clause" or role == "claim" else None


# -- the table -----------------------------------------------------------------------------


def compare(title: str, articles: list[Article], gold: list[Record]) -> Section:
    """Return the table of the three systems on articles with gold."""
    nlp = load_pipeline()
    matcher = matcher_of(nlp)
    known = {article.id: article for article in articles}
    systems: dict[str, Callable[[Article, Doc], Iterable[Any]]] = {
        "textacy, subject–verb–object triples": textacy_records,
        "spaCy DependencyMatcher": lambda article, doc: matcher_records(matcher, article, doc),
    }
    systems["factwire"] = lambda _, doc: [msgspec.to_builtins(fact) for fact in doc._.facts]
    found: dict[str, list[Any]] = {name: [] for name in systems}
    for article in articles:
        doc = nlp.make_doc(article.text)
        doc._.article_id, doc._.published = article.id, article.published
        doc = nlp(doc)
        for name, system in systems.items():
            found[name] += system(article, doc)
    rows = []
    for name, values in found.items():
        report = evaluate(gold, records_of(values, known), known, samples=0)
        fact = report.score("fact", interval=False)
        figures = [report.score(measure, interval=False).f1 for measure in MEASURES]
        rows.append((name, percent(fact.precision), percent(fact.recall), *map(percent, figures)))
    header = ("system", "fact P", "fact R", "fact F1", *MEASURES[1:])
    return Section(title, header, rows)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output")
    parser.add_argument("--real", type=Path, default=None)
    parser.add_argument("--only", type=Path, default=None, help="JSON list of ids of the real articles")
    options = parser.parse_args()
    known = load_articles(ROOT / "corpus" / "articles.jsonl")
    articles = [a for a in known.values() if a.meta.get("split") in SPLITS]
    gold = [r for split in SPLITS for r in load_records(ROOT / "annotations" / f"{split}.jsonl", known)]
    sections = [compare(f"bundled corpus, train and dev split: {len(articles)} articles", articles, gold)]
    if options.real is not None and options.real.is_dir():
        real = load_articles(options.real / "articles.jsonl")
        ids = set(json.loads(options.only.read_text(encoding="utf-8"))) if options.only else set(real)
        chosen = [article for article in real.values() if article.id in ids]
        records = [r for r in load_records(options.real / "gold.jsonl", real) if r.article_id in ids]
        sections.append(compare(f"real news: {len(chosen)} articles", chosen, records))
    write_text(INTRO + to_markdown(sections), options.output)


if __name__ == "__main__":
    main()
