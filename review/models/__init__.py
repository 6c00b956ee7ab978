"""The tables of this app, a file for each subject."""

from review.models.appeal import Appeal, AppealStatus
from review.models.claim import Claim, ClaimStatus
from review.models.looking import Assignment, Opinion, Verdict

__all__ = ["Appeal", "AppealStatus", "Assignment", "Claim", "ClaimStatus", "Opinion", "Verdict"]
