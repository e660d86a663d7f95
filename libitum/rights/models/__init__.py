from .commitment import Commitment
from .engine import Engine
from .holding import Dispute, Holding, Invitation, Mandate
from .key import KeyEvent, KeyEventKind, SigningKey
from .party import Party, Successor
from .run import Output, Run, RunState, UseRecord
from .signal import PrivacySignal
from .statement import Ceremony, Statement
from .terms import Acceptance, AcceptedHow, TermsText, TermsVersion
from .word import Word

__all__ = [
    "Acceptance",
    "AcceptedHow",
    "Ceremony",
    "Commitment",
    "Dispute",
    "Engine",
    "Holding",
    "Invitation",
    "KeyEvent",
    "KeyEventKind",
    "Mandate",
    "Output",
    "Party",
    "PrivacySignal",
    "Run",
    "RunState",
    "SigningKey",
    "Statement",
    "Successor",
    "TermsText",
    "TermsVersion",
    "UseRecord",
    "Word",
]
