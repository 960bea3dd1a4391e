import { createCall, type Call } from '../server/src/kernel/contract/index.ts';
import { exchangeOver, signInByForms } from '../server/src/modules/capabilities/identity/sign-in-by-forms.ts';

export const demonstrationPassword = 'Yiwang-2026';

/** Somebody who uses the running province through public HTTP, and nothing else. */
export interface Persona {
  readonly name: string;
  readonly call: Call;
  /** The session cookie, for pages, uploads and downloads. */
  readonly cookie: string;
  get(path: string): Promise<Response>;
  /** Uploads a file and gives its id. */
  upload(name: string, bytes: Uint8Array, type: string): Promise<string>;
}

export function personaAt(url: string, name: string, cookie = ''): Persona {
  const headers = (): Record<string, string> => ({ cookie, 'accept-language': 'zh-CN' });
  return {
    name, cookie,
    call: createCall({ base: url, headers }),
    get: (at) => fetch(url + at, { headers: headers(), redirect: 'manual' }),
    async upload(fileName, bytes, type) {
      const form = new FormData();
      form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), fileName);
      const answer = await fetch(`${url}/api/files`, { method: 'POST', body: form, headers: headers() });
      const body = (await answer.json()) as { files?: { id: string }[]; title?: string };
      if (!answer.ok || body.files?.[0] === undefined) throw new Error(`upload: ${answer.status} ${body.title ?? ''}`);
      return body.files[0].id;
    },
  };
}

/** A demonstration account (`p001` a citizen, `o001` an officer), signed in through the OpenID provider's own pages. */
export const signedInAt = async (url: string, login: string): Promise<Persona> =>
  personaAt(url, login, await signInByForms(exchangeOver(url), { app: login.startsWith('o') ? 'desk' : 'portal', login, password: demonstrationPassword }));
