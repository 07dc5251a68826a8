"""Print where the tests' player for SCORM 1.2 is; fetch it first where it is missing."""

from __future__ import annotations

from tools.npm_registry import Part

PLAYER = Part(
    package="scorm-again",
    version="3.4.3",
    sha512="Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg==",
    path="package/dist/scorm12.min.js",
)

if __name__ == "__main__":
    print(PLAYER.find_or_fetch())
