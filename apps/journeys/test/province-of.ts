import { createCall } from '../../../server/src/kernel/contract/index.ts';
import { exchangeOver, signInByForms } from '../../../server/src/modules/capabilities/identity/sign-in-by-forms.ts';
import type { Persona, Province } from '../../../stories/harness.ts';
import { demonstrationPassword, type Place } from './open-place.ts';

/** The place as stories know it, for what stands around a journey: people who use it without a browser. */
export function provinceOf({ url, clock, house }: Place): Province {
  const persona = (name: string, cookie: string): Persona => {
    const headers = (): Record<string, string> => ({ cookie, 'accept-language': 'zh-CN' });
    return {
      name, cookie,
      call: createCall({ base: url, headers }),
      get: (at) => fetch(url + at, { headers: headers(), redirect: 'manual' }),
      async upload(fileName, bytes, type) {
        const form = new FormData();
        form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), fileName);
        const answer = await fetch(`${url}/api/files`, { method: 'POST', body: form, headers: headers() });
        const id = ((await answer.json()) as { files?: { id: string }[] }).files?.[0]?.id;
        if (id === undefined) throw new Error(`upload: ${answer.status}`);
        return id;
      },
    };
  };
  return {
    url, clock, house,
    visitor: persona('访客', ''),
    signIn: async (login) => persona(login, await signInByForms(exchangeOver(url), { app: login.startsWith('o') ? 'desk' : 'portal', login, password: demonstrationPassword })),
    async settle() {
      while ((await house.jobs.drain()) > 0);
      await house.ledger.drain();
    },
  };
}
