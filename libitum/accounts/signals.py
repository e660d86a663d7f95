from django.dispatch import Signal

# Sent inside the transaction that deletes an account, before its row goes: every room clears away what is its own.
# Arguments: user.
account_closing = Signal()
