"""Reply documents 文书: the words, and the files in Word and PDF. Plain Python: no models, no clock."""
