from django.dispatch import Signal

# Sent inside the transaction that made or changed a track or its credits. Arguments: track.
track_saved = Signal()
# Sent inside the transaction that takes a work down or restores it. Arguments: work.
visibility_decided = Signal()
# Sent inside the transaction in which a track has a (new) recording that can be heard. Arguments: track.
audio_ready = Signal()
# Sent inside the transaction that opens a track to everybody who wants to train, or closes it. Arguments: track.
policy_changed = Signal()
# Sent inside the transaction that takes tracks off a release, or deletes it, before that. Arguments: release, tracks.
tracks_leaving = Signal()
