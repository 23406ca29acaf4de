"""`make bench`: what Slipway's parts cost, as ratios to the least that the same work costs on the same machine, in the same minute."""
