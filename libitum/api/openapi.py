"""What the schema says beyond what the operations' types tell: refusals, permissions, who needs none, uploads."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from .auth import Anybody, TokenAuth
from .problems import MEDIA_TYPE
from .tus import PATHS, SCHEMAS

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


def complete(api: NinjaAPI, schema: OpenAPISchema) -> OpenAPISchema:
    schema["components"]["schemas"] |= {"Problem": PROBLEM, **SCHEMAS}
    schema["paths"] |= PATHS
    known = {operation_id(api, operation): operation for operation in operations_of(api)}
    for item in schema["paths"].values():
        for described in item.values():
            described["responses"]["default"] = REFUSAL
            if operation := known.get(described["operationId"]):
                permit(operation, described)
    return schema


def operations_of(api: NinjaAPI) -> list[Operation]:
    routers = api._get_bound_routers()  # noqa: SLF001 - as its own schema does
    return [
        operation for router in routers for view in router.path_operations.values() for operation in view.operations
    ]


def operation_id(api: NinjaAPI, operation: Operation) -> str:
    return operation.operation_id or api.get_openapi_operation_id(operation)


def permit(operation: Operation, described: dict[str, Any]) -> None:
    scope = next((auth.scope for auth in operation.auth_callbacks if isinstance(auth, TokenAuth)), "")
    if any(isinstance(auth, Anybody) for auth in operation.auth_callbacks):
        described["security"] = [*described.get("security", []), {}]
    if scope:
        described["description"] = f"{described.get('description', '')}\n\nPermission of the key: `{scope}`.".strip()
