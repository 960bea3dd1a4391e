/** Full-width digits, letters and the ideographic space as plain ones, outer blanks off: what a Chinese keyboard leaves in numbers. */
export const plainCharacters = (text: string): string =>
  // nearly all are plain already
  /^[!-~]*$/.test(text) ? text : text.replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ').trim();

/** Characters as people count them: rare ones beyond the first plane (GB 18030 level 3) count once. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
