import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface ReceivedMail {
  from: string;
  to: string[];
  data: string;
}

/** An SMTP server (RFC 5321) of the test's own: keeps what it gets, refuses the recipients that it is told to. */
export async function smtpServer(t: TestContext, answerTo: (recipient: string) => number = () => 250): Promise<{ url: string; mails: ReceivedMail[] }> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let mail: ReceivedMail = { from: '', to: [], data: '' };
    let inData = false;
    let rest = '';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('220 test ESMTP');
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-test\r\n250 8BITMIME');
      else if (verb === 'MAIL') {
        mail = { from: /<(.*?)>/.exec(line)?.[1] ?? '', to: [], data: '' };
        say('250 ok');
      } else if (verb === 'RCPT') {
        const to = /<(.*?)>/.exec(line)?.[1] ?? '';
        const answer = answerTo(to);
        if (answer === 250) mail.to.push(to);
        say(`${answer} ${answer === 250 ? 'ok' : 'no'}`);
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    socket.on('data', (bytes) => {
      rest += bytes.toString('utf8');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (!inData) command(line);
        else if (line === '.') {
          inData = false;
          mails.push(mail);
          say('250 queued');
        } else mail.data += `${line.replace(/^\.\./, '.')}\n`;
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    for (const s of sockets) s.destroy();
    server.close();
  });
  const address = server.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, mails };
}
