"""Conversations as a Django app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The room conversations."""

    name = "wellrun.practice.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Offer the messages in the navigation."""
        from wellrun.platform.ui.menu import register_item

        register_item(group="Today", label="Messages", url_name="conversations:inbox", icon="message",
                      capability="messages.use", keys="g y", order=45)  # fmt: skip
