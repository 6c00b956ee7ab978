"""The desk, for staff of the scheme: merchants are approved, offers stocked and published, redemptions only read."""
