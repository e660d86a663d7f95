from .site import policies
from .work import work_policies

__all__ = ["policies", "work_policies"]
