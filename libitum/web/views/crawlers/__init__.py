from .acts import agent, category
from .lists import newer_list
from .page import agents

__all__ = ["agent", "agents", "category", "newer_list"]
