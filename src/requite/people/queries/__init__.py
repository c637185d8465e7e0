"""The base read back, as shapes: what the reader may not see is already absent or masked."""
