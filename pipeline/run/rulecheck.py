"""Rules against their own examples and counterexamples."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from pipeline.errors import E, FactwireError
from pipeline.facts.types import relation_of
from pipeline.relations import Rule, rule_paths


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence of a rule, and whether it gave what the rule says."""

    rule: str
    sentence: str
    wanted: bool
    found: bool

    @property
    def passed(self) -> bool:
        """Whether the sentence gave a fact where it should, and none where it should not."""
        return self.wanted == self.found


def rule_files(folder: Path) -> list[str]:
    """Return the rule files of a folder, or the file itself.

    Raises:
        FactwireError: E001 if there is no such path, E008 if it holds no rules.
    """
    if not folder.exists():
        raise FactwireError(E.E001, path=folder)
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]
    if not files:
        raise FactwireError(E.E008, reason=f"{folder} holds no .toml")
    return [str(file) for file in files]


def with_rules(paths: Iterable[Path] | None) -> list[str] | None:
    """Return all rule files where some are added to those that ship; None where none is.

    Raises:
        FactwireError: E001 if there is no such path, E008 if it holds no rules.
    """
    added = added_rules(paths)
    return [str(path) for path in rule_paths()] + added if added else None


def added_rules(paths: Iterable[Path] | None) -> list[str]:
    """Return the rule files of files and folders."""
    return [file for path in paths or () for file in rule_files(path)]


def check_rules(nlp: Language, rules: list[Rule]) -> Iterator[Check]:
    """Run every example and counterexample of rules.

    Args:
        nlp: A pipeline whose component factwire has these rules.
        rules: The rules.

    Yields:
        One check a sentence, in the order of the rules.
    """
    for rule in rules:
        for wanted, sentences in ((True, rule.examples), (False, rule.counterexamples)):
            for sentence in sentences:
                relations = {relation_of(fact) for fact in nlp(sentence)._.facts}
                yield Check(rule.id, sentence, wanted, rule.relation in relations)
