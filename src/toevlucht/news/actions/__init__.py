"""Every change to news and to whom it is sent, one function a verb."""
