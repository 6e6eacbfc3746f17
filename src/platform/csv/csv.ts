/** Lines of CSV, as RFC 4180 has them. */

/** A line with its end. Null is empty; objects are JSON. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `voucher_id` → `Voucher ID`; keys of metadata stay as they are. */
export function csvTitle(field: string): string {
  if (field.includes('.')) return field;
  return field
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
