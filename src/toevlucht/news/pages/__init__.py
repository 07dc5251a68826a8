"""The pages of news: for everybody, and on the desk."""
