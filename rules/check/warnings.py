def check_doubts(clauses, states, pieces, ground): pass
