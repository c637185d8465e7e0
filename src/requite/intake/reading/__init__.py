"""Reading a stranger's table: encoding, delimiter, headings, rows and their faults. No database, no clock."""
