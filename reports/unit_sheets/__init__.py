"""The workbook each unit gets before its score stands, and what is said of those that came back.

    drafts, dossier --pages--> rows --book--> one workbook for each unit        answers --text--> a terminal
"""
