"""A practice that never existed, lived through by the same operations that people use, on a virtual clock."""
