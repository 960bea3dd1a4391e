import { confirmLeaving } from './confirm-leaving.ts';
import { fontsIfNeeded } from './fonts-if-needed.ts';
import { passkey } from './passkey.ts';
import { readAloud } from './read-aloud.ts';
import { regionCascade } from './region-cascade.ts';
import { sendOnce } from './send-once.ts';
import { showErrors } from './show-errors.ts';
import { printButtons } from './print-buttons.ts';

// every page works without this file; each island makes one thing more pleasant
for (const island of [passkey, fontsIfNeeded, showErrors, sendOnce, regionCascade, readAloud, confirmLeaving, printButtons]) island();
