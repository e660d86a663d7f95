"""tus 1.0 in the words of OpenAPI: its views are the media room's, and no operations of ninja's."""

from typing import Any

from .schemas.base import CURSOR, UID

SECURITY: list[dict[str, list[str]]] = [{"TokenAuth": []}, {"SessionAuth": []}]
VERSION = {"in": "header", "name": "Tus-Resumable", "required": True, "schema": {"type": "string", "const": "1.0.0"}}
OFFSET = {"Upload-Offset": {"description": "Bytes that are safe.", "schema": {"type": "integer"}}}


def header(name: str, schema: dict[str, Any], description: str, *, required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "schema": schema, "description": description}


def operation(name: str, summary: str, answers: dict[str, Any], parameters: list[Any], **more: Any) -> dict[str, Any]:
    answer = {"operationId": name, "summary": summary, "tags": ["uploads"], "security": SECURITY}
    return {**answer, "parameters": parameters, "responses": answers, **more}


def said(schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"200": {"description": "OK", "content": content}}


TEXT, NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}
MAYBE_TEXT = {"type": ["string", "null"]}
# `Receipt` itself stands in schemas/uploads.py.
SCHEMAS = {
    "Receipts": {
        "title": "Receipts",
        "type": "object",
        "required": ["uploads", "next", "quota"],
        "properties": {
            "uploads": {"type": "array", "items": {"$ref": "#/components/schemas/Receipt"}},
            "next": MAYBE_TEXT,
            "quota": {"type": "object", "properties": {"limit": NUMBER, "used": NUMBER, "free": NUMBER}},
        },
    },
}
LIMIT = {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}}
BEFORE = {
    "in": "query",
    "name": "before",
    "schema": {"type": "string", "pattern": CURSOR},
    "description": "`next` of the page before.",
}
ONE = {"in": "path", "name": "uid", "required": True, "schema": {"type": "string", "pattern": UID}}
CREATED = {"201": {"description": "Made; its address is in Location.", "headers": {"Location": {"schema": TEXT}}}}
TAKEN = {"204": {"description": "Taken.", "headers": OFFSET}}
SUM = "`sha1`, `sha256` or `md5` and the sum of this body in Base64; what doesn't match is thrown away."
ABOUT = "Names and values in Base64: `filename`, `title`, `artist`, `track` (ids)."
PATHS: dict[str, Any] = {
    "/api/v1/uploads": {
        "get": operation("list_uploads", "List Uploads", said("Receipts"), [LIMIT, BEFORE]),
        "post": operation(
            "create_upload",
            "Create Upload",
            CREATED,
            [
                VERSION,
                header("Upload-Length", NUMBER, "Bytes of the whole recording.", required=True),
                header("Upload-Metadata", TEXT, ABOUT),
            ],
        ),
    },
    "/api/v1/uploads/{uid}": {
        "get": operation("get_receipt", "Get Receipt", said("Receipt"), [ONE]),
        "head": operation(
            "get_offset", "Get Offset", {"200": {"description": "How far it came.", "headers": OFFSET}}, [ONE, VERSION]
        ),
        "patch": operation(
            "send_bytes",
            "Send Bytes",
            TAKEN,
            [
                ONE,
                VERSION,
                header("Upload-Offset", NUMBER, "Where this body begins.", required=True),
                header("Upload-Checksum", TEXT, SUM),
            ],
            requestBody={
                "required": True,
                "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            },
        ),
        "delete": operation("end_upload", "End Upload", {"204": {"description": "Thrown away."}}, [ONE, VERSION]),
    },
}
