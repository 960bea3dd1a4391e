interface Words {
  zh: string;
  en: string;
}

const same = (name: string): Words => ({ zh: name, en: name });
const document = 'application/vnd.openxmlformats-officedocument.';
const names: Readonly<Record<string, Words>> = {
  'application/pdf': same('PDF'), 'application/ofd': same('OFD'), 'image/jpeg': same('JPEG'), 'image/png': same('PNG'), 'image/gif': same('GIF'), 'image/webp': same('WebP'), 'image/tiff': same('TIFF'), 'image/bmp': same('BMP'), 'image/heic': same('HEIC'), 'image/svg+xml': same('SVG'),
  [`${document}wordprocessingml.document`]: { zh: 'Word 文档（DOCX）', en: 'Word (DOCX)' }, [`${document}spreadsheetml.sheet`]: { zh: 'Excel 表格（XLSX）', en: 'Excel (XLSX)' }, [`${document}presentationml.presentation`]: { zh: '演示文稿（PPTX）', en: 'PowerPoint (PPTX)' },
  'application/x-ole-storage': { zh: '旧版 Office 文件或者加了密码的 Office 文件', en: 'an old Office file, or one with a password' }, 'text/plain': { zh: '文字', en: 'plain text' }, 'text/xml': same('XML'), 'text/html': { zh: '网页', en: 'HTML' },
  'application/zip': { zh: 'ZIP 压缩包', en: 'a ZIP archive' }, 'application/vnd.rar': { zh: 'RAR 压缩包', en: 'a RAR archive' }, 'application/x-7z-compressed': { zh: '7z 压缩包', en: 'a 7z archive' }, 'application/gzip': { zh: 'GZIP 压缩包', en: 'a GZIP archive' },
  'application/vnd.microsoft.portable-executable': { zh: '程序', en: 'a program' }, 'application/x-elf': { zh: '程序', en: 'a program' }, 'text/x-shellscript': { zh: '脚本', en: 'a script' }, 'application/octet-stream': { zh: '无法识别的内容', en: 'content that is not recognised' },
};

/** A kind of content as people call it; one without a name here by its media type. */
export const typeWords = (type: string): Words => names[type] ?? same(type);

/** Several, none twice. */
export const listed = (types: readonly string[]): Words => ({ zh: [...new Set(types.map((t) => typeWords(t).zh))].join('、'), en: [...new Set(types.map((t) => typeWords(t).en))].join(', ') });
