"""The till: vouchers are taken by their codes and, for ten minutes, given back unused. Knows the mall, not the room."""
