"""Where conversations live: `interface` is what the chain needs of it, `steady` what a server uses.

`schema` tells how to add tables. Only `interface` and `memory` may be imported where a single question is answered:
the rest loads SQLAlchemy.
"""
