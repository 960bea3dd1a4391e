/** How a run's state is shown. */
export const runTone = { waiting: 'quiet', running: 'accent', done: 'good', failed: 'bad', cancelled: 'soon' } as const;
