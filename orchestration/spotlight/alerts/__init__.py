"""Alerts: who is told of a trouble, once, until it was delivered.

Belongs here: what waits to be sent, and sending it. Not here: what a trouble is (`inspect/status`, the runs in `defs`).
"""
