"""Event neutrality (会议、赛事、演出碳中和): plan, actual emissions, retirements, certificate."""
