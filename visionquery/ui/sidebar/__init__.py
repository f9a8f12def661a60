"""The list at the side: parts of the library, folders with their subfolders, saved searches, and problems."""
