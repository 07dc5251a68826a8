"""The pages of the audit trail, of who saw my data, and of emergency access."""
