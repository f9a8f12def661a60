"""The command line: arguments, printing, and one module for each command.

Runs the worker's parts in its own process. A command imports what it needs when it runs, so that `--help` answers
at once; torch and Qt are never imported here.
"""
