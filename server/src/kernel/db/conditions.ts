/** Conditions of one statement with the values that they stand for. */
export interface Conditions {
  /** All of them, or `true`. */
  readonly where: string;
  readonly values: unknown[];
  /** One more value of the statement; answers its parameter. */
  next(value: unknown): string;
}

/**
 * Only those whose value is given; `?` stands for it. Plans are made without knowing the values: under an open choice (`$1 is null or x = $1`) an index
 * on x is never taken, and a list that asks for what is rare reads its whole table. `before`: values that the statement has already.
 */
export function conditionsOf(choices: readonly (readonly [sql: string, value: unknown])[], before: readonly unknown[] = []): Conditions {
  const values = [...before];
  const next = (value: unknown): string => `$${values.push(value)}`;
  const asked = choices.filter(([, value]) => value !== undefined && value !== null).map(([sql, value]) => {
    const parameter = next(value);
    return sql.replaceAll('?', () => parameter);
  });
  return { where: asked.length === 0 ? 'true' : asked.map((sql) => `(${sql})`).join(' and '), values, next };
}
