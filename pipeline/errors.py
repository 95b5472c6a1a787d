"""Every message that factwire gives for bad input, in one searchable catalogue.

A message is raised as `FactwireError(E.E001, path=..., ...)`; its code stands in
front, so that users can look it up in `docs/errors.md`.
"""

from enum import Enum


class E(Enum):
    """Error codes and their message templates."""

    E001 = "{path}: no such file or folder"
    E002 = "{path}: cannot be read: {reason}"
    E003 = "{path}:{line}: not valid UTF-8 at byte {byte}: {reason}"
    E004 = "{path}:{line}: not valid JSON: {reason}"
    E005 = "{path}:{line}: {field!r} is missing or not {kind}"
    E006 = "{path}:{line}: the id {id!r} was already given at {first}"
    E007 = "{path}: holds no text"
    E008 = "no input: {reason}"
    E009 = "{path}: {length:,} characters are more than the limit of {limit:,}; split it"
    E010 = "model {name!r} cannot be loaded: {reason}"
    E011 = "model {name!r} was made for spaCy {wanted}, but {found} is installed"
    E020 = "{path}: {entry}: unknown key {key!r}; allowed are {allowed}"
    E021 = "{path}: {entry}: {reason}"
    E022 = "{path}: {entry}: the id was already given in {first}"
    E023 = "unknown mechanism {name!r}; known are {allowed}"
    E024 = "plug-in {name!r} of factwire.rules: {reason}"
    E030 = "{path}:{line}: {reason}"
    E031 = "the articles cannot be used: {reason}"
    E032 = "{feature} needs {package}: install it with pip install 'factwire[eval]'"
    E033 = "the runs cannot be compared: {reason}"
    E034 = "unknown annotation tool {tool!r}; known are {allowed}"
    E040 = "{path}: cannot be written: {reason}"
    E041 = "database {url}: {reason}"
    E042 = "database {url}: the facts of article {id!r} do not stand together; sort them by article"
    E043 = "database {url}: its schema is version {found}, this factwire knows {known}; update factwire"
    E044 = "database {url}: holds no facts of factwire (schema version {found}); load some first"
    E045 = "{feature}: needs {package}: install it with pip install 'factwire[{extra}]'"
    E046 = "port {port} of {host} cannot be opened: {reason}"
    E047 = "the request cannot be used: {reason}"
    E048 = "all {slots} workers are busy and {waiting} requests wait already; try again"
    E050 = "{path}: a fault in factwire, please report it: {reason}"
    E051 = "{path}: the worker process died of it, perhaps for want of memory; the others are not affected"
    E052 = "worker processes cannot be started: {reason}"
    E053 = "{path}: took longer than the limit of {limit:g} seconds; the others are not affected"
    E055 = "the Ray cluster {address} cannot be reached: {reason}"
    E060 = "{path}: process {pid} is writing there; wait for it or choose another folder"
    E061 = "{path}: holds a run of something else: {what} changed; choose another folder, or --restart"
    E062 = "{path}: holds files that are no batch run; choose another folder"
    E063 = "{path}: lies inside the input {name}; choose a folder outside"
    E080 = "{path}: is longer than the limit of {limit:,} bytes; split it"
    E081 = "{feature}: needs {package} ({reason}): install it with pip install 'factwire[formats]'"
    E082 = "{path}: not English but {language!r}; left out (--any-language reads it)"
    E083 = "{path}: cannot be parsed: {reason}"
    E084 = "{path}: damaged: {reason}; what stands before was read"
    E085 = "{path}: no column {column!r}; there are {names}"
    E090 = "two different records have the id {id} (article {article!r}): merge the facts of one run"
    E100 = "{articles:,} articles are more than the {limit:,} that a review page holds; split the facts"
    E110 = "{path}:{line}: in the configuration: {reason}"


class FactwireError(Exception):
    """An error that the user can act on.

    Attributes:
        code: The entry of the catalogue.
        message: The message, with its code in front.
    """

    def __init__(self, code: E, **values: object) -> None:
        self.code = code
        self.message = f"[{code.name}] {code.value.format(**values)}"
        super().__init__(self.message)
