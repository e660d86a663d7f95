from .commitment import Commitment
from .engine import Engine
from .holding import Dispute, Holding, Invitation
from .key import KeyEvent, KeyEventKind, SigningKey
from .party import Party, Successor
from .run import Output, Run, RunState, TurnedAway, UseRecord
from .statement import Ceremony, Statement
from .terms import (
    Acceptance,
    AcceptedHow,
    Alteration,
    Place,
    PurposesVersion,
    TermsLetter,
    TermsText,
    TermsVersion,
)
from .word import Word

__all__ = [
    "Acceptance",
    "AcceptedHow",
    "Alteration",
    "Ceremony",
    "Commitment",
    "Dispute",
    "Engine",
    "Holding",
    "Invitation",
    "KeyEvent",
    "KeyEventKind",
    "Output",
    "Party",
    "Place",
    "PurposesVersion",
    "Run",
    "RunState",
    "SigningKey",
    "Statement",
    "Successor",
    "TermsLetter",
    "TermsText",
    "TermsVersion",
    "TurnedAway",
    "UseRecord",
    "Word",
]
