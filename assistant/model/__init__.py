"""The optional chat model: it orders and joins sentences that are already checked, and points at words of the message.

It never computes, never chooses the place, never writes a source: it sees tokens where figures stand, and what it
writes is shown only where it is a checked sentence again, word for word but for the connecting words.
"""
