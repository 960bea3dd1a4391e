import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { uploadFile, type UploadedFile } from '../api/upload-file.ts';
import { refusalOf, type Refusal } from '../api/use-write.ts';
import { RefusalNote } from '../pieces/answered.tsx';
import { Button } from '../pieces/button.tsx';
import { defineWords, useWords } from '../words/define-words.ts';

const padWords = defineWords('signaturePad', {
  pad: ['手写签名板', 'Signature pad'],
  hint: ['请用手指或笔在框内签名', 'Sign here with finger or pen'],
  clear: ['重签', 'Clear'],
  keep: ['确认签名', 'Keep signature'],
  kept: ['已签名', 'Signed'],
  file: ['签名', 'signature'],
});

/** 手写签名: strokes on a canvas, kept as a PNG file. */
export function SignaturePad({ value, onChange }: { value: unknown; onChange: (file: UploadedFile | null) => void }) {
  const t = useWords(padWords);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef(false);
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const kept = value as UploadedFile | null;
  useEffect(() => {
    const pad = canvas.current;
    if (pad === null) return;
    const scale = Math.min(3, devicePixelRatio);
    pad.width = pad.clientWidth * scale;
    pad.height = pad.clientHeight * scale;
    const pen = pad.getContext('2d');
    if (pen === null) return;
    pen.scale(scale, scale);
    pen.lineWidth = 2.5;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#101828';
  }, [kept]);
  const at = (event: PointerEvent<HTMLCanvasElement>): [number, number] => [event.nativeEvent.offsetX, event.nativeEvent.offsetY];
  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const pen = event.currentTarget.getContext('2d');
    pen?.beginPath();
    pen?.moveTo(...at(event));
    drawing.current = true;
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!drawing.current) return;
    const pen = event.currentTarget.getContext('2d');
    pen?.lineTo(...at(event));
    pen?.stroke();
    setTouched(true);
  };
  const keep = async (): Promise<void> => {
    const blob = await new Promise<Blob | null>((resolve) => canvas.current?.toBlob(resolve, 'image/png'));
    if (blob === null) return;
    setBusy(true);
    setRefusal(null);
    try {
      onChange(await uploadFile(new File([blob], `${t('file')}.png`, { type: 'image/png' })));
      setTouched(false);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setBusy(false);
  };
  if (kept !== null && kept !== undefined) {
    return (
      <div className="dk-pad">
        <img className="dk-signed" src={`/api/files/${kept.id}`} alt={t('kept')} />
        <Button icon="refresh" onClick={() => onChange(null)}>
          {t('clear')}
        </Button>
      </div>
    );
  }
  return (
    <div className="dk-pad">
      <RefusalNote refusal={refusal} />
      <div className="dk-pad-box">
        <canvas ref={canvas} aria-label={t('pad')} role="img" onPointerDown={begin} onPointerMove={move} onPointerUp={() => (drawing.current = false)} onPointerCancel={() => (drawing.current = false)} />
        {!touched && <span>{t('hint')}</span>}
      </div>
      <div className="dk-buttons">
        <Button
          onClick={() => {
            const pad = canvas.current;
            pad?.getContext('2d')?.clearRect(0, 0, pad.width, pad.height);
            setTouched(false);
          }}
        >
          {t('clear')}
        </Button>
        <Button tone="primary" busy={busy} disabled={!touched} onClick={() => void keep()}>
          {t('keep')}
        </Button>
      </div>
    </div>
  );
}
