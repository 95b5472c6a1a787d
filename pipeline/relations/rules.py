"""Frames as data: reading and checking the rule files of `relations/data`.

A rule maps the grammatical slots of a trigger to the roles of a relation once, for
verb, noun and adjective in every construction that the predicate view knows.
"""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.errors import E, FactwireError
from pipeline.facts import ROLES
from pipeline.facts.types import Relation

Pos = tuple[str, ...]
PLUGINS = "factwire.rules"


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One frame of a relation.

    Attributes:
        id: Unique name, kept in every fact that the rule makes.
        relation: supply, deal or denial.
        about: What the frame covers, for readers.
        pos: Word classes of the trigger: verb, noun, adj.
        triggers: Lemmas; a verb may have a particle ("hand over"), a noun a modifier.
        roles: Role → slot paths, the first filled one wins.
        gather: Roles that take the fillers of all their paths together.
        spare: Role → slot paths that are tried one by one while the role has fewer than two fillers.
        where: Role → classes of which a filler must have one.
        never: Role → classes that a filler must not have.
        need: Roles that must be filled.
        need_any: Groups of roles of which one must be filled.
        at_least: Role → least number of fillers, a plural nominal counting as two.
        require: Slot paths that must be filled, with `path:class` by something of that class.
        lack: Slot paths that must be empty, with `path:class` of things of that class; of paths joined
            by "&", not all may be filled.
        consumes: Slot paths whose tokens are no trigger of the same relation any more.
        yields_to: Slot paths; the candidate is dropped where one of them is a trigger itself.
        free: Whether a noun trigger may modify another noun ("oil supply deal").
        sellers: Slot paths of who sells. Where none is filled, a company that is the subject is
            a party: it is taken over whole, as the fact contract has it.
        maker: Whether a maker named in the item ("30 Airbus jets") supplies it, where nobody else does.
        implied: Role → what fills it where nothing is said: who arms somebody gives weapons.
        spoken: Whether the speaker of the trigger's words is the denier, and so no source besides.
        singular: Whether the noun is a trigger in the singular only: "its sales" are what a firm takes in.
        retells: Whether it tells again what was told elsewhere ("it collapsed"): it makes a fact only in
            an article in which a rule that doesn't makes one of the same relation.
        prior: Share of right facts that the rule's author expects, a feature of confidence.
        examples: Sentences in which the rule must make a fact.
        counterexamples: Sentences in which it must make none.
    """

    id: str
    relation: Relation
    about: str
    pos: tuple[str, ...]
    triggers: tuple[str, ...]
    roles: dict[str, tuple[str, ...]]
    gather: tuple[str, ...] = ()
    spare: dict[str, tuple[str, ...]] = {}
    where: dict[str, tuple[str, ...]] = {}
    never: dict[str, tuple[str, ...]] = {}
    need: tuple[str, ...] = ()
    need_any: tuple[tuple[str, ...], ...] = ()
    at_least: dict[str, int] = {}
    require: tuple[str, ...] = ()
    lack: tuple[str, ...] = ()
    consumes: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    free: bool = False
    sellers: tuple[str, ...] = ()
    maker: bool = False
    implied: dict[str, str] = {}
    spoken: bool = False
    singular: bool = False
    retells: bool = False
    prior: float = 0.8
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


WORD_CLASSES = frozenset({"verb", "noun", "adj"})
RULE_KEYS = Rule.__struct_fields__


def load_rules(paths: Iterable[Path | Traversable] | None = None) -> list[Rule]:
    """Read rule files; without paths, those that ship with the package and those of plug-ins.

    Raises:
        FactwireError: E020 for an unknown key, E021 for a bad entry, E022 for a double id.
    """
    if paths is None:
        paths = rule_paths()
    rules: list[Rule] = []
    first: dict[str, str] = {}
    for path in paths:
        for rule in _read(path):
            if rule.id in first:
                raise FactwireError(E.E022, path=path, entry=rule.id, first=first[rule.id])
            first[rule.id] = str(path)
            rules.append(rule)
    return rules


def rule_paths() -> list[Path | Traversable]:
    """Return the rule files that ship, then those of plug-ins in the order of their names.

    A plug-in is an entry point of the group `factwire.rules` that names a package; the `.toml` files in the
    package's folder are its rules.

    Raises:
        FactwireError: E024 if a plug-in cannot be loaded or brings no rules.
    """
    found = _rules_in(files("pipeline.relations") / "data")
    for plugin in sorted(entry_points(group=PLUGINS), key=lambda plugin: plugin.name):
        try:
            added = _rules_in(files(plugin.load()))
        except Exception as error:  # whatever somebody else's package does when it is imported
            raise FactwireError(E.E024, name=plugin.name, reason=error) from error
        if not added:
            raise FactwireError(E.E024, name=plugin.name, reason="its package holds no .toml file")
        found += added
    return found


def _rules_in(folder: Traversable) -> list[Path | Traversable]:
    return sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=str)


def _read(path: Path | Traversable) -> list[Rule]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactwireError(E.E021, path=path, entry="file", reason=error) from error
    for key in table:
        if key != "rule":
            raise FactwireError(E.E020, path=path, entry="file", key=key, allowed="rule")
    return [_check(path, i, entry) for i, entry in enumerate(table.get("rule", []), 1)]


def _check(path: Path | Traversable, number: int, entry: Mapping[str, Any]) -> Rule:
    name = str(entry.get("id", f"rule {number}"))

    def refuse(reason: str) -> FactwireError:
        return FactwireError(E.E021, path=path, entry=name, reason=reason)

    for key in entry:
        if key not in RULE_KEYS:
            raise FactwireError(E.E020, path=path, entry=name, key=key, allowed=", ".join(RULE_KEYS))
    try:
        rule = msgspec.convert(entry, Rule)
    except msgspec.ValidationError as error:
        raise refuse(str(error)) from error
    if rule.relation not in ROLES:
        raise refuse(f"relation {rule.relation!r} is none of {', '.join(ROLES)}")
    if not rule.triggers or len(set(rule.triggers)) != len(rule.triggers):
        raise refuse("triggers are missing or given twice")
    if not rule.examples or not rule.counterexamples:
        raise refuse("examples and counterexamples must be given")
    if unknown := set(rule.pos) - WORD_CLASSES:
        raise refuse(f"pos {sorted(unknown)} is none of {', '.join(sorted(WORD_CLASSES))}")
    groups: list[Iterable[str]] = [
        rule.roles,
        rule.where,
        rule.never,
        rule.at_least,
        rule.need,
        rule.gather,
        rule.implied,
    ]
    used = {role for group in groups for role in group} | {r for g in rule.need_any for r in g}
    if unknown := used - set(ROLES[rule.relation]):
        raise refuse(f"roles {sorted(unknown)} are not of {rule.relation}")
    return rule
