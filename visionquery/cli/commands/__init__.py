"""The commands. Each module has `run(arguments, paths) -> int`, which returns the exit code."""
