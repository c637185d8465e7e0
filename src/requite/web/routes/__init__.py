"""Addresses, a module for each screen. All are nouns; a change of state is a resource."""
