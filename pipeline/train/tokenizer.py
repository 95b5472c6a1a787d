"""The tokenizer of the model: spaCy's English rules brought closer to the treebanks and to news text.

The changes live in the tokenizer's own patterns, which spaCy serialises with the model, so the trained
package needs none of this code.
"""

from collections.abc import Callable
from importlib.resources import files
from tomllib import loads
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_HYPHEN_RULE_MARK = "(?:-|–|—|--|---|——|~)(?="


def _rules() -> dict[str, list[str]]:
    text = (files("pipeline.train") / "tokenizer.toml").read_text(encoding="utf-8")
    rules: dict[str, list[str]] = loads(text)
    return rules


def _guarded(pattern: str, prefixes: list[str]) -> str:
    """Keep an infix pattern from splitting after a prefix ("non-", "co-"), as the treebanks do."""
    guards = "".join(f"(?<!\\b{form})" for prefix in prefixes for form in (prefix, prefix.capitalize()))
    return guards + pattern


def customise(tokenizer: Tokenizer, defaults: Any) -> None:
    """Change an English tokenizer in place.

    Args:
        tokenizer: the tokenizer of an English pipeline.
        defaults: the language defaults that the tokenizer was made of.
    """
    rules = _rules()
    infixes = [
        _guarded(pattern, rules["unsplit_prefixes"]) if _HYPHEN_RULE_MARK in pattern else pattern
        for pattern in defaults.infixes or []
    ]
    tokenizer.infix_finditer = compile_infix_regex(infixes + rules["infixes"]).finditer
    tokenizer.suffix_search = compile_suffix_regex(rules["suffixes"] + list(defaults.suffixes or [])).search
    tokenizer.prefix_search = compile_prefix_regex(rules["prefixes"] + list(defaults.prefixes or [])).search
    for abbreviation in rules["abbreviations"]:
        tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    removed = set(rules["removed_exceptions"])
    tokenizer.rules = {form: parts for form, parts in (tokenizer.rules or {}).items() if form not in removed}


@registry.callbacks("factwire.customise_tokenizer.v1")  # type: ignore[untyped-decorator]
def create_callback() -> Callable[[Language], Language]:
    """Give the callback for ``[initialize.before_init]`` that customises the pipeline's tokenizer."""

    def apply(nlp: Language) -> Language:
        customise(nlp.tokenizer, nlp.Defaults)
        return nlp

    return apply
