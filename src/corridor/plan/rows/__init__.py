"""The rows of a plan, one family a file. Each is a plain function that writes its rows over the columns of a `Frame`."""
