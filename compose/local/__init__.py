"""Slipway on one machine, as processes: what `make run`, `make down`, `make scale` and `make clean` call."""
