"""From the words of a turn to calculations: what is asked, of whose bills, by which rule, told how."""
