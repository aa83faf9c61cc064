"""The behavioural suppression gate: no office gains by bending its record (P20).

    year ──cases──► those a move can be made in ──seeded sample──► each case as it is │ moved │ found out
         ──one small replay of all copies──► points by case and office ──► gains, and what being found out costs
         ──accepted risks of the policy──► problems, located at the clause that pays

``moving`` carries a move out, ``trial`` tries it, ``lifting`` takes off the limits that would hide a gain.

Cases are independent: what a clause writes about a case, and whether the case is a row and a hit of a rate,
depends on that case's own stream (P1, P22). So all sampled cases are replayed at once, each in copies under
numbers of their own. What joins cases is put back by hand: rates are counted anew over the whole year with
the moved cases exchanged, and limits per subject, which only hide what a case is worth to an office that has
not reached them, are lifted.
"""
