"""The stream engine: conditions are judged by durable-rules, event by event, in a process of their own.

    durable, worker, keeper     the rules engine, the process it runs in, who keeps that process alive
    condition, carried          a condition of the language -> a rule of durable-rules and the fields it reads
    questions                   every condition of a policy, where it is asked, its rules in rulesets
    recall                      the fold: what history functions say, in one pass over a stream
    matcher                     events -> facts -> firings -> what held where
    replay, steps               a run; one case step by step

durable-rules decides which condition holds at which event: triggers, comparisons of whole numbers, texts and
truths, and, or, not, gates. What a history function, a fact, the roster, the calendar or arithmetic says comes
ready-made into the fact, from the shared meaning. What follows from a firing is the reference's alone.
"""
