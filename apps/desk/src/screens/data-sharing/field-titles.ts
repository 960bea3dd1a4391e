import { data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';

/** Names of a service's fields in the reader's words: those of the register of the same name; a field that nobody here knows keeps its own. */
export function useFieldTitles(service: string): (field: string) => string {
  const registers = useRead(data.listRegisters, {});
  const fields = registers.data?.registers.find((r) => r.id === service.slice(0, service.lastIndexOf('.')))?.fields ?? [];
  return (field) => fields.find((f) => f.id === field)?.title ?? field;
}
