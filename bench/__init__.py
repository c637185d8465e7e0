"""What Requite is measured by: `python -m bench`. Nothing here runs in a test."""
