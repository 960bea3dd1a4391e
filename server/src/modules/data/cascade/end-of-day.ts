/** The last second of a day in China: until then an application's grants are good, on both sides. */
export const endOfDay = (day: string): Date => new Date(`${day}T23:59:59+08:00`);
