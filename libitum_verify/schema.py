"""The part of JSON Schema (2020-12) that entries' schemas use; anything else in a schema is refused."""

import re
from collections.abc import Callable, Mapping

from .canonical import Json
from .verdict import Reason, Refused

Check = Callable[[Json], bool]
ANNOTATIONS = {"$schema", "$id", "title", "description", "examples"}
TYPES: dict[str, Check] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def compile_schema(schema: Json) -> Check:
    """A fast check. Raises Refused for a schema beyond the subset."""
    try:
        return compiled_from(schema)
    except RecursionError:
        raise Refused(Reason.BAD_ENTRY, "The schema is nested too deeply.") from None


def compiled_from(schema: Json) -> Check:
    if not isinstance(schema, dict):
        raise Refused(Reason.BAD_ENTRY, "A schema is an object.")
    checks: list[Check] = []
    for keyword, argument in schema.items():
        if keyword in ANNOTATIONS or keyword == "additionalProperties":
            continue
        maker = KEYWORDS.get(keyword)
        if maker is None:
            raise Refused(Reason.BAD_ENTRY, f"The schema says {keyword}, which is not in the subset.")
        checks.append(maker(argument))
    if schema.get("additionalProperties") is False:
        properties = schema.get("properties", {})
        checks.append(only(frozenset(properties) if isinstance(properties, dict) else frozenset()))
    elif "additionalProperties" in schema:
        raise Refused(Reason.BAD_ENTRY, "additionalProperties can only be false here.")
    return lambda value: all(check(value) for check in checks)


def only(names: frozenset[str]) -> Check:
    return lambda v: not isinstance(v, dict) or names.issuperset(v)


def of_type(argument: Json) -> Check:
    names = argument if isinstance(argument, list) else [argument]
    if unknown := [name for name in names if not isinstance(name, str) or name not in TYPES]:
        raise Refused(Reason.BAD_ENTRY, f"The schema speaks of {unknown[0]}, which is no type.")
    checks = [TYPES[str(name)] for name in names]
    return checks[0] if len(checks) == 1 else lambda v: any(check(v) for check in checks)


def properties_of(argument: Json) -> Check:
    checks = {name: compiled_from(schema) for name, schema in mapping(argument).items()}
    return lambda v: not isinstance(v, dict) or all(checks[name](item) for name, item in v.items() if name in checks)


def mapping(argument: Json) -> Mapping[str, Json]:
    if not isinstance(argument, dict):
        raise Refused(Reason.BAD_ENTRY, "A schema's properties are an object.")
    return argument


def required(argument: Json) -> Check:
    names = [str(name) for name in argument] if isinstance(argument, list) else []
    return lambda v: not isinstance(v, dict) or all(name in v for name in names)


def pattern(argument: Json) -> Check:
    try:
        compiled = re.compile(str(argument))
    except (re.error, OverflowError, RecursionError):
        raise Refused(Reason.BAD_ENTRY, "A pattern in the schema can't be read.") from None
    return lambda v: not isinstance(v, str) or compiled.search(v) is not None


def items(argument: Json) -> Check:
    check = compiled_from(argument)
    return lambda v: not isinstance(v, list) or all(check(item) for item in v)


def number(argument: Json) -> int:
    if not isinstance(argument, int):
        raise Refused(Reason.BAD_ENTRY, "A schema's limit is an integer.")
    return argument


def at_least(argument: Json) -> Check:
    limit = number(argument)
    return lambda v: not TYPES["integer"](v) or (isinstance(v, int) and v >= limit)


def at_most(argument: Json) -> Check:
    limit = number(argument)
    return lambda v: not TYPES["integer"](v) or (isinstance(v, int) and v <= limit)


def max_length(argument: Json) -> Check:
    limit = number(argument)
    return lambda v: not isinstance(v, str) or len(v) <= limit


def max_items(argument: Json) -> Check:
    limit = number(argument)
    return lambda v: not isinstance(v, list) or len(v) <= limit


def constant(argument: Json) -> Check:
    return lambda v: type(v) is type(argument) and v == argument


def one_of(argument: Json) -> Check:
    choices = argument if isinstance(argument, list) else []
    return lambda v: any(type(v) is type(choice) and v == choice for choice in choices)


KEYWORDS: dict[str, Callable[[Json], Check]] = {
    "type": of_type,
    "properties": properties_of,
    "required": required,
    "pattern": pattern,
    "items": items,
    "minimum": at_least,
    "maximum": at_most,
    "maxLength": max_length,
    "maxItems": max_items,
    "const": constant,
    "enum": one_of,
}
