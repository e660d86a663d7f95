from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every page's frame needs."""
    return {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, "contact_email": settings.CONTACT_EMAIL}
