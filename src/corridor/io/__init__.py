"""Reading and writing of cases: a folder of CSV files, or a workbook. `read(path)` gives raw tables, nothing more."""

from corridor.io.read import read

__all__ = ["read"]
