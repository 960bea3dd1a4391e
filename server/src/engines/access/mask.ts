/** 脱敏 for display: irreversible, agreed per field. */
export function maskName(name: string): string {
  const characters = [...name];
  if (characters.length <= 1) return name;
  return characters.length === 2 ? `${characters[0]}*` : `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}

/** 138****8000 */
export const maskPhone = (phone: string): string => (phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
