const dayMs = 86_400_000;

/** 到期提醒: thirty days before the last day (`YYYY-MM-DD`, in China), at nine; seven of a term that is shorter, none of one that is shorter still. */
export function reminderAt(until: string, now: Date): Date | undefined {
  const lastMorning = new Date(`${until}T09:00:00+08:00`).getTime();
  return [30, 7].map((days) => new Date(lastMorning - days * dayMs)).find((at) => at > now);
}
