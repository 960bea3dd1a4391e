/** 登记通行密钥: the browser's own dialogue, then the form is sent with what the device made. */
export function passkey(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-island="passkey"]')) {
    const form = box.querySelector('form');
    if (form === null || typeof PublicKeyCredential !== 'function' || typeof PublicKeyCredential.parseCreationOptionsFromJSON !== 'function') continue;
    box.hidden = false;
    const refused = box.querySelector<HTMLElement>('[role=alert]');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (refused) refused.hidden = true;
      void make(JSON.parse(box.dataset['options'] ?? '{}') as PublicKeyCredentialCreationOptionsJSON).then(
        (made) => {
          (form.elements.namedItem('response') as HTMLInputElement).value = made;
          form.submit();
        },
        () => { if (refused) refused.hidden = false; },
      );
    });
  }
}

async function make(options: PublicKeyCredentialCreationOptionsJSON): Promise<string> {
  const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return JSON.stringify((made as PublicKeyCredential).toJSON());
}
