import type { Transporter } from 'nodemailer';
import { JobError } from '#engines/jobs';
import type { Channel } from './channel.ts';

export interface MailSettings {
  /** smtp://user:password@host:port or smtps://… */
  url: string;
  from: string;
}

/** 邮件: over SMTP; a 5xx answer is final, everything else is tried again. */
export function createMailChannel(settings: MailSettings): Channel {
  let made: Transporter | undefined;
  // a library of 5 MiB, loaded by the first letter
  const transport = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    return (made ??= createTransport({ url: settings.url, connectionTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true }));
  };
  return {
    name: 'mail',
    needs: 'mail',
    async send(message) {
      try {
        const sent = await (await transport()).sendMail({
          from: settings.from, to: { name: '', address: message.address }, subject: message.title,
          text: message.url === null ? message.body : `${message.body}\n\n${message.url}`,
          messageId: `<${message.id}@yiwang>`,
        });
        return { state: 'sent', reference: sent.messageId };
      } catch (error) {
        const code = (error as { responseCode?: number }).responseCode;
        throw new JobError(code !== undefined && code >= 500 ? 'permanent' : 'transient', `mail: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}
