import { data } from '../../../api/contracts.ts';
import { useCodes, withCodes } from '../../../api/use-codes.ts';
import { useRead } from '../../../api/use-read.ts';
import { CheckForm, ComputeForm, FilterForm, MapForm, MaskForm } from './column-forms.tsx';
import { AggregateForm, ExtractForm, JoinForm, LoadForm, PublishForm } from './set-forms.tsx';
import type { Step, StepColumn } from './step-draft.ts';

/** 一步的设置, by its kind. `target` is the register at the end, where there is one. */
export function StepForm({ step, columns: known, register, target, onChange }: { step: Step; columns: readonly StepColumn[]; register: string | undefined; target: string | null; onChange: (step: Step) => void }) {
  const registers = useRead(data.listRegisters, {});
  const columns = withCodes(known, useCodes(register));
  switch (step.do) {
    case 'extract':
      return <ExtractForm step={step} onChange={onChange} />;
    case 'filter':
      return <FilterForm step={step} columns={columns} onChange={onChange} />;
    case 'check':
      return <CheckForm step={step} columns={columns} onChange={onChange} />;
    case 'map':
      return <MapForm step={step} columns={columns} onChange={onChange} fields={registers.data?.registers.find((r) => r.id === target)?.fields ?? []} />;
    case 'compute':
      return <ComputeForm step={step} columns={columns} onChange={onChange} />;
    case 'join':
      return <JoinForm step={step} columns={columns} onChange={onChange} />;
    case 'aggregate':
      return <AggregateForm step={step} columns={columns} onChange={onChange} />;
    case 'mask':
      return <MaskForm step={step} columns={columns} onChange={onChange} />;
    case 'load':
      return <LoadForm step={step} onChange={onChange} />;
    case 'publish':
      return <PublishForm step={step} onChange={onChange} />;
  }
}
