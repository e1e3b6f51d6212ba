"""A report as Word, PDF, workbook and page, all made of one paper; other documents print through the same paper."""
