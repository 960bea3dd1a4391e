import type { Content } from '#engines/content';
import type { Context } from '#kernel/context';
import { errors } from './errors.ts';
import type { DesignKind } from './definition-source.ts';
import { publishingRuleKind } from './publishing-rule.ts';

/** Who designs what: decision tables go with the processes that ask them. */
const permissions: Record<DesignKind, string> = { process: 'processes.manage', form: 'forms.manage', decision: 'processes.manage' };

export const mayDesign = (ctx: Context, kind: DesignKind): boolean => ctx.actor.permissions.has(permissions[kind]);

export function mustDesign(ctx: Context, kind: DesignKind): { accountId: string } {
  if (!mayDesign(ctx, kind) || ctx.actor.accountId === null) throw errors.notAllowed();
  return { accountId: ctx.actor.accountId };
}

export const approvalPermission = 'content.publish';

/** 第二人审核: what content says of this kind; unsaid, it is asked for. */
export const needsApproval = (content: Content, kind: DesignKind): boolean => content.find(publishingRuleKind, kind)?.value.approval !== 'none';
