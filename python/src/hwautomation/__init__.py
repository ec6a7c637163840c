"""HWAutomation: turns racked servers into ready ones.

The names, signatures and dictionary keys are those of the original; the work is done by the
durable engine, which this package starts as a child process, or reaches at ``HWAUTO_URL``.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
