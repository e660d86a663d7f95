"""What needs the operator, in sentences with what to do: the same state that /metrics tells, read by rules."""

from .findings import Finding
from .looking import findings
from .now import Now, now

__all__ = ["Finding", "Now", "findings", "now"]
