import { ProblemError } from './call.ts';

/** An uploaded file (材料) as answers and materials hold it. */
export interface UploadedFile {
  id: string;
  name: string;
  bytes: number;
  type: string;
}

/** Sends one file as the only part of a form; the server names its type from its bytes. */
export async function uploadFile(file: File, key: string = crypto.randomUUID()): Promise<UploadedFile> {
  const body = new FormData();
  body.append('file', file, file.name);
  const response = await fetch('/api/files', { method: 'POST', body, headers: { 'idempotency-key': key, accept: 'application/json' } });
  const answer = (await response.json().catch(() => ({}))) as { files?: UploadedFile[]; code?: string; title?: string };
  const kept = answer.files?.[0];
  if (!response.ok || kept === undefined) throw new ProblemError({ code: answer.code ?? 'files.failed', status: response.status, title: answer.title ?? response.statusText });
  return kept;
}
