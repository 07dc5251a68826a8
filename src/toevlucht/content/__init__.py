"""What the product says and shows: texts, fonts, the demo; data, no code."""
