from .commitment import Commitment
from .engine import Engine
from .holding import Dispute, DisputeAnswer, DisputeLetter, Holding, Invitation, Mandate, News
from .key import KeyEvent, KeyEventKind, SigningKey
from .match import FoundBy, Match
from .party import Party, Successor
from .run import Output, Run, RunState, TurnedAway, UseRecord
from .signal import PrivacySignal
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
    "DisputeAnswer",
    "DisputeLetter",
    "Engine",
    "FoundBy",
    "Holding",
    "Invitation",
    "KeyEvent",
    "KeyEventKind",
    "Mandate",
    "Match",
    "News",
    "Output",
    "Party",
    "Place",
    "PrivacySignal",
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
