"""What a person can ask for: the table of commands, the menus they stand in, and what each of them does to photos."""
