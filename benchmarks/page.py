"""Run the benchmarks and make the page of their figures: `make bench`.

    python benchmarks/page.py PAGE [--only PART …] [--resume] [--news FILE] [--facts N] [--few N] [--many N]

Each part is a program of this folder that prints Markdown; what it printed is kept in `out/bench`, so that a
part can be measured again alone, and a run that was interrupted gone on with (`--resume`). Parts that were
never measured are left out of the page.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CORPUS = "corpus/articles.jsonl"
KEPT = ROOT / "out" / "bench"
NODE = KEPT / "node" / "node_modules"
STUDENT, TEACHER = "en_factwire_sm", "en_factwire_trf"

INTRO = """# Benchmarks
Made by `make bench` from the output of the programs in `benchmarks/`. Compare within a table only: absolute
figures depend on the machine and on what else it does. Where the load was above the number of cores,
it changed while a table was measured, and only columns of processor time can be compared.

"""


class Part(NamedTuple):
    """A section of the page.

    Attributes:
        title: Its heading.
        about: What is measured.
        command: The program of this folder and its arguments.
    """

    title: str
    about: str
    command: tuple[str, ...]


def parts(options: argparse.Namespace) -> dict[str, Part]:
    """Return the parts by name."""
    news, of = str(options.news), ("--articles", str(options.news))
    whole = ("--whole", "--limit", str(options.whole), "--rounds", "1")
    return {
        "models": Part(
            "Student, teacher, and what the rules cost",
            "The bundled articles, one process, processor time. The rules may cost 25 % of the model.",
            ("bench.py", "--rounds", "1"),
        ),
        "teacher": Part(
            "General news, the transformer",
            f"First paragraphs of `{Path(news).name}`, a few times over: `factwire batch` with and without"
            " the cascade.",
            ("batch.py", *of, "--model", TEACHER, "--rounds", "1", "--copies", "2"),
        ),
        "student": Part(
            "General news, the small model",
            "The same with `en_factwire_sm`.",
            ("batch.py", *of, "--model", STUDENT, "--rounds", "1", "--copies", "4"),
        ),
        "whole": Part(
            "Whole articles, the small model",
            "Of whole articles nearly every one has some sentence that opens the cascade, and most some"
            " that may give a fact.",
            ("batch.py", *of, "--model", STUDENT, *whole),
        ),
        "peers": Part(
            "Beside others",
            "The bundled articles through each program, processor time. The others give no facts."
            " holmes-extractor 4.2.1 needs spaCy before 3.6, and models that PyPI does not have.",
            ("peers.py", CORPUS),
        ),
        "memory": Part(
            "Memory",
            "`factwire batch` with the small model over short articles of ever new names, resident size.",
            ("memory.py", "--few", str(options.few), "--many", str(options.many), "--model", STUDENT),
        ),
        "load": Part(
            "Load into databases",
            "Facts of the bundled articles under ever new ids, six rows each, and the same once more.",
            ("load.py", "--facts", str(options.facts)),
        ),
    }


def measure(name: str, part: Part) -> None:
    """Run a part and keep what it prints."""
    sys.stderr.write(f"{name} …\n")
    env = {**os.environ, "OMP_NUM_THREADS": "1", "NODE_PATH": os.environ.get("NODE_PATH", str(NODE))}
    program, *arguments = part.command
    command = [sys.executable, str(ROOT / "benchmarks" / program), *arguments]
    start, before = time.perf_counter(), busy()
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    took = f"took {minutes(time.perf_counter() - start)}, {minutes(busy() - before)} of a processor"
    text = f"{part.about}\n\n*{shown(part)}: {conditions()}, {took}.*\n\n{done.stdout}"
    (KEPT / f"{name}.md").write_text(text, encoding="utf-8")


def shown(part: Part) -> str:
    """Return a part's command, files without their folders."""
    return f"`{' '.join(Path(word).name for word in part.command)}`"


def conditions() -> str:
    """Return when and on what a part was measured."""
    load = os.getloadavg()[0]
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{when}, {os.cpu_count()} cores, load {load:.1f} at the end, Python {platform.python_version()}"


def busy() -> float:
    """Return the processor time, in seconds, of the programs that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def minutes(seconds: float) -> str:
    """Return a time in minutes."""
    return f"{seconds / 60:.1f} min"


def page(known: dict[str, Part]) -> str:
    """Return the page from all that was ever measured."""
    sections = []
    for name, part in known.items():
        kept = KEPT / f"{name}.md"
        if kept.exists():
            sections.append(f"## {part.title}\n{kept.read_text(encoding='utf-8').strip()}\n")
    return INTRO + "\n".join(sections)


def main() -> None:
    """Measure, and write the page."""
    news = ROOT.parent / "shared" / "data" / "raw" / "wikinews_en.jsonl"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--resume", action="store_true", help="leave out parts that were measured before")
    parser.add_argument("--news", default=str(news if news.exists() else ROOT / CORPUS))
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=2_000)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--whole", type=int, default=60)
    options = parser.parse_args()
    known = parts(options)
    for name in known if options.only is None else options.only:
        if not (options.resume and (KEPT / f"{name}.md").exists()):
            measure(name, known[name])
            options.page.write_text(page(known), encoding="utf-8")
    options.page.write_text(page(known), encoding="utf-8")


if __name__ == "__main__":
    main()
