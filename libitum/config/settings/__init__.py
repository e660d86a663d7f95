"""Django's settings, one module per concern."""

from .apps import *
from .auth import *
from .database import *
from .files import *
from .i18n import *
from .ledger import *
from .mail import *
from .observability import *
from .security import *
from .uploads import *
