interface Caller {
  mode: 'verify' | 'query' | 'batch' | 'changes' | 'file' | 'proxy' | 'peer';
  service: string;
  grantId: string;
  purposeCode: string;
  path: string;
  key: Record<string, string>;
  fields: Record<string, string>;
}

const tails = { verify: '', query: '', batch: '?limit=10', changes: '?after=0&limit=10&wait=20', file: '', proxy: '', peer: '' } as const;

/** What the grantee's machine sends for the same answer (`docs/guides/exchange.md`, 3 and 4). */
export function callerLines({ mode, service, grantId, purposeCode, path, key, fields }: Caller): string {
  const asks = mode === 'verify' || mode === 'query' || mode === 'peer';
  const body = asks ? JSON.stringify(mode === 'verify' ? { key, fields } : { key }, null, 2) : null;
  return [
    `${asks ? 'POST' : 'GET'} /exchange/v1/${service}${mode === 'proxy' ? path : tails[mode]}`, `Exchange-Grant: ${grantId}`, `Exchange-Purpose: ${purposeCode}`, ...(body === null ? [] : ['Content-Digest: sm3=:…:']), 'Signature-Input: sig1=(…);created=…;nonce="…";keyid="…";alg="sm2-sm3"', 'Signature: sig1=:…:',
    ...(body === null ? [] : ['', body]),
  ].join('\n');
}
