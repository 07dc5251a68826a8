"""Claims of speed as commands: each prints what it measured, beside a peer where there is one."""
