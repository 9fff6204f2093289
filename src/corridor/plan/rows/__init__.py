"""The rows of a plan, one family a file. Each is a plain function over the columns of a `Frame`."""
