from django.urls import register_converter
from django.urls.converters import StringConverter


class UidConverter(StringConverter):
    """The public name of a row; whatever doesn't look like one leads nowhere."""

    regex = "[a-z2-7]{16}"


register_converter(UidConverter, "uid")
