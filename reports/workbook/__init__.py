"""The workbook of a run: what an assessment office hands upwards, every total a formula over the entries.

    Dossier ──► pages (rows of plain values) ──► sheets      page.py says what a page is, writer.py draws it
"""
