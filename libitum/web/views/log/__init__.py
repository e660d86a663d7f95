from .membership import log_absence, log_presence
from .pages import log_checkpoints, log_entry, log_home, log_proof, log_types

__all__ = ["log_absence", "log_checkpoints", "log_entry", "log_home", "log_presence", "log_proof", "log_types"]
