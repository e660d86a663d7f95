from django.urls import URLPattern, URLResolver, path

from libitum.web.views.accounts import data, listening, profile, sessions, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings", profile.profile, name="settings"),
    path("settings/age", profile.age, name="settings-age"),
    path("settings/sessions", sessions.sessions, name="settings-sessions"),
    path("settings/sessions/<int:pk>/end", sessions.end_session, name="settings-session-end"),
    path("settings/sessions/end-others", sessions.end_others, name="settings-sessions-end-others"),
    path("settings/sessions/end-all", sessions.end_all, name="settings-sessions-end-all"),
    path("settings/keys", tokens.tokens, name="settings-tokens"),
    path("settings/keys/<str:uid>/revoke", tokens.revoke, name="settings-token-revoke"),
    path("settings/listening", listening.my_listening, name="settings-listening"),
    path("settings/data", data.data, name="settings-data"),
    path("settings/data/export", data.export, name="settings-data-export"),
    path("settings/close", data.close, name="settings-close"),
]
