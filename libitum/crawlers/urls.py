from django.urls import URLPattern, URLResolver, path

from libitum.policy import ROBOTS_PATH, RSL_PATH, TDM_POLICY_PATH, TDMREP_PATH

from .views import machine_file

FILES = {"robots": ROBOTS_PATH, "rsl": RSL_PATH, "tdmrep": TDMREP_PATH, "tdm-policy": TDM_POLICY_PATH}

urlpatterns: list[URLPattern | URLResolver] = [
    path(where.removeprefix("/"), machine_file, {"path": where}, name=name) for name, where in FILES.items()
]
