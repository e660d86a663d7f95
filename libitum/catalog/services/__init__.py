from .artists import create_artist, delete_artist, update_artist
from .audio import mark_audio_ready
from .links import create_secret_link, revoke_secret_link
from .moderation import restore, take_down
from .policy import set_trainable
from .publication import Outcome, for_each, publish, publish_with_tracks, unlist, withdraw
from .releases import create_release, delete_release, set_release_tracks, update_release
from .tracks import create_track, delete_track, set_credits, set_tags, update_track

__all__ = [
    "Outcome",
    "create_artist",
    "create_release",
    "create_secret_link",
    "create_track",
    "delete_artist",
    "delete_release",
    "delete_track",
    "for_each",
    "mark_audio_ready",
    "publish",
    "publish_with_tracks",
    "restore",
    "revoke_secret_link",
    "set_credits",
    "set_release_tracks",
    "set_tags",
    "set_trainable",
    "take_down",
    "unlist",
    "update_artist",
    "update_release",
    "update_track",
    "withdraw",
]
