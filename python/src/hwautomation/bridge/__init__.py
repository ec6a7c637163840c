"""The way to the engine: JSON-RPC 2.0 with its process, or with a running service.

``process`` starts the engine as a child, ``connection`` asks it and hears it, ``engines`` shares
one among all managers of a script that are configured alike.
"""

import hwautomation.orchestration.workflow  # noqa: F401  whichever is imported first, both are whole
