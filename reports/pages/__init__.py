"""A run as pages that open from a USB stick: nothing is fetched, every figure leads to its evidence.

    dossier -> views (data, laid out) -> Jinja templates -> pages/index.html, subjects/, clauses/, cases/ …

Static pages, one style sheet, one small script for the search. What a reader may want to follow is a
link to an anchor; what a browser may not be trusted with (text of any field) is escaped and isolated.
"""
