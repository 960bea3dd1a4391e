import { certificateTypeKind, serviceItemKind } from './items/item-definition.ts';
import { licenceChangeKind } from './licences/licence-change-definition.ts';
import { lifeEventKind } from './items/life-event-definition.ts';
import { taskOptionsKind } from './desk/task-options-definition.ts';

/** What this module lets officials define. */
export const servicesKinds = [serviceItemKind, certificateTypeKind, lifeEventKind, taskOptionsKind, licenceChangeKind];
