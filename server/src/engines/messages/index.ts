import { messageTemplateKind } from './template-kind.ts';

/** Engine `messages` 消息: in-app, SMS, mail; planned in the transaction that they tell about. */
export { createMessages, type Messages, type MessagesDeps } from './create-messages.ts';
export { messageTemplateKind, type MessageScope, type MessageTemplate } from './template-kind.ts';
export type { NewMessage, Recipient } from './plan-message.ts';
export type { Channel, OutgoingMessage, Receipt } from './channel.ts';
export type { Contacts } from './send-message.ts';
export type { InboxMessage, MessageCount, PhoneMessage, Preference, Reader } from './message-queries.ts';
export { createMailChannel, type MailSettings } from './mail-channel.ts';
export { errors as messagesErrors } from './errors.ts';

export const messageKinds = [messageTemplateKind];
