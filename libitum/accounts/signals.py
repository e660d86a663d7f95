from django.dispatch import Signal

# Sent inside the transaction that deletes an account, before its row goes: every room clears away what is its own.
# Arguments: user.
account_closing = Signal()

# Sent inside the request in which somebody signs up and says yes to the terms, once their row is there.
# Arguments: user, language.
terms_agreed = Signal()
