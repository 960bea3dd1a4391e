/** Final cases have a conclusion; the rule is that of `lightOn` in cases, with the task's own limit beside the promise. */
export const lightSql = (today: string, taskDue = 'null::date'): string => `case when c.concluded_at is not null then 'done' when c.stopped then 'stopped'
  when ${today}::date > c.statutory_due then 'red' when ${today}::date > c.promised_due or ${today}::date > ${taskDue} then 'yellow'
  when ${today}::date >= c.warn_on or ${today}::date >= ${taskDue} then 'soon' else 'green' end`;

/** A beginning of digits or of a name as a range that the pattern index reads; never a wildcard. */
export const beginsWith = (column: string, place: string): string => `(${column} ~>=~ ${place} and ${column} ~<~ (${place} || chr(1114111)))`;
