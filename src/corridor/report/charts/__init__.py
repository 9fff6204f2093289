"""Charts: Altair specifications, drawn to SVG when the page is made. The reader's browser draws none."""
