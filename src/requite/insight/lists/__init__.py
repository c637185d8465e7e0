"""Lists over the rooms below: fields to filter, sort and show by, filters in the reader's words, saved views."""
