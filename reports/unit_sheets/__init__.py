"""The workbook each unit gets before its score stands, and what is said of those that came back."""
