export const notPassing: Readonly<Record<string,string>> = {};
