"""What VisionQuery remembers: SQLite is the truth, everything else is a cache of it.

`Library` is the one writer, held by the worker; `LibraryReader` reads beside it from any process and thread.
"""
