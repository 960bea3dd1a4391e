/** A cell as spreadsheets take it; nothing of it is a formula. */
const csvCell = (value: string): string => (/^[=+\-@\t]/.test(value) && Number.isNaN(Number(value)) ? `"'${value.replaceAll('"', '""')}"` : `"${value.replaceAll('"', '""')}"`);

/** Saves a table as CSV (UTF-8 with BOM). */
export function saveTable(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`\uFEFF${[heads, ...rows].map((line) => line.map(csvCell).join(',')).join('\r\n')}`], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
