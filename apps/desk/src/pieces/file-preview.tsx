import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../api/call.ts';
import { refusalOf } from '../api/use-write.ts';
import { defineWords, useWords } from '../words/define-words.ts';
import { Answered, RefusalNote } from './answered.tsx';
import { Dialog } from './dialog.tsx';
import { Sheet } from './sheet.tsx';

const previewWords = defineWords('preview', {
  download: ['下载原件', 'Download the original'],
  open: ['在新窗口打开', 'Open in a new window'],
  page: ['第 {{n}} 页', 'Page {{n}}'],
  none: ['此格式不能预览，请下载查看', 'This format has no preview; please download it'],
});

/** A file in a dialog: pictures and PDF as they are, OFD as pages that the server has drawn. */
export function FilePreview({ name, url, previewUrl, onClose }: { name: string; url: string | null; previewUrl?: string | null; onClose: () => void }) {
  const t = useWords(previewWords);
  return (
    <Dialog
      wide
      title={name}
      open={url !== null}
      onClose={onClose}
      foot={
        <>
          {/\.(pdf|png|jpe?g)$/i.test(name) && (
            <a className="dk-button" href={url ?? ''} target="_blank" rel="noreferrer">
              {t('open')}
            </a>
          )}
          <a className="dk-button" href={url ?? ''} download={name}>
            {t('download')}
          </a>
        </>
      }
    >
      {url !== null && <Shown name={name} url={url} previewUrl={previewUrl ?? null} />}
    </Dialog>
  );
}

function Shown({ name, url, previewUrl }: { name: string; url: string; previewUrl: string | null }) {
  const t = useWords(previewWords);
  if (/\.(png|jpe?g)$/i.test(name)) return <img className="dk-shown" src={url} alt={name} />;
  if (previewUrl !== null || /\.ofd$/i.test(name)) return <Pages url={previewUrl ?? `${url}/preview`} />;
  if (/\.pdf$/i.test(name)) return <iframe className="dk-shown-pdf" src={url} title={name} />;
  return <p>{t('none')}</p>;
}

/** Pages drawn by the server as SVG. */
export function Pages({ url }: { url: string }) {
  const t = useWords(previewWords);
  const pages = useQuery({
    queryKey: ['preview', url],
    queryFn: async () => {
      const response = await fetch(url, { headers: { accept: 'application/json' } });
      const answer = (await response.json()) as { pages?: string[]; code?: string; title?: string };
      if (!response.ok) throw new ProblemError({ code: answer.code ?? 'http.unreadable', status: response.status, title: answer.title ?? response.statusText });
      return answer.pages ?? [];
    },
  });
  if (pages.error !== null) return <RefusalNote refusal={refusalOf(pages.error)} />;
  return <Answered of={pages}>{(list) => list.map((svg, at) => <Sheet key={at} svg={svg} label={t('page', { n: at + 1 })} />)}</Answered>;
}
