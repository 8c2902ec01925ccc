"""Who may what: accounts, logins, keys of programs, tokens of widgets, and the table of routes. Knows no HTTP."""
