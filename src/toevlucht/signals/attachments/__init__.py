"""Files that come with reports: which are taken, and how a clean copy of each is made."""
