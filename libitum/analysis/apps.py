from pathlib import Path

from django.apps import AppConfig

ENGINES = Path(__file__).with_name("engines")


class AnalysisConfig(AppConfig):
    name = "libitum.analysis"
    label = "analysis"

    def ready(self) -> None:
        from libitum.rights.gate import own_engine  # noqa: PLC0415 - models must be loaded first

        from . import receivers  # noqa: F401, PLC0415 - likewise

        own_engine(ENGINES / "tempo_and_key")
