"""The one address and port for the browser: `/live` goes to the live process, all else to the web processes.

It reads no more of HTTP than where a message begins and ends, writes each head anew (so that what is behind
can't read another message than it has read), and passes the bytes on. Behind one's own proxy it isn't needed.

Environment: REQUITE_FRONT_FD (a listening socket) or REQUITE_FRONT_HOST and REQUITE_FRONT_PORT;
REQUITE_WEB_ADDRESS and REQUITE_LIVE_ADDRESS (a Unix socket's path, or host:port; several by commas, of which the
least busy is asked); REQUITE_TRUSTED_PROXIES (addresses, by commas, whose X-Forwarded-For and X-Forwarded-Proto are
believed; of loopback, where tunnels end, only the latter is).
"""
