import { createRules } from '#engines/rules';

/** FEEL as the engine `rules` evaluates it. */
export const evaluateFeel = createRules({ now: () => new Date('2026-11-22T00:00:00Z') }).evaluate;
