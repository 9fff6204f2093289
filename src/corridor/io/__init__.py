"""Reading and writing of cases: a folder of CSV files, or a workbook. `read(path)` gives raw tables, nothing more."""

from corridor.io.case import Case
from corridor.io.read import read

__all__ = ["Case", "read"]
