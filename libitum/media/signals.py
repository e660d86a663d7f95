from django.dispatch import Signal

# Sent inside the transaction in which a file becomes a track's original. Arguments: master.
original_accepted = Signal()
# Sent inside the transaction in which a recording becomes the one that is heard. Arguments: master.
recording_ready = Signal()
