import { createHash } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { caseNumber, trackCode } from './case-number.ts';
import { Work } from './case-work.ts';
import type { Workshop } from './create-cases.ts';
import type { CaseRow, Opening } from './types.ts';

/** Opens a case: its row, first action, process and clock; the caller saves it (with its children) into one commit. */
export async function openWork(workshop: Workshop, ctx: Context, opening: Opening): Promise<Work> {
  const id = ctx.newId();
  const process = workshop.content.get('process', opening.process.id, opening.process.version === undefined ? { on: dayInChina(ctx.now) } : { version: opening.process.version });
  const row: CaseRow = {
    id,
    number: caseNumber(opening.division, opening.kindCode, ctx.now, await workshop.serial()),
    kind: opening.kind,
    state: 'submitted',
    definition_kind: opening.definition.kind,
    definition_id: opening.definition.id,
    definition_version: opening.definition.version,
    title: opening.title,
    division: opening.division,
    organisation: opening.organisation,
    party_id: opening.party?.id ?? null,
    party_kind: opening.party?.kind ?? null,
    party_name: opening.party?.name ?? '',
    agent_account: ctx.actor.accountId,
    channel: opening.channel,
    parent_id: opening.parentId ?? null,
    version: 1,
    actions: 0,
    answers: null,
    track_code: trackCode(id),
    process_id: opening.process.id,
    process_version: process.version,
    process_state: null,
    variables: opening.variables ?? {},
    data: opening.data ?? {},
    promised_days: opening.promisedDays,
    statutory_days: opening.statutoryDays,
    accepted_on: null,
    warn_on: null,
    promised_due: null,
    statutory_due: null,
    stopped: false,
    stops: [],
    submitted_at: ctx.now,
    concluded_at: null,
    updated_at: ctx.now,
  };
  const work = new Work(workshop, ctx, row, true, { answers: opening.answers });
  work.act('submitted', { definition: opening.definition, channel: opening.channel, answersDigest: createHash('sm3').update(JSON.stringify(opening.answers)).digest('hex') }, true);
  for (const material of opening.materials ?? []) work.material(material);
  return work;
}
