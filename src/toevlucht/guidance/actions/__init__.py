"""Every change to handbooks and to what people do with them, one function a verb."""
