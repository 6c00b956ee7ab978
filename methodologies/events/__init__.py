"""Emissions of events (会议、赛事、演出): what is asked, line by line, and how it is reckoned."""
