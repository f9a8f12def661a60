"""What VisionQuery talks about: photos, folders, queries, events, settings and errors.

Plain values, shared by every process and thread. Standard library only.
"""
