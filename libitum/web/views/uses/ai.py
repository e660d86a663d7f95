"""The page on which the instance says what AI it runs, and by which rules."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from libitum.catalog.selectors.ai_music import ai_music_history, ai_music_rule
from libitum.rights.selectors.uses import engines, works_used_by_purpose

# Counting goes through all that was ever handed out.
COUNTED_EVERY = 300  # seconds


@require_safe
def ai(request: HttpRequest) -> HttpResponse:
    used = cache.get_or_set("works_used_by_purpose", works_used_by_purpose, COUNTED_EVERY) or {}
    context = {
        "engines": engines(),
        "used": sorted(used.items(), key=lambda row: (-row[1], row[0])),
        "rule": ai_music_rule(),
        "history": ai_music_history(),
        "settings_address": reverse("settings"),
    }
    return render(request, "web/uses/ai.html", context)
