"""A policy as an office prints it: nothing here is typed by hand, all of it is said by the policy.

    policy -> voice (conditions, kinds, lengths in words) -> forms, scores, who -> page (parts of rows)
    page -> markdown | word
"""
