const codePointsMax = 200;

/**
 * A file's name as we keep it: the last part of a path, no control or direction characters, no characters that file
 * systems refuse, at most 200 code points with its ending kept. Undefined when nothing is left.
 */
export function cleanName(name: string): string | undefined {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!;
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const points = Array.from(clean);
  if (points.length === 0) return undefined;
  if (points.length <= codePointsMax) return clean;
  const ending = Array.from(/\.[^.]{1,10}$/u.exec(clean)?.[0] ?? '');
  return [...points.slice(0, codePointsMax - ending.length), ...ending].join('');
}
