from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "kring.engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kring.engine import checks  # noqa: F401  (registers the checks of words and tools)
