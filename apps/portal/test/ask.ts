import { builtPortal } from './built.ts';
import { fakeCall, type Sent } from './fixtures/fake-call.ts';
import { requestFor } from './fixtures/request.ts';
import type { PortalRequest, PortalResponse } from '../src/portal-request.ts';

export const { createPortal } = await builtPortal();
/** The built portal over the fixtures. */
export const portal = createPortal({ onError: (error) => { throw error; } });
export const get = (address: string, more: Partial<PortalRequest> = {}): Promise<PortalResponse> => portal.render(requestFor(address, more), fakeCall(more.locale ?? 'zh'));
export type Fields = Record<string, string | string[]>;
export const post = (address: string, fields: Fields, { sent = [], files = {}, instead = {}, ...more }: Partial<PortalRequest> & { sent?: Sent[]; files?: NonNullable<PortalRequest['body']>['files']; instead?: Parameters<typeof fakeCall>[2] } = {}): Promise<PortalResponse> =>
  portal.render(requestFor(address, { method: 'POST', body: { fields: { csrf: 'csrf-token', key: 'key-0001', ...fields }, files }, ...more }), fakeCall(more.locale ?? 'zh', sent, instead));
/** What is read on a page, without the switch to the other language. */
export const words = (html: string): string => html.replace(/<(script|style|noscript)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+lang="zh-CN"[^>]*>[\s\S]*?<\/a>/g, '').replace(/<[^>]+>/g, ' ');
