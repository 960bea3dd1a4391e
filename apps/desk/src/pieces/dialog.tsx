import { useEffect, useRef, type ReactNode } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { Icon } from './icon.tsx';

/** A dialog of the platform: focus stays inside and goes back to where it was, Escape closes, the page behind is inert. */
export function Dialog({ title, open, onClose, children, foot, wide = false }: { title: string; open: boolean; onClose: () => void; children: ReactNode; foot?: ReactNode; wide?: boolean }) {
  const t = useWords(common);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (!open || dialog === null) return undefined;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    // taken away without the browser's own close (a button of ours, something sent), the focus goes back by hand
    return () => {
      if (before instanceof HTMLElement && before.isConnected && (document.activeElement === null || document.activeElement === document.body)) before.focus({ preventScroll: true });
    };
  }, [open]);
  if (!open) return null;
  return (
    <dialog ref={box} role="dialog" className={`dk-dialog ${wide ? 'dk-dialog--wide' : ''}`} aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="dk-icon-button" aria-label={t('close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="dk-dialog-body">{children}</div>
      {foot !== undefined && <footer>{foot}</footer>}
    </dialog>
  );
}
