from django.dispatch import Signal

# Sent inside the transaction in which a work got holders, all of them at once. Argument: track.
holders_added = Signal()
