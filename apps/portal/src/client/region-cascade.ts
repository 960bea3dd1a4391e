interface Division {
  digits: string;
  name: string;
}

/** Choosing a division brings the list below it, without the button. */
export function regionCascade(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-island="region"]')) {
    box.querySelector('[data-region-next]')?.remove();
    box.addEventListener('change', (event) => void follow(box, event.target as HTMLSelectElement));
    const selects = box.querySelectorAll('select');
    const last = selects[selects.length - 1];
    if (last && last.value !== '') void follow(box, last);
  }
}

const levels = [2, 4, 6, 9, 12];

async function follow(box: HTMLElement, select: HTMLSelectElement): Promise<void> {
  const digits = Number(select.dataset['digits']);
  const at = levels.indexOf(digits);
  for (const level of box.querySelectorAll<HTMLElement>('.yw-region-level')) if (Number(level.querySelector('select')?.dataset['digits']) > digits) level.remove();
  const next = levels[at + 1];
  if (next === undefined || select.value === '' || digits >= Number(box.dataset['level'])) return;
  const answer = await fetch(`/regions?parent=${select.value}`);
  if (!answer.ok || !select.isConnected) return;
  const { divisions } = (await answer.json()) as { divisions: Division[] };
  if (divisions.length === 0) return;
  const words = JSON.parse(box.dataset['words'] ?? '{}') as { choose: string; levels: string[] };
  const id = `${box.dataset['name'] ?? ''}-${next}`;
  const below = Object.assign(document.createElement('select'), { className: 'yw-input', id, name: `${box.dataset['name'] ?? ''}:${next}` });
  below.dataset['digits'] = String(next);
  below.append(new Option(words.choose, ''), ...divisions.map((one) => new Option(one.name, one.digits)));
  const level = Object.assign(document.createElement('div'), { className: 'yw-region-level' });
  level.append(Object.assign(document.createElement('label'), { htmlFor: id, textContent: words.levels[at + 1] ?? '' }), below);
  select.closest('.yw-region-level')?.after(level);
}
