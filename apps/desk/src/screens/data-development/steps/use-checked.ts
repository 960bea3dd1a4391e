import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useEffect, useState } from 'react';
import { development } from '../../../api/contracts.ts';
import { useRead } from '../../../api/use-read.ts';
import { wholePart, type Definition } from './step-draft.ts';

const quietMs = 500;

/** 核对: columns after each step, and what stops it, as far as it is drawn; asked when nobody has typed for a moment. */
export function useChecked(definition: Definition): { checked: OutputOf<typeof development.checkPipeline> | undefined; whole: boolean; checking: boolean } {
  const steps = wholePart(definition.steps);
  const text = JSON.stringify(steps);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), quietMs);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useRead(development.checkPipeline, { definition: { title: '-', steps: JSON.parse(asked) as Definition['steps'] } }, { ready: asked !== '[]', keep: true });
  return { checked: asked === '[]' ? undefined : found.data, whole: steps.length === definition.steps.length, checking: found.isFetching || asked !== text };
}
