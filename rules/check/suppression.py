def check_suppression(clauses, pieces, ground): pass
