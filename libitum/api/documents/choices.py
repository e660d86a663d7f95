from libitum.api.schemas.site import Choice, Choices, LicenceChoice
from libitum.catalog.data import genre_choices, language_choices, licence_choices, licences


def choices() -> Choices:
    """Names in the language of the request."""
    known = licences()
    return Choices(
        genres=[Choice(code=code, name=str(name)) for code, name in genre_choices()],
        languages=[Choice(code=code, name=str(name)) for code, name in language_choices()],
        licences=[
            LicenceChoice(code=code, name=str(name), url=known[code].url, offered=known[code].offered)
            for code, name in licence_choices()
        ],
    )
