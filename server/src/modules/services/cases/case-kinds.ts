/** 办件种类 of this module, with the two characters that stand in their numbers. */
export const itemCase = 'service-item';
export const matterCase = 'life-event';
export const reviewCase = 'bad-review';
/** 告知承诺核查. */
export const checkCase = 'commitment-check';

export const kindCodes: Record<string, string> = { [itemCase]: 'SX', [matterCase]: 'YJ', [reviewCase]: 'CP', [checkCase]: 'HC' };
