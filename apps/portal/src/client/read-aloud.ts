/** 读屏: reads the page aloud with the machine's own voice; the button appears where there is one. */
export function readAloud(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-island="read"]');
  if (!button || !('speechSynthesis' in window)) return;
  const label = button.querySelector('span');
  const say = (key: 'start' | 'stop'): void => {
    if (label) label.textContent = button.dataset[key] ?? '';
    button.setAttribute('aria-pressed', String(key === 'stop'));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return say('start');
    }
    // engines stop in long texts: one sentence at a time
    const sentences = (document.querySelector('main')?.innerText ?? '').split(/(?<=[。！？；.!?])|\n+/).map((part) => part.trim()).filter((part) => part !== '');
    for (const [at, sentence] of sentences.entries()) {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.lang = document.documentElement.lang;
      utterance.rate = 0.9;
      if (at === sentences.length - 1) utterance.onend = () => say('start');
      speechSynthesis.speak(utterance);
    }
    say('stop');
  });
  addEventListener('pagehide', () => speechSynthesis.cancel());
}
