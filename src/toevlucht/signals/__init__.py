"""From what somebody saw to an answer: reports, assessments, referrals, and what came of them."""
