/** A path of this site; anything that could lead elsewhere becomes the home page. */
export const localPath = (text: string): string => (/^\/(?![/\\])[^\s\\]*$/.test(text) ? text : '/');
