import type { Sense } from '../sense.ts';
import { accountSense } from './accounts.ts';
import { backupSense } from './backups.ts';
import { callSense } from './calls.ts';
import { exportSense } from './exports.ts';
import { fieldSense } from './fields.ts';
import { grantSense } from './grants.ts';
import { lookSense } from './looks.ts';
import { machineSense } from './machines.ts';
import { registerSense } from './registers.ts';
import { sourceSense } from './sources.ts';

/** 感知: everything that inspection rules can be about. */
export const senses: readonly Sense[] = [sourceSense, fieldSense, registerSense, backupSense, accountSense, machineSense, lookSense, grantSense, callSense, exportSense];
export const senseOf = (id: string): Sense => senses.find((s) => s.id === id)!;
