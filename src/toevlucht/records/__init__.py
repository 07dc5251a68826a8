"""What every room keeps or sends: who reads and acts, the audit trail, and work that runs later."""
