/** A refusal of the server as the portal shows it. */
export interface ShownRefusal {
  code: string;
  status: number;
  words: string;
}

/** Reads what a call threw: a refusal of the kernel (in one process) or a problem document (over the wire). Other errors are bugs and go on. */
export function refusalOf(error: unknown, locale: 'zh' | 'en'): ShownRefusal {
  if (typeof error === 'object' && error !== null) {
    const e = error as { problem?: { code?: unknown; status?: unknown; title?: unknown }; code?: unknown; status?: unknown; words?: unknown };
    if (e.problem && typeof e.problem.code === 'string') return { code: e.problem.code, status: Number(e.problem.status ?? 500), words: String(e.problem.title ?? '') };
    if (typeof e.code === 'string' && typeof e.status === 'number') return { code: e.code, status: e.status, words: typeof e.words === 'function' ? String((e.words as (l: string) => unknown).call(error, locale)) : '' };
  }
  throw error;
}
