"""Renderings of one document: web page, PDF, CSV, JSON and feed, with the same words in each."""
