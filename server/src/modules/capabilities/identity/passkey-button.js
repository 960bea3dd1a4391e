// Forms with data-passkey ask the browser for a passkey and send what it signed. Hidden where a browser cannot.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON !== 'function') continue;
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const refused = form.querySelector('[role=alert]');
    refused.hidden = true;
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.passkey));
      const credential = await navigator.credentials.get({ publicKey });
      form.elements.namedItem('response').value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      refused.hidden = false;
    }
  });
}
