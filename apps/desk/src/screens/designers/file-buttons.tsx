import { useRef } from 'react';
import { Button } from '../../pieces/button.tsx';
import { useWords } from '../../words/define-words.ts';
import { designerWords } from './designer-words.ts';

const charactersMax = 900_000;

/** 导入、导出 of the text that is being designed, as a file of its standard. */
export function FileButtons({ name, accept, text, onImport }: { name: string; accept: string; text: () => string; onImport?: (text: string) => void }) {
  const t = useWords(designerWords);
  const field = useRef<HTMLInputElement>(null);
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text()], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  };
  return (
    <>
      {onImport !== undefined && (
        <>
          <Button tone="quiet" onClick={() => field.current?.click()}>
            {t('importFile')}
          </Button>
          <input
            ref={field}
            type="file"
            accept={accept}
            hidden
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined && file.size <= charactersMax * 3) void file.text().then(onImport);
            }}
          />
        </>
      )}
      <Button tone="quiet" onClick={save}>
        {t('exportFile')}
      </Button>
    </>
  );
}
