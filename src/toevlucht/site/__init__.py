"""What is plugged in where: addresses, the home page, plain pages and the web server."""
