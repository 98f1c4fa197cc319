"""The words of the built pages: one language each, and sentences that agree with the charts."""
