"""Addresses of the claims room."""

app_name = "claims"

urlpatterns: list = []
