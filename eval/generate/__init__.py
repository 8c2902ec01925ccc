"""Cases made by machine beside those that people wrote: bills with the oracle's figures, and written cases varied.

Nothing here uses the code that the cases put to the test: figures come from `eval.oracles`, the words of the
variations from `words.yaml`, and what is right of a varied case is what a person wrote of it.
"""
