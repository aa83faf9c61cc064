"""Proof of where every clause comes from.

    rows (sources.yaml: row -> clause or reason) -> coverage (each text: what became of it)
    quotes (every quotation, with its place)     -> verified (found, not found, text not at hand)
    shelf (the policies all this speaks of)      -> own (how much of a policy is its own)
"""
