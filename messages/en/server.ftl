## What the server says itself, without the page.
page-not-built =
    The page was not built into this server.
    To build it: install Node 20 or later, then run "make page" and "make build".
    The command "coffre" works without it.
