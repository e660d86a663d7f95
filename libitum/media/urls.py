from .streaming.urls import urlpatterns

__all__ = ["urlpatterns"]
