"""Where it is said, and read, what AI may do."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views.ai import desk, disputes, history, holders, matches, moderation, works
from libitum.web.views.ai.invitation import invitation
from libitum.web.views.ai.track import track_ai

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/ai", desk.desk, name="ai-desk"),
    path("my/ai/tracks", works.works, name="ai-works"),
    path("my/ai/tracks/change", works.bulk, name="ai-bulk"),
    path("my/ai/tracks/<slug:uid>", desk.track, name="ai-track"),
    path("my/ai/releases/<slug:uid>", desk.release, name="ai-release"),
    path("my/ai/exceptions", works.exceptions, name="ai-exceptions"),
    path("my/ai/holdings", holders.holdings, name="ai-holdings"),
    path("my/ai/holdings/<slug:uid>", holders.answer, name="ai-holding-answer"),
    path("my/ai/holdings/<slug:uid>/society", holders.society, name="ai-holding-society"),
    path("my/ai/disputes/<slug:uid>", disputes.dispute, name="ai-dispute"),
    path("my/tracks/<slug:uid>/holders", holders.holders, name="track-holders"),
    path("my/tracks/<slug:uid>/holders/invite", holders.invite_holder, name="track-holders-invite"),
    path("my/tracks/<slug:uid>/match", matches.match, name="track-match"),
    path("my/matches/<slug:uid>/withdraw", matches.withdraw, name="match-withdraw"),
    path("tracks/<slug:uid>/dispute", holders.dispute, name="track-dispute"),
    path("rights/invitations/<str:token>", invitation, name="rights-invitation"),
    path("moderation/rights", moderation.rights, name="moderation-rights"),
    path("moderation/rights/disputes/<slug:uid>", moderation.close, name="moderation-dispute"),
    path("moderation/rights/matches", matches.open_one, name="moderation-match-open"),
    path("moderation/rights/matches/<slug:uid>", matches.close, name="moderation-match"),
    path("moderation/rights/mandates/<slug:uid>", moderation.mandate, name="moderation-mandate"),
    path("moderation/successions", moderation.successions, name="moderation-successions"),
    path("moderation/successions/<slug:uid>", moderation.succeed, name="moderation-succeed"),
    path("my/ai/purposes/<str:purpose>", history.purpose, name="ai-purpose"),
]

# Tried last, with the artists' own addresses.
artist_patterns: list[URLPattern | URLResolver] = [
    path("<slug:artist>/<slug:slug>/ai", track_ai, name="track-ai"),
]
