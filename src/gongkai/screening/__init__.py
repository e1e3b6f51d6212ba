"""Nothing secret or private goes out: detectors, profiles, findings' shapes, redaction."""
