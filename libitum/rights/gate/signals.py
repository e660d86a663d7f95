from django.dispatch import Signal

# Sent inside the transaction in which something was said or changed on which decisions rest. Arguments: works, a
# queryset of the tracks whose decisions may be others from then on.
decisions_may_change = Signal()
