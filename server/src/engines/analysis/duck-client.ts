import type { Cell, Duck, EngineLimits, Patience } from './duckdb.ts';
import type { FromEngine, ToEngine } from './duck-messages.ts';
import { startEngine, type EngineHandle } from './engine-handle.ts';
import { errors } from './errors.ts';

const idleMs = 10_000;

type Opening = Omit<Extract<ToEngine, { open: unknown }>, 'talk' | 'patience'>;

/**
 * DuckDB in a process of its own, started by the first question and ended ten seconds after the last: at rest the house holds nothing
 * of it, and neither its memory nor its faults are the house's. Where it ends under a question, that question is refused (`analysis.ended`).
 */
export function createDuckClient(folder: string, limits: EngineLimits): Duck {
  let engine: EngineHandle | undefined;
  let resting: NodeJS.Timeout | undefined;
  let talks = 0;
  let open = 0;

  const end = (): void => {
    clearTimeout(resting);
    engine?.end();
    engine = undefined;
  };

  async function* converse(opening: Opening, { seconds, aside, signal }: Patience): AsyncGenerator<{ engine: EngineHandle; talk: number }> {
    if (signal?.aborted === true) throw errors.cancelled();
    clearTimeout(resting);
    if (engine?.alive !== true) engine = startEngine({ folder, limits });
    const own = engine;
    const talk = ++talks;
    const stop = (): void => own.tell({ talk, go: 'stop' });
    open += 1;
    own.hold(true);
    signal?.addEventListener('abort', stop);
    try {
      own.tell({ talk, ...opening, patience: { seconds, ...(aside === undefined ? {} : { aside }) } });
      yield { engine: own, talk };
    } finally {
      signal?.removeEventListener('abort', stop);
      own.tell({ talk, go: 'end' });
      own.forget(talk);
      open -= 1;
      if (open === 0) {
        own.hold(false);
        resting = setTimeout(end, idleMs).unref();
      }
    }
  }

  const session: Duck['session'] = async (use, patience = {}) => {
    for await (const { engine: own, talk } of converse({ open: 'session' }, patience)) {
      return await use((sql, values = []) => {
        own.tell({ talk, ask: sql, values });
        return own.answer(talk).then(rowsOf);
      });
    }
    throw errors.ended();
  };

  return {
    session,
    ask: (sql, values, patience) => session((ask) => ask(sql, values), patience),
    async *stream(sql, values = [], patience = {}) {
      for await (const { engine: own, talk } of converse({ open: 'stream', sql, values }, patience)) {
        for (let told = await own.answer(talk); !('ended' in told); told = await own.answer(talk)) {
          yield rowsOf(told);
          own.tell({ talk, go: 'on' });
        }
      }
    },
    close: end,
  };
}

function rowsOf(answer: FromEngine): Record<string, Cell>[] {
  if (!('rows' in answer)) return [];
  const { columns, rows } = answer;
  return rows.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]!])));
}
