"""Checks of SNIP types 1 to 5: the walk through the grammar, elements, forms of codes, hierarchy, claims."""
