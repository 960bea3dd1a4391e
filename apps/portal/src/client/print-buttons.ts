/** Print buttons appear where there is script to press them. */
export function printButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-island="print"]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}
