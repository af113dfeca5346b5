"""Addresses of the looks: the gallery of components."""

from django.urls import path

from wellrun.platform.ui import screens

app_name = "ui"

urlpatterns = [path("gallery/", screens.gallery, name="gallery")]
