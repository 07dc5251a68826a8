"""Where a request carries the name of its piece of work, for the log that is written around it."""

REQUEST_KEY = "toevlucht.request"  # in META
