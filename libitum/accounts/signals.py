from django.dispatch import Signal

# Sent inside the transaction that deletes an account, before its row goes: every room clears away what is its own.
# Arguments: user.
account_closing = Signal()

# Sent inside the request in which somebody signs up and says yes to the terms, once their row is there.
# Arguments: user, language.
terms_agreed = Signal()

# Sent once a key for programs was made or ended. Arguments: token.
token_created = Signal()
token_revoked = Signal()

# Sent when somebody came with a key that is none. Arguments: request.
key_refused = Signal()
