import { certificateTypeKind, serviceItemKind } from './item-definition.ts';
import { licenceChangeKind } from './licence-change-definition.ts';
import { lifeEventKind } from './life-event-definition.ts';
import { taskOptionsKind } from './task-options-definition.ts';

/** What this module lets officials define. */
export const servicesKinds = [serviceItemKind, certificateTypeKind, lifeEventKind, taskOptionsKind, licenceChangeKind];
