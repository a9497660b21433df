"""Reading people: days and durations in words (`dates`), what is typed behind commands (`phrases`).

Pure: the day it is said on comes in as an argument, and nothing here reads a clock.
"""
