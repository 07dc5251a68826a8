"""Files that come along with records: which are taken, and how a clean copy of each is made."""
