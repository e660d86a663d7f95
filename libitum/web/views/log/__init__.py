from .pages import log_checkpoints, log_entry, log_home, log_proof, log_types

__all__ = ["log_checkpoints", "log_entry", "log_home", "log_proof", "log_types"]
