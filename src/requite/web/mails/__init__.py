"""Mails: the face that comes to its reader. Words and links are made here, as a page makes its own."""
