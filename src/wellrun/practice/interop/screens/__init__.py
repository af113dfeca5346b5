"""What interop adds to the pages of other rooms."""
