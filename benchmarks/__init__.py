"""How fast and how good, beside peers: one command each, `python -m benchmarks NAME`.

A benchmark is a module with four functions: `describe()` gives one line, `add_options(parser)` its options,
`measure(options)` its rows, `draw(rows, folder)` writes figures and gives their paths; printing and writing the rows
is the same for all. Peers are dependencies of this package only, imported where they are called, so that a missing
one leaves out its rows and nothing else.
"""
