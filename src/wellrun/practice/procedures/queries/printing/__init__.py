"""What goes to a hospital on paper, typeset by typst from data that is passed as data."""
