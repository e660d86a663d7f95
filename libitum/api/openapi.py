"""What the schema says beyond what the operations' types tell: refusals, permissions, and who needs none."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from .problems import MEDIA_TYPE

PROBLEM = {
    "title": "Problem",
    "description": "A refusal (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence in the language of Accept-Language."},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
REFUSAL = {
    "description": "Refused, with a sentence that says why.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
KEY = {"type": "http", "scheme": "bearer", "description": "A key made in the settings: libitum_…"}
METHODS = {"get", "post", "put", "patch", "delete"}


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    schema["components"]["schemas"]["Problem"] = PROBLEM
    for item in schema["paths"].values():
        for method, operation in item.items():
            if method in METHODS:
                describe(operation)
    return schema


def describe(operation: dict[str, Any]) -> None:
    operation["responses"]["default"] = REFUSAL
