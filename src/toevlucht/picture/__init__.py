"""The strategic intelligence picture: snapshot, figures, edition, publication."""
