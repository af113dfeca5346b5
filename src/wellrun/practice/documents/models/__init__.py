"""The documents' table."""

from wellrun.practice.documents.models.document import Category, Document

__all__ = ["Category", "Document"]
