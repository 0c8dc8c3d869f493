"""Three invented centres that have been working for months, for everybody to try.

Everything is done by the same services that people use, with the clock set back; rows
are never written by hand. `cast` holds the people, `squares` the programmes and ideas,
`story` what happened when, `installation` when the demo may be made, entered and ended.
"""
