"""One encrypted file with everything that cannot be made again: database and data folder."""

from toevlucht.site.backup.making import Making
from toevlucht.site.backup.problem import BackupProblem
from toevlucht.site.backup.restoring import Restoring, unfinished_restore

__all__ = ["BackupProblem", "Making", "Restoring", "unfinished_restore"]
