"""The SFTP gateway as a program: ``python -m infra.gateway``.

It prints one JSON line ``{"event": "gateway.ready", "port": …, "fingerprints": […]}`` on standard
output when it accepts connections, and audit lines after it. SIGTERM (or SIGINT) stops it: no new
connection is taken, open uploads may end within ``GATEWAY_STOP_SECONDS``, and the exit code is 0.
A setting that is wrong or missing is named on standard error, exit code 2.

Read from the environment, beside what `shared.settings` reads (``GOOGLE_CLOUD_PROJECT``,
``CARILLON_DROP_BUCKET`` and, locally, the emulators' addresses):

====================================  ===========================  ================================
variable                              default                      meaning
====================================  ===========================  ================================
``GATEWAY_HOST``                      ``127.0.0.1``                address to listen on
``GATEWAY_PORT``                      ``2022``                     0 takes a free one
``GATEWAY_HOST_KEYS``                 (required)                   paths, comma-separated; made in a
                                                                   demo project when missing
``GATEWAY_MAX_FILE_BYTES``            50 MiB                       a longer file is refused
``GATEWAY_SUFFIXES``                  ``.csv,.tsv,.txt,.xlsx,.zip``  of final names, any case
``GATEWAY_LOGIN_SECONDS``             ``30``                       from connecting to signed in
``GATEWAY_IDLE_SECONDS``              ``600``                      without a packet
``GATEWAY_STOP_SECONDS``              ``30``                       grace of a stop
``GATEWAY_STORAGE_SECONDS``           ``45``                       for one call to the bucket
``GATEWAY_CACHE_SECONDS``             ``15``                       a login is kept in memory
``GATEWAY_MAX_CONNECTIONS``           ``200``                      at once
``GATEWAY_MAX_CONNECTIONS_PER_ADDRESS``  ``64``                    at once
``GATEWAY_MAX_HANDSHAKES``            ``64``                       connected and not signed in
``GATEWAY_BAN_USER_AFTER``            ``5``                        failed connections in ten minutes
``GATEWAY_BAN_ADDRESS_AFTER``         ``10``                       failed connections in ten minutes
``GATEWAY_BAN_SECONDS``               ``60``                       first ban; each next is doubled
``GATEWAY_LEGACY_ALGORITHMS``         (none)                       old algorithms to offer as well
====================================  ===========================  ================================
"""

from __future__ import annotations

import sys

from infra.gateway.service import main

if __name__ == "__main__":
    sys.exit(main())
