"""The brief: two pages and an annex for a minister's office, from one model, as PDF, DOCX and HTML."""
