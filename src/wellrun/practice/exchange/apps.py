"""The exchange as a Django app: its job and its pages."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange."""

    name = "wellrun.practice.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Declare the job and the page."""
        from wellrun.platform.ui.menu import register_item
        from wellrun.practice.exchange import jobs  # noqa: F401 (declares the job)

        register_item(
            group="Money", label="Transmissions", url_name="exchange:transmissions", icon="transfer",
            capability="exchange.read", order=64,
        )  # fmt: skip
