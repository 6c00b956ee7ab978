"""The books at the desk: what every kind of account held and moved, down to the transfers and where they come from."""
