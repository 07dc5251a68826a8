"""How Toevlucht runs: ``base`` for all, and one small module for each kind of deployment."""
