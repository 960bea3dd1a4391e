export { createFiles, type FilesSettings, type KeyWrapper } from './create-files.ts';
export { createFolderStorage } from './folder-storage.ts';
export { cleanName } from './clean-name.ts';
export { sniffType } from './media-type.ts';
export { acceptedByDefault } from './check-type.ts';
export type { Uploads, UploadState } from './uploads.ts';
export type { Storage } from './storage.ts';
export type { FileMeta, Files, OpenFile, Received, ReceiveOptions, UseOptions } from './types.ts';
export { errors as filesErrors } from './errors.ts';
