"""Who asks, and what they may do and see.

caller     who asks: scopes, groups, and the audience that they are
errors     401, 403 and 429, and what cannot be started
settings   how people and programs may sign in
keys       API keys: made, checked and revoked, hashed in the data folder
audit      what was changed by whom
identify   a request → its caller
"""
