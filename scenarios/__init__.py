"""What counts, since when, and on whose authority: scenarios, their rule versions and the factors behind them."""
