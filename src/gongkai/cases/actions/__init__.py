"""Everything that changes a case: taking in, acting by the kind's table, sharing out, mending."""
