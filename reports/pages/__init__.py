"""A run as pages that open from a USB stick: nothing is fetched, every figure leads to its evidence.

    dossier -> views (data, laid out) -> Jinja templates -> pages/index.html, subjects/, clauses/, cases/ …

    site, links, paper      what every page needs, where everything stands, templates (Jinja lives there alone)
    overview, card, case, clause, counts, grounds    a page each
    waterfall, strip        the two drawings; write    all pages into one folder

Static pages, one style sheet, one small script for the search. What a reader may want to follow is a
link to an anchor; what a browser may not be trusted with (text of any field) is escaped and isolated.
"""
