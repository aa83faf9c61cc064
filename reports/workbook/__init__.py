"""The workbook of a run: what an assessment office hands upwards, every total a formula over the entries.

    Dossier ──► pages (rows of plain values) ──► sheets      page.py says what a page is, writer.py draws it

    book                                        which pages, in which order; ``public``: what may be published
    cover, cards, counts, grades, definitions   the pages; ``sums``: totals as formulas over the entries
    styles, plain_text                          faces of cells; text that does nothing
"""
