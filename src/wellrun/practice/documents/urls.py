"""Addresses of the documents."""

from django.urls import path

from wellrun.practice.documents.screens import documents

app_name = "documents"

urlpatterns = [
    path("<uuid:document_id>/", documents.document, name="document"),
    path("<uuid:document_id>/pages/<int:number>/", documents.page, name="page"),
    path("<uuid:document_id>/small/", documents.small, name="small"),
    path("<uuid:document_id>/file/", documents.file, name="file"),
    path("<uuid:document_id>/withdrawal/", documents.withdrawal, name="withdrawal"),
]
