"""Anonymous figures: what may be said in numbers without pointing at anybody.

Coded facts and a scheme go in (`count`), a rule decides what is shown (`small_numbers`), a second
look that shares no code with the rule says whether the result holds (`audit`), and what was
released is kept as it was (`release`). Whose facts they are is not known here.
"""
