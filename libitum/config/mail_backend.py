import ssl

from django.core.mail.backends import smtp
from django.utils.functional import cached_property


class EmailBackend(smtp.EmailBackend):
    """Django's, which trusts no server at all once it has a certificate of its own to show."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """Made for each letter: a certificate that was renewed needs no restart."""
        context = ssl.create_default_context()
        if self.ssl_certfile:
            context.load_cert_chain(self.ssl_certfile, self.ssl_keyfile)
        return context
