"""What the front desk prints, typeset by typst from data that is passed as data."""
