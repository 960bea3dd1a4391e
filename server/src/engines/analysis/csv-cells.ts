/** A row as snapshots take it in: text quoted, null an empty cell without quotes. */
export const formatCells = (row: readonly (string | number | boolean | null | undefined)[]): string =>
  `${row.map((cell) => (cell === null || cell === undefined ? '' : typeof cell === 'string' ? `"${cell.replaceAll('"', '""')}"` : typeof cell === 'boolean' ? (cell ? 't' : 'f') : String(cell))).join(',')}\n`;
