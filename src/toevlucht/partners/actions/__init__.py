"""What may be changed of organisations, people and keys; each change is in the audit trail."""
