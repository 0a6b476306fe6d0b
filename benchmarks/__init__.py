"""How fast and how good, beside peers: one command each, `python -m benchmarks NAME`.

A benchmark is a module with three functions: `describe()` gives one line, `add_options(parser)` its options,
`measure(options)` its rows; printing and writing these is the same for all. Peers are dependencies of this
package only, imported where they are called, so that a missing one leaves out its rows and nothing else.
"""
