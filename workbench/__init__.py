"""Questions that need a whole run or a whole policy: for editors, for offices, for auditors.

    editors     suite, examples, expectations    worked examples played and compared
                checking, importing              documents as they are handed over, mappings with their vocabulary
                needs                            which clauses read which events, and who supplies them
                provenance                       proof of where every clause comes from
                suppression                      does bending the record pay?
                sample                           made-up years
    offices     files                            a look at unknown files, mappings drafted
                office_state, office_inputs, workbooks    how an office stands, what its runs read, who fills in what
                falling_due, watching            what falls due, what a batch changed
                confirming                       sheets sent out, answers read back
                annual                           counts for the yearly report
    auditors    tracing, figures, vetoes         from a figure to its grounds, from a veto to its course
                corrections                      what became of an event
                near                             names that may have been meant
                following                        a case as it happened
    all         dossier, public                  a run ready to be handed over, and what of it may be published

Nothing here decides a point.
"""
