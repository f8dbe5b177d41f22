"""Anonymous figures: what may be said in numbers without pointing at anybody.

Coded facts (`count`) and a value-free `scheme` go in, with every `Edition` released before. The
`ladder` chooses how coarse it must be; `protect` withholds as little as can be; the `audit`, which
shares no code with it, tries to derive what is withheld; `explain` says why a figure is not shown.
How it works: docs/anonymity.md. Whose facts they are is not known here.

    scheme, count, release           what is counted, and what is stated
    joint, ledger                    one table behind all figures of all editions
    sensitive, possible, sums        what must stay uncertain, what is possible, what a proof asks
    attack, suppress, solver         cuts, the cheapest pattern, HiGHS
    protect, ladder, explain         the three things that others call
    audit                            the second look
"""
