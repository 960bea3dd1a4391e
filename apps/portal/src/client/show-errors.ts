/** After a page came back with errors the reader starts at their summary. */
export function showErrors(): void {
  document.querySelector<HTMLElement>('.yw-summary-box')?.focus();
}
