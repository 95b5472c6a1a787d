"""Relations: frames as data, matched on the predicate view, give candidate facts."""

from pipeline.relations.circumstances import Circumstances, circumstances, is_distance
from pipeline.relations.matcher import Candidate, RelationMatcher, Step, Trace
from pipeline.relations.rules import Rule, load_rules, rule_paths

__all__ = [
    "Candidate",
    "Circumstances",
    "RelationMatcher",
    "Rule",
    "Step",
    "Trace",
    "circumstances",
    "is_distance",
    "load_rules",
    "rule_paths",
]
