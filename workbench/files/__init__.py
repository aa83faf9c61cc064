"""Looking at an office's files before anything is imported: shapes, never values; a mapping drafted from them."""
