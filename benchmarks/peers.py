"""factwire beside others on the same texts: words a second of processor time and peak memory, in Markdown.

`python benchmarks/peers.py ARTICLES.jsonl`. Each program runs in a process of its own, one after the other,
and reads a tenth of the texts to warm up. textacy runs on our small model, so that only what it does itself
differs; compromise runs where node has it (`npm install compromise`, `NODE_PATH`). They do less: triples and
quotations, or tags and names, and no facts. What does not run here is told, with its reason.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

MODEL = "en_factwire_sm"
NODE = """
const nlp = require('compromise');
const texts = JSON.parse(require('fs').readFileSync(0));
const one = (d) => { d.verbs().json(); d.people().json(); d.organizations().json(); };
const read = (all) => all.forEach((t) => one(nlp(t)));
read(texts.slice(0, Math.ceil(texts.length / 10)));
const start = process.cpuUsage();
read(texts);
const used = process.cpuUsage(start);
console.log((used.user + used.system) / 1e6, process.resourceUsage().maxRSS / 2 ** 10);
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
        with suppress(ValueError):  # it refuses texts with an odd number of quotation marks
            list(direct_quotations(doc))

    return read


def holmes() -> Callable[[str], Any]:
    """Return holmes-extractor's matches of a search phrase."""
    from holmes_extractor import Manager

    manager = Manager(MODEL, number_of_workers=1)
    manager.register_search_phrase("Somebody sells something")
    return lambda text: manager.match(document_text=text)


PROGRAMS = {
    "factwire, facts": factwire,
    "its model alone": model_alone,
    "textacy, triples and quotations": textacy,
    "holmes-extractor, a search phrase": holmes,
}


def measure(name: str, texts: list[str]) -> None:
    """Print seconds and MiB of one program; runs in a process of its own."""
    read = PROGRAMS[name]()
    for text in texts[: len(texts) // 10 + 1]:
        read(text)
    start = time.process_time()
    for text in texts:
        read(text)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    sys.stdout.write(f"{seconds} {peak}\n")


def run(command: list[str], texts: list[str]) -> tuple[float, float] | str:
    """Return seconds and MiB of a command that reads the texts from standard input, or why it fails."""
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, env=env)
    except OSError as error:
        return str(error)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "Error" in line]
        return lines[-1].strip() if lines else "it failed"
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def main(path: Path) -> None:
    """Print the table."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    commands = {name: [sys.executable, __file__, "--one", name] for name in PROGRAMS}
    commands["compromise (node), verbs and names"] = ["node", "-e", NODE]
    sys.stdout.write(f"{len(texts)} texts, {words:,} words.\n\n")
    sys.stdout.write("| program | words/s | times factwire | peak MiB |\n| --- | --- | --- | --- |\n")
    base, missing = None, []
    for name, command in commands.items():
        found = run(command, texts)
        if isinstance(found, str):
            missing.append(f"Left out: {name}: {found}")
            continue
        rate = words / found[0]
        base = base or rate
        sys.stdout.write(f"| {name} | {rate:,.0f} | {rate / base:.2f} | {found[1]:,.0f} |\n")
    sys.stdout.write("".join(f"\n{line}\n" for line in missing))


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        measure(sys.argv[2], json.load(sys.stdin))
    else:
        main(Path(sys.argv[1]))
