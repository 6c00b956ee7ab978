"""The methods of the second path: how projects of enterprises are reckoned. What uses them asks `registry`."""
