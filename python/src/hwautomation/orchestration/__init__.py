"""Workflows: see :mod:`hwautomation.orchestration.workflow`."""

__all__ = ["workflow"]
