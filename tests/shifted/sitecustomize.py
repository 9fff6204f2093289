"""Starts every Python process of a test run on another day: put this folder on PYTHONPATH.

`tools/check.py` does so for its check `shifted`, with another time zone, an ASCII locale, another user and no home.
"""

import datetime as dt
import os

import time_machine

time_machine.travel(dt.datetime.fromisoformat(os.environ["CORRIDOR_TEST_NOW"]), tick=True).start()
