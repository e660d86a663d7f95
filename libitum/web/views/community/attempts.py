"""Trying what somebody sent: a refusal puts sentences on their form, which is shown again as they typed it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import Form

from libitum.community.services import TooMany


def attempt(form: Form, action: Callable[[], None], fields: Mapping[str, str] | None = None) -> HTTPStatus | None:
    """None if it was done, else the status of the answer. `fields`: the form's names for those of the service."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        action()
    except ValidationError as error:
        add_errors(form, error, fields or {})
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except PermissionDenied as error:
        form.add_error(None, str(error))
        return HTTPStatus.FORBIDDEN
    except TooMany as error:
        form.add_error(None, str(error))
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else None


def add_errors(form: Form, error: ValidationError, fields: Mapping[str, str]) -> None:
    rows = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, sentences in rows.items():
        field = fields.get(name, name)
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
