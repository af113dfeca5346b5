"""Django's settings, root urls and the server entry. `base` is the whole; the others change a few lines."""
