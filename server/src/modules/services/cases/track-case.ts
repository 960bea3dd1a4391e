import { casesErrors, stateWords, type CaseState } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import type { trackCase as contract } from './contract-case.ts';
import { caseName } from '../desk/desk-summary.ts';
import type { Hall } from '../hall.ts';
import { organisationWords } from '../items/item-summary.ts';
import { publicStep } from './timeline.ts';

interface Tracked {
  number: string;
  title: string;
  state: CaseState;
  definitionKind: string;
  definitionId: string;
  definitionVersion: number;
  organisation: string;
  promisedDue: string | null;
  steps: { at: string; kind: string; state: string | null }[];
}

/** 凭编号和查询码查进度, without signing in: how far it is, and nothing of whose it is. */
export async function trackCase(hall: Hall, ctx: Context, input: { number: string; code: string }): Promise<OutputOf<typeof contract>> {
  const { found } = await ctx.tx.one<{ found: Tracked | null }>('select services.track($1, $2) as found', [input.number.trim().toUpperCase(), input.code.trim()]);
  if (found === null) throw casesErrors.unknown();
  return {
    number: found.number,
    name: caseName(hall, ctx, { title: found.title, definition_kind: found.definitionKind, definition_id: found.definitionId, definition_version: found.definitionVersion }),
    stateWords: stateWords[found.state][ctx.locale],
    department: organisationWords(hall.catalogue.organisation(found.organisation), ctx.locale) || found.organisation,
    dueOn: found.promisedDue,
    steps: found.steps.map((s) => ({ at: new Date(s.at).toISOString(), title: publicStep(s, ctx.locale) })),
  };
}
