"""Django's settings, one module per concern."""

from .api import *
from .apps import *
from .auth import *
from .community import *
from .database import *
from .files import *
from .gate import *
from .i18n import *
from .ledger import *
from .mail import *
from .observability import *
from .rights import *
from .security import *
from .uploads import *
