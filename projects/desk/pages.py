"""What the desk's pages of this app share: a page of a row, and a deed that is done or refused in words."""

from common.desk_deeds import DeedsAdmin
from merchants.desk.kept import number

__all__ = ["DeedsAdmin", "number"]
