"""The office's pages for cases: lists, one case, its acts, taking in, sharing out, letters. Generic over the kinds."""
