"""A generated ledger of cases and documents, shared by the tests of figures."""
