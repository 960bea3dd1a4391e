import { maskText } from '#engines/records';
import type { Context } from '#kernel/context';
import type { Hall } from '../hall.ts';

interface FoundApplicant {
  party: { id: string; kind: 'person' | 'company'; name: string; code: string } | null;
}

/** 窗口核验申请人: who stands at the window, by the number on her card; she sees in her own centre that she was looked up. */
export async function findWindowApplicant(hall: Hall, ctx: Context, input: { code: string; purpose: string }): Promise<FoundApplicant> {
  const found = await hall.partyByCode(input.code);
  if (found === undefined) return { party: null };
  await hall.records.noteAccess(ctx, { register: 'access.party', recordId: found.id, subjects: [found.id], fields: ['name', 'code'] }, { duty: 'window-applicant', text: input.purpose });
  return { party: { id: found.id, kind: found.kind, name: found.name, code: found.kind === 'company' ? found.code : maskText('identity-number', found.code) } };
}
