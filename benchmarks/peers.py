"""factwire beside others on the same texts: words a second and peak memory, as a table in Markdown.

`python benchmarks/peers.py ARTICLES.jsonl`. Each program runs in a process of its own, one after the other,
and reads a tenth of the texts to warm up. textacy runs on our small model, so that only what it does itself
differs; compromise runs where node has it (`npm install compromise`, `NODE_PATH`). They do less: triples and
quotations, or tags and names, and no facts.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODEL = "en_factwire_sm"
NODE = """
const nlp = require('compromise');
const texts = JSON.parse(require('fs').readFileSync(0));
const one = (d) => { d.verbs().json(); d.people().json(); d.organizations().json(); };
const read = (all) => all.forEach((t) => one(nlp(t)));
read(texts.slice(0, Math.ceil(texts.length / 10)));
const start = process.hrtime.bigint();
read(texts);
console.log(Number(process.hrtime.bigint() - start) / 1e9, process.memoryUsage().rss / 2 ** 20);
"""


def factwire() -> Callable[[str], Any]:
    """Return our whole pipeline, facts included."""
    from pipeline.run.extract import load_pipeline

    return load_pipeline(MODEL)


def model_alone() -> Callable[[str], Any]:
    """Return our small model without any rules."""
    import spacy

    return spacy.load(MODEL)


def textacy() -> Callable[[str], Any]:
    """Return textacy's triples and quotations on our small model."""
    import spacy
    from textacy.extract.triples import direct_quotations, subject_verb_object_triples

    nlp = spacy.load(MODEL)

    def read(text: str) -> None:
        doc = nlp(text)
        list(subject_verb_object_triples(doc))
        list(direct_quotations(doc))

    return read


PROGRAMS = {
    "factwire, facts": factwire,
    "its model alone": model_alone,
    "textacy, triples and quotations": textacy,
}


def measure(name: str, texts: list[str]) -> None:
    """Print seconds and MiB of one program; runs in a process of its own."""
    read = PROGRAMS[name]()
    for text in texts[: len(texts) // 10 + 1]:
        read(text)
    start = time.perf_counter()
    for text in texts:
        read(text)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    sys.stdout.write(f"{seconds} {peak}\n")


def run(command: list[str], texts: list[str]) -> tuple[float, float] | None:
    """Return seconds and MiB of a command that reads the texts from standard input, None if it fails."""
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, env=env)
    if done.returncode:
        sys.stderr.write(f"{command[0]}: left out: {done.stderr.strip().splitlines()[-1:]}\n")
        return None
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def main(path: Path) -> None:
    """Print the table."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    commands = {name: [sys.executable, __file__, "--one", name] for name in PROGRAMS}
    commands["compromise (node), verbs and names"] = ["node", "-e", NODE]
    sys.stdout.write(f"{len(texts)} texts, {words:,} words\n\n")
    sys.stdout.write("| program | words/s | times factwire | peak MiB |\n| --- | --- | --- | --- |\n")
    base = None
    for name, command in commands.items():
        found = run(command, texts)
        if found is not None:
            rate = words / found[0]
            base = base or rate
            sys.stdout.write(f"| {name} | {rate:,.0f} | {rate / base:.2f} | {found[1]:,.0f} |\n")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        measure(sys.argv[2], json.load(sys.stdin))
    else:
        main(Path(sys.argv[1]))
