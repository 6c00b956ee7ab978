"""The merchants' month: what was taken is put on a statement, confirmed or disputed, and paid."""
