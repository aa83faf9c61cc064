"""Looking at an office's files before anything is imported: shapes, never values; a mapping drafted from them.

    file --look--> tables --guess--> heading --names, profile--> columns by their shapes --draft--> mapping
"""
