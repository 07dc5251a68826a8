"""Every change to reports and to the work on them, one function a verb."""
