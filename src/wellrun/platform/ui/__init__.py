"""The looks of Wellrun: one shell, one kit of components, used by every page.

Templates extend `ui/shell.html` (signed in) or `ui/bare.html` (sign-in, problems) and load the tags of `ui`.
Words: a *pill* shows a state with a word, an icon and a tone; a *toast* is a short notice, with Undo where
the act can be undone; the *palette* is the Ctrl-K search. Nothing here knows a room or a model; everything
shown arrives as plain values, dataclasses or bound forms. No inline script, no inline style, no eval.
"""
