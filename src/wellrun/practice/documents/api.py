"""The documents' door for other rooms."""

from wellrun.practice.documents.models import Category, Document
from wellrun.practice.documents.operations.file_document import (
    UploadRefused,
    file_document,
    give_documents,
    move_documents,
    withdraw_document,
)
from wellrun.practice.documents.queries.documents import content_of, document, documents_of
from wellrun.practice.documents.queries.headings import Heading, register_heading

__all__ = [
    "Category",
    "Document",
    "Heading",
    "UploadRefused",
    "content_of",
    "document",
    "documents_of",
    "file_document",
    "give_documents",
    "move_documents",
    "register_heading",
    "withdraw_document",
]
