from .absence import log_absence
from .pages import log_checkpoints, log_entry, log_home, log_proof, log_types

__all__ = ["log_absence", "log_checkpoints", "log_entry", "log_home", "log_proof", "log_types"]
