from urllib.parse import urlsplit

from libitum.config.environment import environment

LEDGER_ROOT = environment.home / "log"
LEDGER_KEY_FILE = environment.home / "ledger.key"
# The log's name in every checkpoint: a schema-less address.
LEDGER_ORIGIN = f"{urlsplit(environment.url).netloc}/log"
