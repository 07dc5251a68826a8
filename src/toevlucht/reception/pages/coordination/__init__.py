"""The pages on which nation, regions and municipalities see what is asked, realised and free."""
