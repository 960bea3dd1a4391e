/** 消息服务: templates, statistics, preferences, the telephone of a demonstration. */
export { messagesModule, type MessageService } from './module.ts';
