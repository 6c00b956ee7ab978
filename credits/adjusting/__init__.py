"""Corrections of a citizen's credits that no act, appeal or voucher explains: proposed by one, decided by another."""
