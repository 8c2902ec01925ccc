"""The policy FAQ regression suite: cases, the run, its grades and totals."""
