"""What all pages share: the base page, its parts, errors, the stylesheet and the headers."""
