"""Logging in as an option: see one's own cases without their codes, and not type one's name again.

Off unless GONGKAI_OIDC_ISSUER is set. Nobody needs it: number and query code do the same.
"""
