"""The second look: it shares no code with the protector, so that no mistake passes both."""

from vertrouwen.statistics.audit.check import audit
from vertrouwen.statistics.audit.findings import Finding, Result

__all__ = ["Finding", "Result", "audit"]
