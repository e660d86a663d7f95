from libitum.export.tests.conftest import story, terms

__all__ = ["story", "terms"]
