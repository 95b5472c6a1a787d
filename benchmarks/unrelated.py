"""False facts in a thousand sentences of news about anything: `make unrelated`.

    python benchmarks/unrelated.py FOLDER [--list]

FOLDER holds the raw Wikinews of the shared data (`raw/wikinews_en.jsonl`, `raw/wikinews.jsonl`). Every fact
found there was read and judged once; `judged_news.jsonl` keeps the judgements by article, relation and offset
of the trigger. A fact that nobody has judged yet is told apart: read it, and add a line.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from pipeline.facts import Fact
from pipeline.facts.types import relation_of
from pipeline.run.extract import load_pipeline

JUDGED = Path(__file__).parent / "judged_news.jsonl"
SHORTEST = 4
Key = tuple[str, str, int]


def judgements() -> dict[Key, bool]:
    """Return whether a fact is right, by article, relation and offset of its trigger."""
    entries = map(json.loads, JUDGED.read_text(encoding="utf-8").splitlines())
    return {(e["article_id"], e["relation"], e["start"]): e["right"] for e in entries}


def articles(folder: Path) -> Iterator[tuple[str, str, str | None]]:
    """Yield id, text and date of each article; the first line of some repeats title and date."""
    for name in ("wikinews_en", "wikinews"):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            text = entry["text"].split("\n", 1)[-1] if name == "wikinews" else entry["text"]
            yield entry["id"], text, entry.get("published")


def docs(folder: Path) -> Iterator[Doc]:
    """Yield each article after the pipeline, its facts on it."""
    nlp = load_pipeline()
    for identifier, text, published in articles(folder):
        doc = nlp.make_doc(text)
        doc._.article_id, doc._.published = identifier, published
        yield nlp(doc)


def shown(doc: Doc, fact: Fact) -> str:
    """Return a fact with its sentence, for whoever judges it."""
    text = doc.text[fact.sentence.start : fact.sentence.end].replace("\n", " ")
    key = {"article_id": fact.article_id, "relation": relation_of(fact), "start": fact.trigger.start}
    return f"{json.dumps(key)} {fact.rule} «{fact.trigger.text}» {text[:300]}"


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="show false facts and those nobody has judged")
    options = parser.parse_args()
    known = judgements()
    sentences, facts, false = 0, 0, 0
    unjudged: list[str] = []
    for doc in docs(options.folder):
        sentences += sum(sum(token.is_alpha for token in sent) >= SHORTEST for sent in doc.sents)
        for fact in doc._.facts:
            right = known.get((fact.article_id, relation_of(fact), fact.trigger.start))
            facts += 1
            false += right is False
            if right is None:
                unjudged.append(f"unjudged {shown(doc, fact)}")
            elif not right and options.list:
                sys.stdout.write(f"false {shown(doc, fact)}\n")
    if options.list:
        sys.stdout.write("".join(f"{line}\n" for line in unjudged))
    share = 1000 * false / sentences
    sys.stdout.write(
        f"{sentences:,} sentences of {SHORTEST} words or more, {facts} facts, {false} judged false "
        f"({share:.1f} in 1,000), {len(unjudged)} unjudged\n"
    )


if __name__ == "__main__":
    main()
