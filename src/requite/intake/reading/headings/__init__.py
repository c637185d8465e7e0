"""From a stranger's headings and a look at the cells to the fields of the base."""
