/** Results of dmn-tck that do not pass, grouped by why. The test fails when one of them passes or another one fails: the list only shrinks. */
const groups: readonly { why: string; names: readonly string[] }[] = [
  {
    why: 'Temporal, on which feelin builds its dates, ends in the years -271821 and 275760',
    names: [
      '1115-feel-date-function/015_1dd66594cf/feel-date-function_015_1dd66594cf',
      '1115-feel-date-function/016_31f3fef4a0/feel-date-function_016_31f3fef4a0',
      '1115-feel-date-function/029_88f5c7c90f/feel-date-function_029_88f5c7c90f',
      '1115-feel-date-function/030_9184a7bfc3/feel-date-function_030_9184a7bfc3',
    ],
  },
];

export const notPassing: Readonly<Record<string, string>> = Object.fromEntries(groups.flatMap(({ why, names }) => names.map((name) => [name, why])));
