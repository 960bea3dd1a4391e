import { pino, type Logger } from 'pino';

export type Log = Logger;

/** One JSON line an event on standard error; no personal data goes in (rule of the house). */
export const createLog = (level: string): Log =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers', 'authorization', 'cookie'] }, pino.destination(2));
