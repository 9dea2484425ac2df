"""Who asks, and what they may do and see.

settings   how people and programs may sign in, and how much they may ask
startup    what would not be safe does not start
addresses  where a request comes from, and which proxies are believed
throttle   addresses that ask too much
rates      how many requests of whom are answered
identify   a request → its caller
caller     who asks: scopes, groups, and the audience that they are
keys       API keys: made, checked and revoked, hashed in the data folder
oidc       tokens of an identity provider
caching    what caches may keep of an answer
audit      what was changed by whom
senders    which jobs a caller may see
database   the file of keys and audit
errors     401, 403, 414 and 429, and what cannot be started
"""
