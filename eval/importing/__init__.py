"""How well the importer understands official texts, measured against labels written by hand.

Labels name places in a source, never its words: `labels.jsonl` (facets, nature, period and states of clauses),
`fresh.jsonl` (the same for clauses that no change was made for), `documents.jsonl` (what whole documents say
of themselves and where their clauses begin). A source is the name of a raw source or `hebei:<row>`, the row's title and
text on lines of their own. `python -m eval.importing` prints every figure.
"""
