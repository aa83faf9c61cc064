"""The commands by family; ``cli`` knows which family a command belongs to."""
